"""What is compared: assignments, repeats and flags, of the truth or of a prediction, from files or from rows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

FLAGS = ("invalid", "malicious", "non_police")
#: Columns that other truth files use for the most calls in one window.
_COUNT_COLUMNS = ("count", "peak")

Row = Mapping[str, object]
#: (dispute, pattern, window in days, count)
RepeatKey = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Answer:
    """Incident -> dispute ('' when alone), the repeats, and flag -> the incidents that have it.

    ``repeats``, ``flags`` and ``callers`` (incident -> who called, '' for nobody in particular) are None when
    nothing was said about them (then they are not scored).
    """

    assignments: Mapping[str, str]
    repeats: frozenset[RepeatKey] | None = None
    flags: Mapping[str, frozenset[str]] | None = None
    flagged: frozenset[str] = field(default_factory=frozenset)
    callers: Mapping[str, str] | None = None


def from_rows(
    assignments: Mapping[str, str | None],
    repeats: Iterable[Row] | None = None,
    flags: Iterable[Row] | None = None,
    callers: Mapping[str, str | None] | None = None,
) -> Answer:
    """An answer from rows with the export columns; ValueError when a needed column is missing."""
    flag_rows = None if flags is None else list(flags)
    return Answer(
        {str(incident): dispute or "" for incident, dispute in assignments.items()},
        None if repeats is None else frozenset(_repeat(row) for row in repeats),
        None if flag_rows is None else {flag: _having(flag, flag_rows) for flag in FLAGS},
        frozenset(str(row["incident_id"]) for row in flag_rows or ()),
        None if callers is None else {str(incident): caller or "" for incident, caller in callers.items()},
    )


def read(path: Path) -> Answer:
    """The answer in a directory of exports or truth files, or in one assignments file.

    Only assignments.csv is needed. FileNotFoundError without it, ValueError when a column is missing.
    """
    directory = path if path.is_dir() else None
    rows = _rows(directory / "assignments.csv" if directory else path)
    if rows is None:
        raise FileNotFoundError(f"no assignments.csv in {path}")
    if rows and not {"incident_id", "dispute_id"} <= set(rows[0]):
        raise ValueError(f"{path}: assignments need the columns incident_id and dispute_id")
    assignments = {row["incident_id"]: row["dispute_id"] for row in rows}
    if directory is None:
        return from_rows(assignments)
    persons = _rows(directory / "persons.csv")
    if persons and not {"incident_id", "person_id"} <= set(persons[0]):
        raise ValueError(f"{directory / 'persons.csv'}: needs the columns incident_id and person_id")
    return from_rows(
        assignments,
        _rows(directory / "repeats.csv"),
        _rows(directory / "flags.csv"),
        None if persons is None else {row["incident_id"]: row["person_id"] for row in persons},
    )


def _rows(path: Path) -> list[dict[str, str]] | None:
    if not path.is_file():
        return None
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _repeat(row: Row) -> RepeatKey:
    column = next((name for name in _COUNT_COLUMNS if name in row), None)
    if column is None:
        raise ValueError(f"repeats need one of the columns {', '.join(_COUNT_COLUMNS)}")
    return str(row["dispute_id"]), str(row["pattern"]), int(str(row["window"])), int(str(row[column]))


def _having(flag: str, rows: list[Row]) -> frozenset[str]:
    said = {"1", "true", "True"}
    return frozenset(str(row["incident_id"]) for row in rows if str(row.get(flag, "0")) in said)

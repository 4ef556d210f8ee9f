"""A sample on disk: the incidents file and the truth directory beside it."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from graph.export.heads import HEADS
from ingest.incident import COLUMNS
from ingest.sample.calls import Call
from ingest.sample.disputes import Matter
from ingest.sample.scenarios import read_toml
from ingest.sample.truth import Event, repeats


def truth_directory(out: Path) -> Path:
    """Where the truth of the sample ``out`` goes: ``x.csv`` -> ``x.truth/``."""
    return out.with_suffix(".truth")


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """UTF-8 with a byte order mark, so that a spreadsheet opens it; the same bytes on every system."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(head)
        writer.writerows(rows)


def write_incidents(path: Path, rows: Iterable[Sequence[str]]) -> None:
    """The incidents file with the default column names."""
    write_csv(path, list(COLUMNS.values()), rows)


def write_truth(directory: Path, named: Sequence[tuple[str, Call]], matters: Sequence[Matter]) -> None:
    """All truth files; ``named`` pairs each call with its incident id, in order of time."""
    directory.mkdir(parents=True, exist_ok=True)
    ids = {matter.number: f"D{index:06d}" for index, matter in enumerate(matters, 1)}
    write_csv(
        directory / "assignments.csv",
        HEADS["assignments"],
        ((name, ids.get(call.dispute, "")) for name, call in named),
    )
    write_csv(
        directory / "flags.csv",
        HEADS["flags"],
        ((name, int(call.invalid), int(call.malicious), int(call.non_police)) for name, call in named),
    )
    write_csv(
        directory / "persons.csv",
        ("incident_id", "person_id", "canonical_phone", "place_id", "person_phone", "topic"),
        (
            (name, call.person.key, call.number, call.spot.place_id, call.person.phones[0], call.topic)
            for name, call in named
        ),
    )
    write_csv(
        directory / "scenarios.csv",
        ("dispute_id", "scenario"),
        ((ids[matter.number], matter.scenario.key) for matter in matters),
    )
    _write_disputes(directory / "disputes.csv", matters, ids)
    _write_repeats(directory / "repeats.csv", matters, ids)


def _write_disputes(path: Path, matters: Sequence[Matter], ids: dict[int, str]) -> None:
    kinds = read_toml("kinds.toml")
    rows: list[Sequence[object]] = []
    for matter in matters:
        calls, kind = matter.calls, kinds[matter.scenario.kind]
        times = [call.at for call in calls]
        callers = len({call.person.key for call in calls})
        site = matter.spot.site
        about = (ids[matter.number], f"{site.name or site.road} {kind}", kind, "", "", "", len(calls), callers)
        rows.append((*about, written(min(times)), written(max(times)), site.street.station, int(matter.escalated)))
    write_csv(path, HEADS["disputes"], rows)


def _write_repeats(path: Path, matters: Sequence[Matter], ids: dict[int, str]) -> None:
    rows: list[Sequence[object]] = []
    for matter in matters:
        events = [Event(call.at, call.person.key, call.spot.building_id) for call in matter.calls]
        for found in repeats(events):
            times = written(found.first_at), written(found.last_at)
            rows.append((ids[matter.number], found.pattern, found.window, found.count, *times))
    write_csv(path, HEADS["repeats"], rows)


def written(moment: datetime) -> str:
    """A time as call slips and exports write it."""
    return moment.isoformat(sep=" ", timespec="seconds")

"""From a source's columns to the fields of a clean record, by heading or by mapping file."""

from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

from ingest.incident import COLUMNS
from ingest.mapping.aliases import Meaning, joins, meaning
from ingest.mapping.file import MappingFile, read_mapping_file
from ingest.mapping.plan import FieldPlan, Mapping, MappingError, copy_of, joined
from ingest.quarantine import COLUMNS as QUARANTINE_COLUMNS
from ingest.sources import Source

__all__ = [
    "FieldPlan",
    "Mapping",
    "MappingError",
    "MappingFile",
    "make_mapping",
    "mapping_as_stated",
    "mapping_so_far",
    "missing",
]

_SAYS_SOMETHING = ("address", "content", "phone", "caller_name", "caller_id_number")


def make_mapping(source: Source, mapping_file: Path | None = None) -> Mapping:
    """The mapping of a source: what the file says, and headings known by alias for the other fields.

    Raises MappingError, one line with the source's columns, when id, time, or all of address, content and
    caller have no column, or when the mapping file is wrong.
    """
    if mapping_file is None:
        return mapping_as_stated(source, MappingFile())
    return mapping_as_stated(source, read_mapping_file(mapping_file), mapping_file.name)


def mapping_as_stated(source: Source, stated: MappingFile, name: str = "") -> Mapping:
    """The same with what a mapping file says, wherever it is kept; ``name`` is how errors call it."""
    stated.check_columns(source.columns, name)
    mapping = mapping_so_far(source, stated)
    _require(mapping, source)
    return mapping


def mapping_so_far(source: Source, stated: MappingFile) -> Mapping:
    """The same for a mapping that is not whole yet; ``missing`` says what it lacks."""
    rules = stated.rules()
    used = {column for rule in rules.values() for column in rule.columns or ()}
    free = [column for column in source.columns if column not in used and column not in QUARANTINE_COLUMNS]
    plans = {plan.field: plan for plan in _guessed(free) if plan.field not in rules}
    plans |= {field: rule.plan(field) for field, rule in rules.items()}
    taken = {column for plan in plans.values() for column in plan.columns}
    return Mapping(
        plans=tuple(plans[field] for field in COLUMNS if field in plans),
        unmapped=tuple(name for name in source.columns if name not in taken and name not in QUARANTINE_COLUMNS),
        time_zone=ZoneInfo(stated.time_zone) if stated.time_zone else None,
        time_formats=tuple(stated.time_formats),
        date1904=source.date1904,
    )


def _guessed(columns: list[str]) -> list[FieldPlan]:
    """A plan for every field that some heading means: the best column for each of its parts, joined."""
    best: dict[tuple[str, int], tuple[Meaning, str]] = {}
    for column in columns:
        found = meaning(column)
        if found is None:
            continue
        place = (found.field, found.part)
        if place not in best or found.rank < best[place][0].rank:
            best[place] = (found, column)
    plans = []
    for field in COLUMNS:
        parts = [best[place] for place in sorted(best) if place[0] == field]
        if parts:
            names = tuple(column for _, column in parts)
            how = "+".join(dict.fromkeys(found.how for found, _ in parts))
            plans.append(_plan(field, names, how))
    return plans


def _plan(field: str, columns: tuple[str, ...], how: str) -> FieldPlan:
    if len(columns) == 1:
        return FieldPlan(field, columns, how, copy_of(columns[0]))
    separator = joins()[field]
    return FieldPlan(field, columns, how, joined(columns, separator), f"joined with {separator!r}")


def missing(mapping: Mapping) -> list[str]:
    """What a mapping lacks: 'id', 'reported_at', and '' for any of address, content and caller."""
    made = {plan.field for plan in mapping.plans}
    lacks = [field for field in ("id", "reported_at") if field not in made]
    return lacks if made & set(_SAYS_SOMETHING) else [*lacks, ""]


def _require(mapping: Mapping, source: Source) -> None:
    lacks = [
        f"{field} ({COLUMNS[field]})" if field else "any of address, content and caller" for field in missing(mapping)
    ]
    if lacks:
        raise MappingError(
            f"{source.name}: no column for {', '.join(lacks)}; say which in a mapping file (--mapping). "
            f"The columns are: {', '.join(source.columns)}"
        )

"""The form of a mapping: which column makes which field, as guessed, as a named mapping says, and as corrected.

A correction is one choice for a field; what it makes is a ``MappingFile`` like any other, so a mapping made here and
one written as a file are read by the same code.
"""

from __future__ import annotations

from collections.abc import Mapping as Given
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph import settings
from ingest.incident import COLUMNS, Incident
from ingest.mapping import Mapping, MappingFile, mapping_so_far, missing
from ingest.mapping.file import FieldRule
from ingest.quarantine import COLUMNS as QUARANTINE
from ingest.quarantine import Rejection, as_text
from ingest.records import read_record
from web import personal
from web.clock import now
from web.imports.looked import Looked
from web.imports.tables import NAME, NamedMapping
from web.models import Account

#: Choices that are no column: as guessed, nothing at all, as the mapping has it, made from the whole row.
GUESS, NOTHING, AS_IS, WHOLE_ROW = "", "-", "=", "#"
_COLUMN = "c:"
#: What a form may say of how days are written -> the formats that are tried first.
DAY_ORDERS = {
    "": (),
    "dmy": ("%d/%m/%Y %H:%M:%S", "%d/%m/%Y %H:%M", "%d/%m/%Y"),
    "mdy": ("%m/%d/%Y %H:%M:%S", "%m/%d/%Y %H:%M", "%m/%d/%Y"),
}
_FIELD = "f-"
#: What the fields of a record are called.
WORDS = {
    "id": lazy_gettext("Number of the call"),
    "reported_at": lazy_gettext("Time of the call"),
    "phone": lazy_gettext("Number that called"),
    "caller_name": lazy_gettext("Name of the caller"),
    "caller_id_number": lazy_gettext("ID number of the caller"),
    "address": lazy_gettext("Address of the matter"),
    "category": lazy_gettext("Category"),
    "content": lazy_gettext("What was said"),
    "outcome": lazy_gettext("What was done"),
    "unit": lazy_gettext("Unit that went"),
    "officer": lazy_gettext("Officer that went"),
    "case_number": lazy_gettext("Case number"),
    "": lazy_gettext("address, content or caller"),
}


@dataclass(frozen=True)
class FieldShown:
    """A field as the form shows it: what is chosen, how that is known, which columns it is, an example."""

    field: str
    chosen: str
    how: str
    columns: tuple[str, ...]
    rule: bool
    example: str


@dataclass(frozen=True)
class RowShown:
    """One of the first rows as it would be read: its fields, or why it is refused."""

    number: int
    values: tuple[str, ...]
    problem: str


@dataclass(frozen=True)
class Preview:
    """The whole form. ``lacks``: fields without which nothing can be imported; '' stands for who, where or what."""

    fields: tuple[FieldShown, ...]
    columns: tuple[str, ...]
    unused: tuple[str, ...]
    lacks: tuple[str, ...]
    shown: tuple[str, ...]
    rows: tuple[RowShown, ...]
    day_order: str
    total: int | None


def stated(body: str) -> MappingFile:
    """A mapping as it is kept."""
    return MappingFile.model_validate_json(body or "{}")


def written(mapping: MappingFile) -> str:
    """A mapping as it is kept."""
    return mapping.model_dump_json(exclude_none=True)


def corrected(mapping: MappingFile, given: Given[str, str], columns: tuple[str, ...]) -> MappingFile:
    """The mapping with what was chosen in the form; choices that make no sense there are left out."""
    rules: dict[str, Any] = {}
    for field in COLUMNS:
        choice = given.get(_FIELD + field, AS_IS)
        rule = _rule(choice, columns)
        if choice == AS_IS:
            rule = getattr(mapping, field)
        if rule is not None:
            rules[field] = rule
    order = given.get("day_order")
    formats = list(DAY_ORDERS[order]) if order in DAY_ORDERS else mapping.time_formats
    return MappingFile(time_zone=mapping.time_zone, time_formats=formats, **rules)


def _rule(choice: str, columns: tuple[str, ...]) -> FieldRule | None:
    if choice == NOTHING:
        return FieldRule(constant="")
    if choice == WHOLE_ROW:
        return FieldRule(hash=[column for column in columns if column not in QUARANTINE])
    if choice.startswith(_COLUMN) and choice[len(_COLUMN) :] in columns:
        return FieldRule(columns=[choice[len(_COLUMN) :]])
    return None


def fitting(mapping: MappingFile, columns: tuple[str, ...]) -> MappingFile:
    """The mapping without rules that name a column which the file has not."""
    kept = {field: rule for field, rule in mapping.rules().items() if set(rule.needs()) <= set(columns)}
    return MappingFile(time_zone=mapping.time_zone, time_formats=mapping.time_formats, **kept)


def preview(looked: Looked, mapping: MappingFile) -> Preview:
    """The form of this mapping for what was seen of the file; numbers of people in it are masked."""
    source = looked.source()
    plan = mapping_so_far(source, mapping)
    lacks = tuple(missing(plan))
    plans = {one.field: one for one in plan.plans}
    read = [] if "id" in lacks or "reported_at" in lacks else _read(looked, plan)
    shown = tuple(field for field in COLUMNS if field in plans)
    first = next((row for row in looked.rows if row.defect is None), None)
    fields = []
    for field in COLUMNS:
        made = plans.get(field)
        example = as_text(made.take(first.values)) if made and first else ""
        fields.append(
            FieldShown(
                field,
                _chosen(mapping, field),
                made.how if made else "",
                made.columns if made else (),
                bool(made and made.rule),
                str(personal.veiled(" ".join(example.split())[:80], field)),
            )
        )
    rows = tuple(_row_shown(one, shown) for one in read)
    columns = tuple(column for column in looked.columns if column not in QUARANTINE)
    order = next((name for name, formats in DAY_ORDERS.items() if list(formats) == mapping.time_formats), "")
    return Preview(tuple(fields), columns, plan.unmapped, lacks, shown, rows, order, looked.total)


def _read(looked: Looked, plan: Mapping) -> list[tuple[int, Incident | Rejection]]:
    at, zone = datetime.now(UTC), settings.zone()
    return [(row.number, read_record(row, plan, zone, at)) for row in looked.rows]


def _row_shown(read: tuple[int, Incident | Rejection], fields: tuple[str, ...]) -> RowShown:
    number, record = read
    if isinstance(record, Rejection):
        value = str(personal.veiled(" ".join(record.value.split())[:80], record.column))
        where = f"「{personal.veiled(record.column)}」" if record.column else ""
        return RowShown(number, (), f"{where}{record.reason}" + (f"：{value}" if value else ""))
    return RowShown(number, tuple(_shown(record, field) for field in fields), "")


def _shown(record: Incident, field: str) -> str:
    value = getattr(record, field)
    if isinstance(value, datetime):
        return value.astimezone(settings.zone()).strftime("%Y-%m-%d %H:%M:%S")
    return str(personal.veiled(value if len(value) <= 60 else value[:59] + "…", field))


def _chosen(mapping: MappingFile, field: str) -> str:
    """Which choice of the form the mapping's rule is; AS_IS for one that no choice makes."""
    rule: FieldRule | None = getattr(mapping, field)
    if rule is None:
        return GUESS
    if rule.constant == "":
        return NOTHING
    if rule.columns and len(rule.columns) == 1:
        return _COLUMN + rule.columns[0]
    return WHOLE_ROW if rule.hash and field == "id" else AS_IS


def named(sql: Session) -> list[NamedMapping]:
    """Every mapping that has a name, by name."""
    return list(sql.scalars(select(NamedMapping).order_by(NamedMapping.name)))


def made_for(sql: Session, columns: tuple[str, ...]) -> NamedMapping | None:
    """The mapping that was last saved for a file with just these columns."""
    heading = orjson.dumps([column for column in columns if column not in QUARANTINE]).decode()
    wanted = select(NamedMapping).where(NamedMapping.heading == heading).order_by(NamedMapping.changed_at.desc())
    return sql.scalars(wanted.limit(1)).first()


def save(sql: Session, account: Account, name: str, mapping: MappingFile, columns: tuple[str, ...]) -> NamedMapping:
    """Keep the mapping under this name, in place of one that had it. ValueError for no name."""
    name = " ".join(name.split())[:NAME]
    if not name:
        raise ValueError("no name")
    found = sql.scalars(select(NamedMapping).where(NamedMapping.name == name)).one_or_none()
    if found is None:
        found = NamedMapping(name=name)
        sql.add(found)
    found.body, found.account_id, found.changed_at = written(mapping), account.id, now()
    found.heading = orjson.dumps([column for column in columns if column not in QUARANTINE]).decode()
    sql.flush()
    return found

"""What ``--dry-run`` prints: the mapping in words, and the first rows as understood."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, tzinfo
from itertools import islice

from ingest.incident import COLUMNS, Incident
from ingest.mapping import Mapping
from ingest.quarantine import Rejection
from ingest.records import read_record
from ingest.sources import Source

_SHOWN = 120


def describe(source: Source, mapping: Mapping, tz: tzinfo, now: datetime, rows: int = 3) -> list[str]:
    """Lines for a terminal: each field with its columns and how they were found, what is unused, the first rows."""
    plans = {plan.field: plan for plan in mapping.plans}
    lines = [f"{source.name}: {len(source.columns)} columns, about {source.total or '?'} rows"]
    for field, name in COLUMNS.items():
        plan = plans.get(field)
        if plan is None:
            lines.append(f"  {field:<17}{name}  <-  (none)")
            continue
        rule = f", {plan.rule}" if plan.rule else ""
        lines.append(f"  {field:<17}{name}  <-  {' + '.join(plan.columns) or '(none)'}  [{plan.how}{rule}]")
    lines.append(f"  not used: {', '.join(mapping.unmapped) or '(none)'}")
    lines.append(f"  time zone: {mapping.time_zone or tz}")
    for row in islice(source.rows(), rows):
        lines += _understood(row.number, read_record(row, mapping, tz, now))
    return lines


def _understood(number: int, record: Incident | Rejection) -> list[str]:
    if isinstance(record, Rejection):
        return [f"row {number}: quarantined: {record}"]
    lines = [f"row {number}:"]
    for field in fields(record):
        if value := str(getattr(record, field.name)).replace("\n", " ⏎ "):
            lines.append(f"  {field.name:<17}{value if len(value) <= _SHOWN else value[:_SHOWN] + '…'}")
    return lines

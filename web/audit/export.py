"""Records as a file: CSV for a spreadsheet, or JSON lines that have everything the mac was made over."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import UTC

from graph.export.cells import csv_cell
from web.audit.chain import canonical
from web.models import AuditRecord

COLUMNS = tuple(column.key for column in AuditRecord.__table__.columns)
FORMS = {".csv": "text/csv", ".jsonl": "application/jsonl"}


def lines(records: Iterable[AuditRecord], suffix: str) -> Iterator[str]:
    """The file line by line; ``suffix`` is one of FORMS. Times are UTC."""
    if suffix == ".jsonl":
        yield from (canonical(_values(record) | {"detail": json.loads(record.detail)}) + "\n" for record in records)
        return
    yield "\ufeff" + _csv(COLUMNS)
    for record in records:
        yield _csv("" if value is None else value for value in _values(record).values())


def _values(record: AuditRecord) -> dict[str, str | int | None]:
    values = {name: getattr(record, name) for name in COLUMNS}
    return values | {"at": record.at.astimezone(UTC).isoformat(timespec="microseconds")}


def _csv(cells: Iterable[str | int]) -> str:
    text = io.StringIO()
    csv.writer(text).writerow([csv_cell(cell) for cell in cells])
    return text.getvalue()

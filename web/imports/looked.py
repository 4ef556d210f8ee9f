"""What was seen of a file before it is imported: its columns and first rows, kept beside it.

The process of jobs opens the file, which may be large, or made by somebody who means ill; the pages read this only.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import islice
from pathlib import Path
from typing import Any

import orjson

from ingest.sources import Row, Source
from ingest.sources.row import Defect

#: Rows that are shown as they would be read.
ROWS = 10
_NAME = "looked.json"
_TIMES: dict[str, type[datetime] | type[date] | type[time]] = {"datetime": datetime, "date": date, "time": time}


@dataclass(frozen=True)
class Looked:
    """Columns, about how many rows, the first of them, and what the workbook's other sheets are called."""

    name: str
    columns: tuple[str, ...]
    total: int | None
    date1904: bool
    rows: tuple[Row, ...]
    sheets: tuple[str, ...] = ()

    def source(self) -> Source:
        """The same as a source, of its first rows only."""
        return _FirstRows(self)


class _FirstRows(Source):
    def __init__(self, looked: Looked) -> None:
        self.name, self.columns, self.fingerprint = looked.name, looked.columns, ""
        self.total, self.date1904 = looked.total, looked.date1904
        self._rows = looked.rows

    def rows(self, start: int = 0) -> Iterator[Row]:
        """See ``Source.rows``."""
        return (row for row in self._rows if row.number > start)


def look(source: Source) -> Looked:
    """Look at the first rows."""
    rows = tuple(islice(source.rows(), ROWS))
    return Looked(source.name, source.columns, source.total, source.date1904, rows, source.sheets)


def save(looked: Looked, directory: Path) -> None:
    """Keep it beside the file, for the owner of the home only."""
    rows = [
        {"number": row.number, "values": {name: _written(value) for name, value in row.values.items()}}
        | ({"defect": list(row.defect)} if row.defect else {})
        for row in looked.rows
    ]
    kept = {
        "name": looked.name,
        "columns": looked.columns,
        "total": looked.total,
        "date1904": looked.date1904,
        "sheets": looked.sheets,
        "rows": rows,
    }
    file = directory / _NAME
    file.touch(mode=0o600)
    file.write_bytes(orjson.dumps(kept))


def load(directory: Path) -> Looked | None:
    """What was kept; None when nobody has looked yet."""
    file = directory / _NAME
    if not file.exists():
        return None
    kept = orjson.loads(file.read_bytes())
    rows = tuple(
        Row(
            one["number"],
            {name: _read(value) for name, value in one["values"].items()},
            kept["name"],
            Defect(*one["defect"]) if "defect" in one else None,
        )
        for one in kept["rows"]
    )
    return Looked(kept["name"], tuple(kept["columns"]), kept["total"], kept["date1904"], rows, tuple(kept["sheets"]))


def _written(value: Any) -> Any:
    """A value of a table as JSON has it; times say that they are, as reading treats them otherwise than texts."""
    for name, kind in _TIMES.items():
        if isinstance(value, kind):
            return {name: value.isoformat()}
    return value if isinstance(value, str | int | float | bool | None) else str(value)


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        [(name, written)] = value.items()
        return _TIMES[name].fromisoformat(written)
    return value

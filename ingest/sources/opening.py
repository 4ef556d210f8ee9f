"""Which reader a file needs: told from its first bytes, because a name can lie."""

from __future__ import annotations

from pathlib import Path

from ingest.sources.delimited import DelimitedSource
from ingest.sources.json_lines import JsonSource
from ingest.sources.row import Source, SourceError
from ingest.sources.sql import SqlSource
from ingest.sources.watermark import Watermark
from ingest.sources.workbook import WorkbookSource

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_JSON_SUFFIXES = (".json", ".jsonl", ".ndjson")


def open_source(path: Path | str, sheet: str | None = None) -> Source:
    """A CSV, workbook or JSON file as a table. ``sheet`` names a workbook's sheet (default: the first with content).

    Raises SourceError, one line, when the file is not there or holds no table.
    """
    path = Path(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(4096)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from None
    if head.startswith((_ZIP, _OLE)):
        return WorkbookSource(path, sheet)
    if sheet is not None:
        raise SourceError(f"{path.name}: --sheet is for workbooks; this is a text file")
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"%pdf")):
        raise SourceError(f"{path.name}: a web page, XML or PDF; open it and save it as .xlsx or .csv")
    if not start:
        raise SourceError(f"{path.name}: the file is empty")
    return JsonSource(path) if path.suffix.lower() in _JSON_SUFFIXES else DelimitedSource(path)


def open_sql(url: str, query: str, watermark: Watermark | None = None, column: str | None = None) -> SqlSource:
    """A query's rows; see ``SqlSource``."""
    return SqlSource(url, query, watermark, column)

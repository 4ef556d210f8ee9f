"""A table as CSV, JSON or XLSX, row by row: a million rows are never held."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import orjson
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from graph.export.cells import Cell, csv_cell, is_formula, plain
from graph.export.output import ExportError, check_suffix, replacing

#: Rows of an XLSX sheet under its head; further rows go on another sheet.
SHEET_ROWS = 1_048_575
#: Characters of an XLSX cell.
_CELL_CHARACTERS = 32_767

Rows = Iterable[Sequence[object]]


@dataclass(frozen=True)
class _Formats:
    quoted: Format
    decimals: Format


def write(rows: Rows, head: Sequence[str], output: Path) -> Path:
    """Write ``rows`` under ``head`` to ``output``, in the format of its suffix; returns ``output``.

    Raises ExportError for another suffix or a place that cannot be written.
    """
    suffix = check_suffix(output, "a table", TABLE_SUFFIXES)
    with replacing(output) as part:
        _WRITERS[suffix](rows, head, part)
    return output


def write_csv(rows: Rows, head: Sequence[str], file: BinaryIO) -> None:
    """``rows`` as CSV in UTF-8 with BOM, which Excel needs to read Chinese; ``file`` stays open."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([csv_cell(plain(value)) for value in row] for row in rows)
    text.flush()
    text.detach()


def _csv(rows: Rows, head: Sequence[str], part: Path) -> None:
    with part.open("wb") as file:
        write_csv(rows, head, file)


def _json(rows: Rows, head: Sequence[str], part: Path) -> None:
    """A list of objects, one a line."""
    with part.open("wb") as file:
        separator = b"[\n"
        for row in rows:
            file.write(separator + orjson.dumps(dict(zip(head, map(plain, row), strict=True))))
            separator = b",\n"
        file.write(b"[]\n" if separator == b"[\n" else b"\n]\n")


def _xlsx(rows: Rows, head: Sequence[str], part: Path) -> None:
    write_book([("", head, rows)], part)


def write_book(named: Sequence[tuple[str, Sequence[str], Rows]], part: Path) -> None:
    """Tables, each with its name and head, as the sheets of one workbook; what does not fit a sheet goes on another.

    Texts are text cells, never formulas; those that look like one also carry the quote mark of Excel.
    """
    book = xlsxwriter.Workbook(str(part), {"constant_memory": True, "tmpdir": str(part.parent)})
    formats = _Formats(book.add_format({"quote_prefix": True}), book.add_format({"num_format": "0.0000"}))
    try:
        for name, head, rows in named:
            sheet, line = _sheet(book, head, name), 0
            for row in rows:
                if line == SHEET_ROWS:
                    sheet, line = _sheet(book, head, f"{name}{len(book.worksheets()) + 1}" if name else ""), 0
                line += 1
                for column, value in enumerate(row):
                    _xlsx_cell(sheet, (line, column), plain(value), formats)
    finally:
        book.close()


def _sheet(book: xlsxwriter.Workbook, head: Sequence[str], name: str) -> Worksheet:
    sheet = book.add_worksheet(name or None)
    sheet.freeze_panes(1, 0)
    sheet.write_row(0, 0, head)
    return sheet


def _xlsx_cell(sheet: Worksheet, at: tuple[int, int], cell: Cell, formats: _Formats) -> None:
    if isinstance(cell, str):
        if len(cell) > _CELL_CHARACTERS:
            raise ExportError(f"row {at[0] + 1}: a text of {len(cell)} characters does not fit an XLSX cell; use .csv")
        sheet.write_string(*at, cell, formats.quoted if is_formula(cell) else None)
    elif isinstance(cell, float):
        sheet.write_number(*at, cell, formats.decimals)
    elif abs(cell) < 10**15:
        sheet.write_number(*at, cell)
    else:
        sheet.write_string(*at, str(cell))


_WRITERS: dict[str, Callable[[Rows, Sequence[str], Path], None]] = {".csv": _csv, ".json": _json, ".xlsx": _xlsx}
TABLE_SUFFIXES = tuple(_WRITERS)

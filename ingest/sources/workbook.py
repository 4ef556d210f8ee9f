"""Excel and OpenDocument workbooks, through calamine (measured against openpyxl: docs/import.md)."""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path
from typing import Any

import python_calamine as calamine

from ingest.sources.row import Defect, Row, Source, SourceError, column_names, heading_position
from ingest.sources.survey import fingerprint_of

_HEADING_WITHIN = 10
_DATE_1904 = re.compile(rb"<workbookPr\b[^>]*\bdate1904=\"(?:1|true)\"")


def _uses_1904(path: Path) -> bool:
    """Whether an .xlsx counts its days from 1904 (old Macintosh workbooks)."""
    try:
        with zipfile.ZipFile(path) as archive:
            return bool(_DATE_1904.search(archive.read("xl/workbook.xml")))
    except (zipfile.BadZipFile, KeyError):
        return False


class WorkbookSource(Source):
    """One sheet of a workbook: the named one, or the first visible one that is not empty."""

    def __init__(self, path: Path, sheet: str | None = None) -> None:
        """Open the sheet. Raises SourceError when it is not there, empty, protected or not a workbook."""
        self._path = path
        try:
            self._sheet = self._open(sheet)
        except calamine.PasswordError:
            raise SourceError(f"{path.name}: the workbook is protected by a password; save it without one") from None
        except (calamine.CalamineError, calamine.ZipError, calamine.XmlError) as error:
            raise SourceError(f"{path.name}: not a workbook that can be read ({error})") from None
        self.name = f"{path.name}[{self._sheet.name}]"
        self.fingerprint = hashlib.sha256(f"{fingerprint_of(path)}\n{self._sheet.name}".encode()).hexdigest()
        self.date1904 = _uses_1904(path)
        first = list(islice(self._sheet.iter_rows(), _HEADING_WITHIN))
        position = heading_position(first)
        if position is None or self._sheet.start is None:
            raise SourceError(f"{self.name}: the sheet has no rows")
        self._heading = position + 1
        self.columns = column_names(first[position])
        self.total = self._sheet.start[0] + self._sheet.height - self._heading

    def _open(self, wanted: str | None) -> calamine.CalamineSheet:
        book = calamine.load_workbook(self._path)
        self.sheets = tuple(book.sheet_names)
        if wanted is not None:
            if wanted not in book.sheet_names:
                raise SourceError(f"{self._path.name}: no sheet {wanted!r}; there are {', '.join(book.sheet_names)}")
            return book.get_sheet_by_name(wanted)
        visible = [
            meta.name
            for meta in book.sheets_metadata
            if meta.visible is calamine.SheetVisibleEnum.Visible and meta.typ is calamine.SheetTypeEnum.WorkSheet
        ]
        for name in visible or book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height:
                return sheet
        raise SourceError(f"{self._path.name}: every sheet of the workbook is empty")

    def rows(self, start: int = 0) -> Iterator[Row]:
        """See ``Source.rows``. Numbers are floats, dates are datetimes, blanks are ''."""
        after = max(start, self._heading)
        width = len(self.columns)
        padding = [""] * width
        for number, cells in enumerate(islice(self._sheet.iter_rows(), after, None), start=after + 1):
            if not any(map(_filled, cells)):
                continue
            values: dict[str, Any] = dict(zip(self.columns, chain(cells, padding), strict=False))
            beyond = [str(cell) for cell in cells[width:] if _filled(cell)]
            defect = Defect("", " ".join(beyond), "表头右侧无列名处有内容") if beyond else None
            yield Row(number, values, self.name, defect)


def _filled(cell: object) -> bool:
    """Whether a cell holds more than blanks."""
    return bool(cell.strip()) if isinstance(cell, str) else cell is not None

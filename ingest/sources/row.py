"""What every source gives: named columns, a fingerprint, and rows one after another."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple


class SourceError(Exception):
    """The file or query cannot be read at all; the text is one line for the person at the keyboard."""


class Defect(NamedTuple):
    """Why a row could not be taken apart into its columns: the column ('' for the whole row), value, reason (zh)."""

    column: str
    value: str
    reason: str


class Row(NamedTuple):
    """One row as it stands in the source.

    ``number`` is what a spreadsheet program shows beside the row: the heading is usually 1, a quoted line
    break makes no new row, a blank row counts. JSON lines: the line; JSON array and SQL: 1 for the first.
    ``values`` has every column of the source; values are text, or what the workbook or database holds.
    """

    number: int
    values: dict[str, Any]
    source: str
    defect: Defect | None = None


class Source(ABC):
    """A table to read. ``name`` is how messages call it; ``fingerprint`` is the same only for the same content.

    ``total`` is about how many rows there are (line breaks counted), or None. ``resumable`` is true when the
    fingerprint pins the content, so that row ``n`` stays row ``n``. ``date1904`` is the workbook's date system,
    ``sheets`` are the names of all of its sheets.
    """

    name: str
    columns: tuple[str, ...]
    fingerprint: str
    total: int | None = None
    resumable: bool = True
    date1904: bool = False
    sheets: tuple[str, ...] = ()

    def taken(self, row: Row) -> None:  # noqa: B027 - most sources have nothing to remember
        """Be told that ``row`` was good: it became a record."""

    @abstractmethod
    def rows(self, start: int = 0) -> Iterator[Row]:
        """The rows whose number is above ``start``, in order; blank rows are left out."""


def column_names(heading: Sequence[Any]) -> tuple[str, ...]:
    """A heading as unique names: blanks become 列3 (the third), a second 电话 becomes 电话_2.

    Blank cells at the right end are no columns.
    """
    cells = ["" if cell is None else " ".join(str(cell).split()) for cell in heading]
    while cells and not cells[-1]:
        cells.pop()
    names: dict[str, None] = {}
    for position, cell in enumerate(cells, start=1):
        wanted = cell or f"列{position}"
        name, copy = wanted, 1
        while name in names:
            copy += 1
            name = f"{wanted}_{copy}"
        names[name] = None
    return tuple(names)


def heading_position(first_rows: Sequence[Sequence[Any]]) -> int | None:
    """Where the heading stands among the first rows; None when all are blank.

    Exports often carry a title and a print date above the heading: those rows are much emptier than it.
    """
    filled = [sum(1 for cell in row if cell is not None and str(cell).strip()) for row in first_rows]
    most = max(filled, default=0)
    if most == 0:
        return None
    return next(position for position, count in enumerate(filled) if count >= 0.6 * most)

"""CSV and its relatives: comma, semicolon, tab or bar; quoted line breaks; damaged rows told apart."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from graph.export.cells import restore
from ingest.quarantine import COLUMNS as QUARANTINE_COLUMNS
from ingest.sources.row import Defect, Row, Source, SourceError, column_names, heading_position
from ingest.sources.survey import survey

_DELIMITERS = ",;\t|"
_LOOKED_AT = 200
_HEADING_WITHIN = 10
#: Rows shorter than the heading from which they are the writer's habit rather than damage.
_SHORT_SHARE = 0.25
#: No cell of a call record is as long as these: beyond them a quote was left open.
_MOST_LINES = 1000
_MOST_CHARACTERS = 1 << 20

_QUOTES = "引号不成对，或字段过长，无法分列"
_TOO_FEW = "列数少于表头（行可能被截断）"
_TOO_MANY = "列数多于表头（可能有未加引号的分隔符）"

# Longer records are found out by counting (below); the quarantine file may hold longer cells from other formats.
csv.field_size_limit(2**31 - 1)


class _OpenQuote(Exception):
    """A record went on for longer than any real one."""


class _Record(NamedTuple):
    cells: list[str]
    damaged: str | None = None


class _Feed:
    """Lines for a csv reader, remembering those of the record under way so that they can be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self.taken: list[str] = []
        self._characters = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.taken.append(line)
        self._characters += len(line)
        if len(self.taken) > _MOST_LINES or self._characters > _MOST_CHARACTERS:
            raise _OpenQuote
        return line

    def begin(self) -> None:
        """A record has been taken whole."""
        self.taken.clear()
        self._characters = 0

    def give_back_all_but_first(self) -> str:
        """The damaged line; the lines after it will be read again."""
        damaged, *rest = self.taken
        self._returned.extendleft(reversed(rest))
        self.begin()
        return damaged


def _records(lines: Iterator[str], delimiter: str) -> Iterator[_Record]:
    """Records of the text. A line whose quotes do not pair is one damaged record and swallows no other."""
    feed = _Feed(lines)
    while True:
        try:
            for cells in csv.reader(feed, delimiter=delimiter, strict=True):
                yield _Record(cells)
                feed.begin()
        except (csv.Error, _OpenQuote):
            yield _Record([], feed.give_back_all_but_first().rstrip("\r\n"))
        else:
            return


def _delimiter(path: Path, encoding: str) -> str:
    """The separator under which most rows have as many cells as the fullest row, the most cells winning."""

    def fit(candidate: str) -> float:
        with path.open(encoding=encoding, errors="replace", newline="") as lines:
            widths = [len(record.cells) for record in islice(_records(lines, candidate), _LOOKED_AT) if record.cells]
        common = max(set(widths), key=lambda width: (widths.count(width), width), default=0)
        return (common - 1) * widths.count(common) / len(widths) if widths else 0.0

    return max(_DELIMITERS, key=fit)


class DelimitedSource(Source):
    """A delimited text file; its encoding and separator are found out by looking."""

    def __init__(self, path: Path) -> None:
        """Look at the file. Raises SourceError when it has no heading, OSError when it cannot be opened."""
        self.name = path.name
        self._path = path
        self.fingerprint, self._encoding, lines = survey(path)
        self._separator = _delimiter(path, self._encoding)
        first = [record.cells for record in islice(self._all(), _HEADING_WITHIN)]
        position = heading_position(first)
        if position is None:
            raise SourceError(f"{path.name}: the file has no rows")
        self._neutralised = set(QUARANTINE_COLUMNS) <= set(first[position])
        self.columns = column_names(
            [restore(cell) for cell in first[position]] if self._neutralised else first[position]
        )
        self._heading = position + 1
        self._may_be_short = self._has_short_rows()
        self.total = max(0, lines - self._heading)

    def _all(self) -> Iterator[_Record]:
        with self._path.open(encoding=self._encoding, errors="replace", newline="") as lines:
            yield from _records(lines, self._separator)

    def _has_short_rows(self) -> bool:
        """Whether its writer leaves out blank cells at the right end (some do), so that a short row is no cut one.

        Then many rows are short, and no whole one ends with a blank.
        """
        looked_at = [
            r.cells for r in islice(self._all(), self._heading, self._heading + _LOOKED_AT) if len(r.cells) > 1
        ]
        short = sum(1 for cells in looked_at if len(cells) < len(self.columns))
        blank_ends = any(len(cells) == len(self.columns) and not cells[-1].strip() for cells in looked_at)
        return short > max(1, len(looked_at) * _SHORT_SHARE) and not blank_ends

    def rows(self, start: int = 0) -> Iterator[Row]:
        """See ``Source.rows``. Bytes that do not decode stand as U+FFFD."""
        after = max(start, self._heading)
        for number, record in enumerate(islice(self._all(), after, None), start=after + 1):
            if record.damaged is not None:
                empty = dict.fromkeys(self.columns, "")
                yield Row(number, empty, self.name, Defect("", record.damaged, _QUOTES))
            elif any(map(str.strip, record.cells)):
                yield self._row(number, record.cells)

    def _row(self, number: int, cells: list[str]) -> Row:
        width = len(self.columns)
        defect = None
        if any(cell.strip() for cell in cells[width:]):
            defect = Defect("", self._separator.join(cells), _TOO_MANY)
        elif len(cells) < width and not self._may_be_short:
            defect = Defect("", self._separator.join(cells), _TOO_FEW)
        # Cells that may stand under the wrong heading are not shown under any: fed again, they would be taken.
        cells = [] if defect else [restore(cell) for cell in cells] if self._neutralised else cells
        cells = cells[:width] + [""] * (width - len(cells))
        return Row(number, dict(zip(self.columns, cells, strict=True)), self.name, defect)

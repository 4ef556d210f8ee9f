"""CSV and its relatives: comma, semicolon, tab or bar; quoted line breaks; damaged rows told apart."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from ingest.quarantine import COLUMNS as QUARANTINE_COLUMNS
from ingest.quarantine import restore
from ingest.sources.row import Defect, Row, Source, SourceError, column_names, heading_position
from ingest.sources.survey import survey

_DELIMITERS = ",;\t|"
_LOOKED_AT = 200
_HEADING_WITHIN = 10
#: No cell of a call record is as long as these: beyond them a quote was left open.
_MOST_LINES = 1000
_MOST_CHARACTERS = 1 << 20

_QUOTES = "引号不成对，或字段过长，无法分列"
_TOO_FEW = "列数少于表头（行可能被截断）"
_TOO_MANY = "列数多于表头（可能有未加引号的分隔符）"

csv.field_size_limit(_MOST_CHARACTERS)


class _OpenQuote(Exception):
    """A record went on for more lines than any real one."""


class _Record(NamedTuple):
    cells: list[str]
    damaged: str | None = None


class _Feed:
    """Lines for a csv reader, remembering those of the record under way so that they can be put back."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._returned: deque[str] = deque()
        self.taken: list[str] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._lines)
        self.taken.append(line)
        if len(self.taken) > _MOST_LINES:
            raise _OpenQuote
        return line

    def give_back_all_but_first(self) -> str:
        """The damaged line; the lines after it will be read again."""
        damaged, *rest = self.taken
        self._returned.extendleft(reversed(rest))
        self.taken = []
        return damaged


def _records(lines: Iterator[str], delimiter: str) -> Iterator[_Record]:
    """Records of the text. A line whose quotes do not pair is one damaged record and swallows no other."""
    feed = _Feed(lines)
    while True:
        try:
            for cells in csv.reader(feed, delimiter=delimiter, strict=True):
                yield _Record(cells)
                feed.taken.clear()
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
        """Whether its writer leaves out blank cells at the right end (some do), so that a short row is no cut one."""
        looked_at = islice(self._all(), self._heading, self._heading + _LOOKED_AT)
        return sum(1 for record in looked_at if 1 < len(record.cells) < len(self.columns)) > 1

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
        if len(cells) != width:
            if beyond := [cell for cell in cells[width:] if cell.strip()]:
                defect = Defect("", self._separator.join(beyond), _TOO_MANY)
            elif len(cells) < width and not self._may_be_short:
                defect = Defect("", self._separator.join(cells), _TOO_FEW)
            cells = cells[:width] + [""] * (width - len(cells))
        if self._neutralised:
            cells = [restore(cell) for cell in cells]
        return Row(number, dict(zip(self.columns, cells, strict=True)), self.name, defect)

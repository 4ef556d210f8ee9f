"""Rejected rows in the input's own columns, to be mended in a spreadsheet program and fed again."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from graph import settings
from graph.export.cells import neutralise

#: What is written beside the input's columns; the mapping passes over them when the file comes back.
COLUMNS = ("隔离行号", "隔离列", "隔离值", "隔离原因")

_LONGEST_SHOWN = 200


class _RowLike(Protocol):
    @property
    def values(self) -> dict[str, Any]: ...


class Rejection(NamedTuple):
    """Why a row was not taken: where it stands, the offending column and value ('' for the whole row), reason (zh)."""

    row_number: int
    column: str
    value: str
    reason: str
    source: str = ""

    def __str__(self) -> str:
        """File, row, column, value and reason in one line."""
        value = " ".join(self.value.split())
        shown = value if len(value) <= _LONGEST_SHOWN else value[:_LONGEST_SHOWN] + "…"
        where = f"{self.source} 第 {self.row_number} 行" + (f"「{self.column}」" if self.column else "")
        return f"{where}：{self.reason}" + (f"：{shown}" if shown else "")


def as_text(value: Any) -> str:
    """A raw value as it would be written in a text file; reading that text gives the value's meaning back."""
    if isinstance(value, str):
        return value
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


def quarantine_path(source_name: str, fingerprint: str) -> Path:
    """Where the rejected rows of a source go: its name, and 8 digits that tell apart files of one name."""
    directory = settings.home() / "quarantine"
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    safe = re.sub(r"[^\w.\-]+", "_", source_name)[:80]
    digits = sha256(f"{source_name}\n{fingerprint}".encode()).hexdigest()[:8]
    return directory / f"{safe}.{digits}.csv"


class Quarantine:
    """The quarantine file of one source. Entries are kept in memory until ``flush``; no entry, no file."""

    def __init__(self, path: Path, columns: Sequence[str]) -> None:
        """``columns`` are the source's. What an earlier run left stays until ``keep_through`` says otherwise."""
        self.path = path
        self._columns = tuple(column for column in columns if column not in COLUMNS)
        self._waiting: list[list[str]] = []
        self._before = path.with_suffix(".before.csv")
        self._written = sum(1 for _ in self._entries())

    @property
    def count(self) -> int:
        """Entries in the file and waiting to be written."""
        return self._written + len(self._waiting)

    def add(self, rejection: Rejection, row: _RowLike) -> None:
        """Take in a rejected row."""
        cells = [as_text(row.values.get(column)) for column in self._columns]
        cells += [str(rejection.row_number), rejection.column, rejection.value, rejection.reason]
        self._waiting.append([neutralise(cell) for cell in cells])

    def flush(self) -> None:
        """Bring all entries to the disk. Call before the progress that they belong to is recorded."""
        if not self._waiting:
            return
        new = not self._written
        self.path.touch(mode=0o600)  # it holds what the records hold
        with self.path.open("w" if new else "a", encoding="utf-8-sig" if new else "utf-8", newline="") as stream:
            writer = csv.writer(stream)
            if new:
                writer.writerow([neutralise(column) for column in self._columns] + list(COLUMNS))
            writer.writerows(self._waiting)
            stream.flush()
            os.fsync(stream.fileno())
        self._written += len(self._waiting)
        self._waiting.clear()

    def keep_through(self, row_number: int) -> None:
        """Drop the entries of rows after ``row_number``, and half-written ones; 0 drops all."""
        self._waiting = [cells for cells in self._waiting if _number(cells) <= row_number]
        kept = [cells for cells in self._entries() if _number(cells) <= row_number]
        self._written = 0
        if not kept:
            self._put_aside()
            return
        waiting, self._waiting = self._waiting, kept
        target, self.path = self.path, self.path.with_suffix(".part")
        self.path.unlink(missing_ok=True)
        try:
            self.flush()
            self.path.replace(target)
        finally:
            self.path, self._waiting = target, waiting

    def _put_aside(self) -> None:
        """Keep what an earlier run left, in case somebody has begun to mend it; ``mended_before`` compares."""
        if self.path.exists():
            self.path.replace(self._before)

    def mended_before(self) -> Path | None:
        """At the end of a run: what an earlier run left when it differs from this one's file, else None."""
        if not self._before.exists():
            return None
        if self.path.exists() and self.path.read_bytes() == self._before.read_bytes():
            self._before.unlink()
            return None
        return self._before

    def _entries(self) -> Iterator[list[str]]:
        """The whole entries in the file; a record cut off by a kill has too few cells."""
        if not self.path.exists():
            return
        with self.path.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
            for cells in csv.reader(stream):
                if len(cells) == len(self._columns) + len(COLUMNS) and cells[-4].isdecimal():
                    yield cells


def _number(cells: list[str]) -> int:
    return int(cells[-len(COLUMNS)])

"""Anchors: which calls are at a thing that calls can share, by time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from ingest.settle.memory.calls import PUT_ENTRY, Entry, indexed_to, transaction

Ints = npt.NDArray[np.int64]

#: Calls whose anchors are sorted and written together.
_CALLS_AT_ONCE = 200_000
_ENTRIES_AT_ONCE = 100_000


class AnchorTable:
    """The table of anchors: those of each call, and its caller's."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def index(self) -> None:
        """Make the anchors of all calls findable that were put since the last time.

        Sorted before they are written, because a table in order is filled many times faster than at random. In
        transactions of its own unless one is open.
        """
        done = indexed_to(self._connection)
        last = int(self._connection.execute("SELECT coalesce(max(row), 0) FROM calls").fetchone()[0])
        while done < last:
            upto = min(done + _CALLS_AT_ONCE, last)
            with transaction(self._connection):
                self._connection.executemany(PUT_ENTRY, self._sorted(done, upto))
                self._connection.execute("INSERT OR REPLACE INTO facts VALUES ('indexed', ?)", (str(upto),))
            done = upto

    def _sorted(self, after: int, upto: int) -> Iterator[Entry]:
        found = self._connection.execute(
            "SELECT row, at_s, anchors FROM calls WHERE row > ? AND row <= ? ORDER BY row", (after, upto)
        ).fetchall()
        held = [np.frombuffer(numbers, dtype=np.int64) for _, _, numbers in found]
        if not held:
            return
        lengths = [len(numbers) for numbers in held]
        anchor: Ints = np.concatenate(held)
        row = np.repeat(np.array([row for row, _, _ in found], dtype=np.int64), lengths)
        at_s = np.repeat(np.array([at_s for _, at_s, _ in found], dtype=np.int64), lengths)
        order = np.lexsort((row, at_s, anchor))
        for start in range(0, len(order), _ENTRIES_AT_ONCE):
            lot = order[start : start + _ENTRIES_AT_ONCE]
            yield from zip(anchor[lot].tolist(), at_s[lot].tolist(), row[lot].tolist(), strict=True)

    def before(self, number: int, at_s: int, reach_s: int, least: int) -> list[int]:
        """Rows at the anchor from ``reach_s`` before ``at_s`` up to it, the latest first.

        At least ``least`` of those there are, and all of the same second as the last of them.
        """
        found = self._connection.execute(
            "SELECT at_s, row FROM anchors WHERE anchor = ? AND at_s BETWEEN ? AND ? ORDER BY at_s DESC",
            (number, at_s - reach_s, at_s),
        )
        return _at_least(found, least)

    def after(self, number: int, at_s: int, reach_s: int, least: int) -> list[int]:
        """The same for what came after, the earliest first."""
        found = self._connection.execute(
            "SELECT at_s, row FROM anchors WHERE anchor = ? AND at_s BETWEEN ? AND ? ORDER BY at_s",
            (number, at_s, at_s + reach_s),
        )
        return _at_least(found, least)

    def at(self, number: int) -> list[int]:
        """Every row at the anchor."""
        return [row for (row,) in self._connection.execute("SELECT row FROM anchors WHERE anchor = ?", (number,))]

    def at_both(self, rare: int, other: int) -> list[int]:
        """Every row at both anchors; looked up in the order of the first."""
        found = self._connection.execute(
            "SELECT one.row FROM anchors one WHERE one.anchor = ? AND EXISTS (SELECT 1 FROM anchors other "
            "WHERE other.anchor = ? AND other.at_s = one.at_s AND other.row = one.row)",
            (rare, other),
        )
        return [row for (row,) in found]


def _at_least(found: Iterable[tuple[int, int]], least: int) -> list[int]:
    rows: list[int] = []
    last = None
    for at_s, row in found:
        if len(rows) >= least and at_s != last:
            break
        rows.append(row)
        last = at_s
    return rows

"""Which calls have changed: told to the other processes, each of which keeps some at hand and reads those anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable

#: Changes kept for others to read; one who missed some, or in whose absence more changed at once, reads all anew.
_KEPT, _AT_ONCE = 20_000, 2_000
_EVERYTHING = -1


class Changes:
    """The table of changes. What is noted in a transaction is written with it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._rows: set[int] | None = set()
        self._seen = self._mine = self._last()

    def note(self, rows: Collection[int] | None) -> None:
        """These calls, or all (None), are not what they were."""
        if rows is None or self._rows is None:
            self._rows = None
        else:
            self._rows.update(rows)

    @property
    def everything(self) -> bool:
        """Whether it was noted that all are, so that nothing more need be."""
        return self._rows is None

    def write(self) -> None:
        """Write what was noted, in the transaction that changes it."""
        if self._rows is None or len(self._rows) > _AT_ONCE:
            self._connection.execute("DELETE FROM changes")
            self._put([_EVERYTHING])
        elif self._rows:
            self._put(sorted(self._rows))
            self._connection.execute("DELETE FROM changes WHERE number <= ?", (self._last() - _KEPT,))
        self._mine = self._last()

    def written(self) -> None:
        """The transaction is committed."""
        self._rows, self._seen = set(), self._mine

    def undone(self) -> set[int] | None:
        """The transaction was rolled back; the calls noted in it, None for all."""
        noted, self._rows = self._rows, set()
        return noted

    def by_others(self) -> set[int] | None:
        """The calls that others changed since this was asked the last time; None: perhaps all."""
        sql = "SELECT number, row FROM changes WHERE number > ? ORDER BY number"
        found = self._connection.execute(sql, (self._seen,)).fetchall()
        if not found:
            return set()
        missed = found[0][0] != self._seen + 1
        self._seen = found[-1][0]
        rows = {row for _, row in found}
        return None if missed or _EVERYTHING in rows else rows

    def _put(self, rows: Iterable[int]) -> None:
        self._connection.executemany("INSERT INTO changes (row) VALUES (?)", ((row,) for row in rows))

    def _last(self) -> int:
        """The number of the last change there ever was."""
        found = self._connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
        return int(found[0]) if found else 0

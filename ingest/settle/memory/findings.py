"""Findings: who called, and what about, of each call; the graph says the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import Anchor
from ingest.settle.memory.calls import DROP_ENTRY, PUT_ENTRY, Calls, Entry, parts, places
from ingest.settle.standing import Matter


class FindingTable:
    """The table of findings; who called is an anchor too."""

    def __init__(self, connection: sqlite3.Connection, calls: Calls) -> None:
        self._connection, self._calls = connection, calls

    def put_callers(self, callers: Sequence[tuple[int, str]]) -> None:
        """Keep who called: (row, caller's key or '')."""
        stale: list[Entry] = []
        fresh: list[Entry] = []
        for part in parts(callers):
            now = dict(part)
            sql = "SELECT c.row, c.at_s, f.caller FROM calls c LEFT JOIN findings f ON f.row = c.row WHERE c.row IN "
            for row, at_s, was in self._connection.execute(f"{sql}({places(part)})", list(now)):
                if now[row] != (was or ""):
                    stale += [(_number(was), at_s, row)] if was else []
                    fresh += [(_number(now[row]), at_s, row)] if now[row] else []
        self._connection.executemany(DROP_ENTRY, sorted(stale))
        self._connection.executemany(PUT_ENTRY, sorted(fresh))
        self._connection.executemany(
            "INSERT INTO findings (row, caller) VALUES (?, ?) ON CONFLICT DO UPDATE SET caller = excluded.caller",
            callers,
        )
        self._calls.changed([row for row, _ in callers])

    def put_matters(self, matters: Sequence[Matter]) -> None:
        """Keep what calls are about."""
        self._connection.executemany(
            "INSERT INTO findings (row, dispute, score, reasons, decided_by) VALUES (?, ?, ?, ?, ?) ON CONFLICT "
            "DO UPDATE SET dispute = excluded.dispute, score = excluded.score, reasons = excluded.reasons, "
            "decided_by = excluded.decided_by",
            matters,
        )
        self._calls.now_about(matters)

    def clear(self) -> None:
        """Forget all findings."""
        rows = self._connection.execute("SELECT row FROM findings WHERE caller <> ''").fetchall()
        self.put_callers([(row, "") for (row,) in rows])
        self._connection.execute("DELETE FROM findings")
        self._calls.changed()

    def of_disputes(self, disputes: Sequence[str]) -> set[int]:
        """The rows of the calls that are about any of the disputes."""
        found: set[int] = set()
        for part in parts(disputes):
            sql = f"SELECT row FROM findings WHERE dispute <> '' AND dispute IN ({places(part)})"
            found.update(row for (row,) in self._connection.execute(sql, part))
        return found

    def is_taken(self, dispute: str) -> bool:
        """Whether any call is about the dispute."""
        return bool(self.of_disputes([dispute]))

    def every(self) -> Iterator[tuple[int, str, str]]:
        """(row, id, dispute) of all calls that are about one."""
        yield from self._connection.execute(
            "SELECT f.row, c.id, f.dispute FROM findings f JOIN calls c ON c.row = f.row WHERE f.dispute <> ''"
        )


def _number(caller: str) -> int:
    return anchor_number(Anchor("caller", caller))

"""Findings: who called, and what about, of each call; the graph says the same."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from typing import NamedTuple

from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import Anchor
from ingest.settle.memory.calls import DROP_ENTRY, PUT_ENTRY, Entry, parts, places


class Finding(NamedTuple):
    """What was found about the call in a row; ``caller`` and ``dispute`` are '' for none."""

    row: int
    caller: str
    dispute: str
    score: float
    reasons: str
    decided_by: str


def _number(caller: str) -> int:
    return anchor_number(Anchor("caller", caller))


class FindingTable:
    """The table of findings."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, findings: Sequence[Finding]) -> None:
        """Keep what was found, in place of earlier findings about the same calls; who called is an anchor too."""
        stale: list[Entry] = []
        fresh: list[Entry] = []
        for part in parts(findings):
            now = {finding.row: finding.caller for finding in part}
            sql = "SELECT c.row, c.at_s, f.caller FROM calls c LEFT JOIN findings f ON f.row = c.row WHERE c.row IN "
            for row, at_s, was in self._connection.execute(f"{sql}({places(part)})", list(now)):
                if now[row] != (was or ""):
                    stale += [(_number(was), at_s, row)] if was else []
                    fresh += [(_number(now[row]), at_s, row)] if now[row] else []
        self._connection.executemany(DROP_ENTRY, sorted(stale))
        self._connection.executemany(PUT_ENTRY, sorted(fresh))
        self._connection.executemany("INSERT OR REPLACE INTO findings VALUES (?, ?, ?, ?, ?, ?)", findings)

    def clear(self) -> None:
        """Forget all findings."""
        self.put([Finding(row, "", "", 0.0, "", "") for (row,) in self._connection.execute("SELECT row FROM findings")])
        self._connection.execute("DELETE FROM findings")

    def of_dispute(self, disputes: Sequence[str]) -> set[int]:
        """The rows of the calls that are about any of the disputes."""
        found: set[int] = set()
        for part in parts(disputes):
            sql = f"SELECT row FROM findings WHERE dispute <> '' AND dispute IN ({places(part)})"
            found.update(row for (row,) in self._connection.execute(sql, part))
        return found

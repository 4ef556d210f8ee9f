"""Links: pairs of calls that resemble each other, by row numbers; all that are above ``keep``, shown or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ingest.settle.memory.calls import parts, places

_COLUMNS = "later, earlier, score, reasons"
_ENDS = ("later", "earlier")


class Tie(NamedTuple):
    """A link between rows: ``score`` in log-odds, ``reasons`` with blanks between."""

    later: int
    earlier: int
    score: float
    reasons: str


class LinkTable:
    """The table of links."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def put(self, ties: Iterable[Tie]) -> None:
        """Keep links; one between the same calls is replaced."""
        self._connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", ties)

    def drop(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Forget links by (later, earlier)."""
        self._connection.executemany("DELETE FROM links WHERE later = ? AND earlier = ?", pairs)

    def clear(self) -> None:
        """Forget all links."""
        self._connection.execute("DELETE FROM links")

    def above(self, score: float) -> list[tuple[int, int]]:
        """(later, earlier) of all links above the score."""
        return self._connection.execute("SELECT later, earlier FROM links WHERE score > ?", (score,)).fetchall()

    def every(self) -> Iterator[Tie]:
        """All links, by (later, earlier). Not to be changed meanwhile."""
        yield from map(Tie._make, self._connection.execute(f"SELECT {_COLUMNS} FROM links"))

    def inside_disputes(self) -> Iterator[Tie]:
        """All links between calls about one dispute, by (later, earlier). Not to be changed meanwhile."""
        sql = (
            "SELECT l.later, l.earlier, l.score, l.reasons FROM links l "
            "JOIN findings f ON f.row = l.later JOIN findings g ON g.row = l.earlier "
            "WHERE f.dispute = g.dispute AND f.dispute <> ''"
        )
        yield from map(Tie._make, self._connection.execute(sql))

    def nearest_apart(self, most: int) -> list[Tie]:
        """Of every two matters that a link leads across, the strongest such link; those nearest 0 first."""
        sql = (
            "SELECT later, earlier, score, reasons FROM ("
            "SELECT later, earlier, max(score) AS score, reasons FROM ("
            "SELECT l.later, l.earlier, l.score, l.reasons, "
            "coalesce(nullif(f.dispute, ''), '#' || l.later) AS one, "
            "coalesce(nullif(g.dispute, ''), '#' || l.earlier) AS other FROM links l "
            "LEFT JOIN findings f ON f.row = l.later LEFT JOIN findings g ON g.row = l.earlier) "
            "WHERE one <> other GROUP BY min(one, other), max(one, other)) "
            "ORDER BY abs(score), later, earlier LIMIT ?"
        )
        return list(map(Tie._make, self._connection.execute(sql, (most,))))

    def weakest_inside(self, below: float, most: int) -> list[Tie]:
        """Of every call that the machine put into a dispute, its best link there when that is weak; nearest 0 first."""
        both = " UNION ".join(_best_inside(end, other) for end, other in (_ENDS, _ENDS[::-1]))
        sql = f"SELECT {_COLUMNS} FROM ({both}) ORDER BY abs(score), later, earlier LIMIT ?2"
        return list(map(Tie._make, self._connection.execute(sql, (below, most))))

    def of(self, rows: Sequence[int]) -> list[Tie]:
        """The links that any of the rows takes part in, each once, by (later, earlier)."""
        found: set[Tie] = set()
        for part in parts(rows):
            for end in ("later", "earlier"):
                sql = f"SELECT {_COLUMNS} FROM links WHERE {end} IN ({places(part)})"
                found.update(map(Tie._make, self._connection.execute(sql, part)))
        return sorted(found)

    def tied(self, rows: Sequence[int], above: float) -> set[int]:
        """The other ends of the links with a score above ``above`` that any of the rows takes part in."""
        found: set[int] = set()
        for part in parts(rows):
            for end, other in (("later", "earlier"), ("earlier", "later")):
                sql = f"SELECT {other} FROM links WHERE {end} IN ({places(part)}) AND score > ?"
                found.update(row for (row,) in self._connection.execute(sql, (*part, above)))
        return found


def _best_inside(end: str, other: str) -> str:
    """The best link inside its dispute of every call at this end of one; ``?1`` is above what it is weak."""
    return (
        f"SELECT l.later, l.earlier, l.score, l.reasons FROM findings f JOIN links l ON l.{end} = f.row "
        f"JOIN findings g ON g.row = l.{other} AND g.dispute = f.dispute "
        "WHERE f.dispute <> '' AND f.decided_by = 'machine' AND f.score < ?1 AND l.score = f.score"
    )

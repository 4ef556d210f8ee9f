"""Links: pairs of calls that resemble each other, by row numbers; all that are above ``keep``, shown or not."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from ingest.settle.memory.calls import parts, places
from ingest.settle.memory.changes import Changes

#: Calls whose links are kept at hand, about 2 KB each; of so many asked for at once none are.
_CACHED, _MANY = 20_000, 2_000
_COLUMNS = "later, earlier, score, reasons"
_ENDS = ("later", "earlier")


class Tie(NamedTuple):
    """A link between rows: ``score`` in log-odds, ``reasons`` with blanks between."""

    later: int
    earlier: int
    score: float
    reasons: str


#: A link, or its ends alone: the later call's row first, then the earlier one's.
_Ends = TypeVar("_Ends", Tie, tuple[int, int])


class LinkTable:
    """The table of links, with a cache of those asked for last."""

    def __init__(self, connection: sqlite3.Connection, changes: Changes) -> None:
        self._connection, self._changes = connection, changes
        self._cache: dict[int, list[Tie]] = {}

    def put(self, ties: Iterable[Tie]) -> None:
        """Keep links; one between the same calls is replaced."""
        self._connection.executemany("INSERT OR REPLACE INTO links VALUES (?, ?, ?, ?)", self._noted(ties))

    def drop(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Forget links by (later, earlier)."""
        sql = "DELETE FROM links WHERE later = ? AND earlier = ?"
        self._connection.executemany(sql, self._noted(pairs))

    def drop_of(self, rows: Collection[int]) -> None:
        """Forget the links that any of the rows takes part in."""
        for part in parts(list(rows)):
            self.drop({(tie.later, tie.earlier) for tie in self.of(part)})

    def clear(self) -> None:
        """Forget all links."""
        self._connection.execute("DELETE FROM links")
        self._changes.note(None)
        self.forget_cached()

    def forget_cached(self, rows: Iterable[int] | None = None) -> None:
        """Read those of these calls, or all, anew when they are asked for the next time."""
        if rows is None:
            self._cache.clear()
        else:
            for row in rows:
                self._cache.pop(row, None)

    def _noted(self, links: Iterable[_Ends]) -> Iterator[_Ends]:
        for ends in links:
            if self._cache or not self._changes.everything:
                both = ends[:2]
                self._changes.note(both)
                self.forget_cached(both)
            yield ends

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

    def of(self, rows: Collection[int]) -> list[Tie]:
        """The links that any of the rows takes part in, each once, by (later, earlier)."""
        ties_of = self._ties_of(rows)
        # One that both ends of are asked for is taken at its later end.
        return sorted(
            tie for row, ties in ties_of.items() for tie in ties if tie.later == row or tie.later not in ties_of
        )

    def tied(self, rows: Collection[int], above: float) -> set[int]:
        """The other ends of the links with a score above ``above`` that any of the rows takes part in."""
        return {
            tie.earlier if tie.later == row else tie.later
            for row, ties in self._ties_of(rows).items()
            for tie in ties
            if tie.score > above
        }

    def _ties_of(self, rows: Collection[int]) -> dict[int, list[Tie]]:
        cache = self._cache
        if len(cache) + len(rows) > _CACHED:
            cache.clear()
        if len(rows) >= _MANY:
            return self._read(list(rows))
        cache.update(self._read([row for row in rows if row not in cache]))
        return {row: cache[row] for row in rows}

    def _read(self, rows: Sequence[int]) -> dict[int, list[Tie]]:
        found: dict[int, list[Tie]] = {row: [] for row in rows}
        for part in parts(rows):
            for end in _ENDS:
                sql = f"SELECT {end}, {_COLUMNS} FROM links WHERE {end} IN ({places(part)})"
                for row, *tie in self._connection.execute(sql, part):
                    found[row].append(Tie._make(tie))
        return found


def _best_inside(end: str, other: str) -> str:
    """The best link inside its dispute of every call at this end of one; ``?1`` is above what it is weak."""
    return (
        f"SELECT l.later, l.earlier, l.score, l.reasons FROM findings f JOIN links l ON l.{end} = f.row "
        f"JOIN findings g ON g.row = l.{other} AND g.dispute = f.dispute "
        "WHERE f.dispute <> '' AND f.decided_by = 'machine' AND f.score < ?1 AND l.score = f.score"
    )

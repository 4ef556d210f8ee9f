"""Single calls against the earlier ones they share something with: what ``link_all`` finds, in a few milliseconds.

What a call is compared by is made once and kept under its row number, until it is told that the call says something
else now.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np

from ingest.resolve.anchors import KINDS, Anchor
from ingest.resolve.candidates import Ints, Pairs
from ingest.resolve.columns import GrowingColumns
from ingest.resolve.links import Weighed, weigh
from ingest.resolve.profile import Profile
from ingest.resolve.weights import standard

#: Calls that are kept, about 1.4 KB each; when there are more, the half kept first is let go of.
_KEPT = 60_000
_MOST = np.iinfo(np.int8).max
_KIND = {kind: number for number, kind in enumerate(KINDS)}


#: A call's row number, and for each of its anchors those of the calls before it there, the latest first: at most
#: ``CAPS[kind]``, within the look-back.
Compared = tuple[int, Mapping[Anchor, Sequence[int]]]


class Comparing:
    """Compares single calls by what it keeps of them."""

    def __init__(self) -> None:
        self._columns = GrowingColumns()
        #: Row number -> its place among all that were ever put.
        self._places: dict[int, int] = {}
        self._let_go = 0

    def missing(self, rows: Collection[int]) -> list[int]:
        """Those of the calls that nothing is kept of; there is room for them."""
        if len(self._columns) + len(rows) > _KEPT:
            self._let_go_of(len(self._columns) // 2)
        return [row for row in rows if row not in self._places]

    def put(self, profiles: Mapping[int, Profile]) -> None:
        """Keep what these calls, by row number, are compared by."""
        if profiles:
            first = self._let_go + len(self._columns)
            self._columns.add(list(profiles.values()))
            self._places.update((row, first + at) for at, row in enumerate(profiles))

    def forget(self, rows: Iterable[int] | None = None) -> None:
        """Let go of what is kept of these calls, or of all."""
        if rows is None:
            self._columns, self._places, self._let_go = GrowingColumns(), {}, 0
        else:
            for row in rows:
                self._places.pop(row, None)

    def links(self, calls: Sequence[Compared]) -> Weighed:
        """The links from each of the calls to those before it, by row numbers; all are kept (``put``)."""
        weighed = weigh(self._columns.columns(), Pairs.together([self._pairs(*call) for call in calls]), standard())
        rows = {row for call, at in calls for row in (call, *(row for there in at.values() for row in there))}
        row_of = {self._places[row] - self._let_go: row for row in rows}
        later, earlier = (
            np.array([row_of[place] for place in places.tolist()], dtype=np.int64)
            for places in (weighed.later, weighed.earlier)
        )
        return Weighed(later, earlier, weighed.scores, weighed.reasons)

    def _pairs(self, call: int, predecessors: Mapping[Anchor, Sequence[int]]) -> Pairs:
        """The pairs of the call with the earlier ones; see ``Pairs`` for what is counted at each anchor."""
        place = {row: at for at, row in enumerate({row: None for rows in predecessors.values() for row in rows})}
        counts = np.full((len(place), len(KINDS)), -1, dtype=np.int8)
        back, shared = counts.copy(), np.zeros_like(counts)
        for anchor, rows in predecessors.items():
            kind, number = _KIND[anchor.kind], len(rows)
            for step, row in enumerate(rows, start=1):
                at = place[row]
                counts[at, kind] = number if counts[at, kind] < 0 else min(number, counts[at, kind])
                back[at, kind] = step if back[at, kind] < 0 else min(step, back[at, kind])
                shared[at, kind] = min(shared[at, kind] + 1, _MOST)
        later = np.full(len(place), self._places[call] - self._let_go, dtype=np.int64)
        return Pairs(later, self._at(place), counts, back, shared)

    def _at(self, rows: Collection[int]) -> Ints:
        return np.array([self._places[row] - self._let_go for row in rows], dtype=np.int64)

    def _let_go_of(self, count: int) -> None:
        self._columns.forget(count)
        self._let_go += count
        self._places = {row: place for row, place in self._places.items() if place >= self._let_go}

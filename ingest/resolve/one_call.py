"""Single calls against the earlier ones they share something with: what ``link_all`` finds, in a few milliseconds.

What calls are compared by is made once a call and kept, so that the same earlier calls cost nothing the next time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from ingest.resolve.anchors import KINDS, Anchor
from ingest.resolve.candidates import Pairs
from ingest.resolve.columns import GrowingColumns
from ingest.resolve.links import Link, weigh
from ingest.resolve.profile import Profile
from ingest.resolve.weights import standard

#: Calls that are kept, about 1 KB each; then those kept first are made anew when they are asked for.
_KEPT = 40_000
_MOST = np.iinfo(np.int8).max
_KIND = {kind: number for number, kind in enumerate(KINDS)}


#: A call, and for each of its anchors the calls before it there, the latest first: at most ``CAPS[kind]``, within the
#: look-back.
Compared = tuple[Profile, Mapping[Anchor, Sequence[Profile]]]


class Comparing:
    """Compares single calls; keeps what it made of each profile it was given, as long as that is the same object."""

    def __init__(self) -> None:
        self._columns = GrowingColumns()
        self._held: dict[str, tuple[int, Profile]] = {}

    def links(self, calls: Sequence[Compared]) -> list[Link]:
        """The links from each of the calls to those before it, call by call, by the earlier one's time."""
        profiles: dict[str, Profile] = {}
        earlier: list[list[str]] = []
        for profile, predecessors in calls:
            before = {other.id: other for others in predecessors.values() for other in others}
            earlier.append(sorted(before, key=lambda i: before[i].order))
            profiles |= {profile.id: profile} | before
        row_of = self._rows(profiles)
        pairs = [
            _pairs(row_of, profile.id, before, predecessors)
            for (profile, predecessors), before in zip(calls, earlier, strict=True)
            if before
        ]
        if not pairs:
            return []
        weighed = weigh(self._columns.columns(), Pairs.together(pairs), standard())
        id_of = {row: i for i, row in row_of.items()}
        ends = zip(weighed.later.tolist(), weighed.earlier.tolist(), weighed.scores.tolist(), strict=True)
        return [
            Link(id_of[later], id_of[before], score, reasons)
            for (later, before, score), reasons in zip(ends, weighed.reasons, strict=True)
        ]

    def prepare(self, profiles: Mapping[str, Profile]) -> None:
        """Make now what these calls (by id) are compared by."""
        self._rows(profiles)

    def _rows(self, profiles: Mapping[str, Profile]) -> dict[str, int]:
        """The row of each profile among the columns; those that are not there yet are added."""
        if len(self._columns) + len(profiles) > _KEPT:
            self._columns, self._held = GrowingColumns(), {}
        fresh = [p for i, p in profiles.items() if (held := self._held.get(i)) is None or held[1] is not p]
        if fresh:
            first = len(self._columns)
            self._columns.add(fresh)
            self._held.update((p.id, (first + at, p)) for at, p in enumerate(fresh))
        return {i: self._held[i][0] for i in profiles}


def _pairs(
    row_of: Mapping[str, int], call: str, earlier: Sequence[str], predecessors: Mapping[Anchor, Sequence[Profile]]
) -> Pairs:
    """The pairs of the call with the earlier ones; see ``Pairs`` for what is counted at each anchor."""
    place = {i: at for at, i in enumerate(earlier)}
    counts = np.full((len(place), len(KINDS)), -1, dtype=np.int8)
    back, shared = counts.copy(), np.zeros_like(counts)
    for anchor, others in predecessors.items():
        kind, number = _KIND[anchor.kind], len(others)
        for step, other in enumerate(others, start=1):
            at = place[other.id]
            counts[at, kind] = number if counts[at, kind] < 0 else min(number, counts[at, kind])
            back[at, kind] = step if back[at, kind] < 0 else min(step, back[at, kind])
            shared[at, kind] = min(shared[at, kind] + 1, _MOST)
    later = np.full(len(place), row_of[call], dtype=np.int64)
    return Pairs(later, np.array([row_of[i] for i in earlier], dtype=np.int64), counts, back, shared)

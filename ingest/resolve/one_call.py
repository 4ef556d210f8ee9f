"""One call against the earlier ones it shares something with: what ``link_all`` finds for it, in a few milliseconds.

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


class Comparing:
    """Compares single calls; keeps what it made of each profile it was given, as long as that is the same object."""

    def __init__(self) -> None:
        self._columns = GrowingColumns()
        self._held: dict[str, tuple[int, Profile]] = {}

    def links(self, profile: Profile, predecessors: Mapping[Anchor, Sequence[Profile]]) -> list[Link]:
        """The links from ``profile`` to earlier calls, by the earlier one's time.

        Args:
            predecessors: for each of its anchors the calls before it there, the latest first, as many as are
                compared: at most ``CAPS[kind]``, within the look-back.
        """
        earlier = {other.id: other for others in predecessors.values() for other in others}
        if not earlier:
            return []
        ordered = sorted(earlier.values(), key=lambda other: other.order)
        rows = self._rows([profile, *ordered])
        place = {other.id: at for at, other in enumerate(ordered)}
        pairs = _pairs(rows, place, predecessors)
        weighed = weigh(self._columns.columns(), pairs, standard())
        of_row = dict(zip(rows[1:], ordered, strict=True))
        ends = zip(weighed.earlier.tolist(), weighed.scores.tolist(), weighed.reasons, strict=True)
        return [Link(profile.id, of_row[row].id, score, reasons) for row, score, reasons in ends]

    def prepare(self, profiles: Sequence[Profile]) -> None:
        """Make now what these calls are compared by."""
        self._rows(profiles)

    def _rows(self, profiles: Sequence[Profile]) -> list[int]:
        """The row of each profile among the columns; those that are not there yet are added."""
        if len(self._columns) + len(profiles) > _KEPT:
            self._columns, self._held = GrowingColumns(), {}
        fresh = [p for p in profiles if (held := self._held.get(p.id)) is None or held[1] is not p]
        if fresh:
            first = len(self._columns)
            self._columns.add(fresh)
            self._held.update((p.id, (first + at, p)) for at, p in enumerate(fresh))
        return [self._held[p.id][0] for p in profiles]


def _pairs(rows: Sequence[int], place: Mapping[str, int], predecessors: Mapping[Anchor, Sequence[Profile]]) -> Pairs:
    """The pairs of the first row with the others; see ``Pairs`` for what is counted at each anchor."""
    counts = np.full((len(place), len(KINDS)), -1, dtype=np.int8)
    back, shared = counts.copy(), np.zeros_like(counts)
    for anchor, others in predecessors.items():
        kind, number = _KIND[anchor.kind], len(others)
        for step, other in enumerate(others, start=1):
            at = place[other.id]
            counts[at, kind] = number if counts[at, kind] < 0 else min(number, counts[at, kind])
            back[at, kind] = step if back[at, kind] < 0 else min(step, back[at, kind])
            shared[at, kind] = min(shared[at, kind] + 1, _MOST)
    later = np.full(len(place), rows[0], dtype=np.int64)
    return Pairs(later, np.array(rows[1:], dtype=np.int64), counts, back, shared)

"""Candidates: which earlier calls a call is compared with, and how rare what they share is.

Calls come in time order. For every anchor kind a pair carries how many earlier calls the later one
had at the rarest anchor of that kind that the two share, at most the kind's cap, how many calls back the earlier one
lies at the nearest, and how many such anchors they share: known when the later call arrives and never changed by
what comes after, so single arrivals and one batch agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.resolve.anchor_numbers import KIND_BITS
from ingest.resolve.anchors import CAPS, KINDS, LOOK_BACK_S, Anchor
from ingest.resolve.compiled import compiled
from ingest.resolve.growing import Growing
from ingest.resolve.numbering import Numbering

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]
Table = npt.NDArray[np.int8]  # (pairs, kinds)

_CAPS: Numbers = np.array([CAPS[kind] for kind in KINDS], dtype=np.int32)
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs: row numbers of the later and earlier call, and a column per anchor kind.

    ``counts``: earlier calls at the rarest shared anchor; ``back``: how many calls back at the nearest one, 1 for the
    latest; both -1 when none is shared. ``shared``: how many anchors of the kind they share.
    """

    later: Ints
    earlier: Ints
    counts: Table
    back: Table
    shared: Table

    def __len__(self) -> int:
        return len(self.later)

    @classmethod
    def together(cls, parts: Sequence[Pairs]) -> Pairs:
        """All pairs of the parts, one part after the other."""
        return cls(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(cls)))

    def part(self, rows: slice | Ints) -> Pairs:
        """The pairs at ``rows``."""
        return Pairs(self.later[rows], self.earlier[rows], self.counts[rows], self.back[rows], self.shared[rows])


class AnchorNumbers:
    """Numbers for anchors, their kind in the low bits, as they come."""

    def __init__(self) -> None:
        self._numbers: dict[Anchor, int] = {}

    def of(self, held: Iterable[Anchor]) -> Ints:
        """The number of each."""
        known = self._numbers
        numbers = [(known.setdefault(anchor, len(known)) << KIND_BITS) | _NUMBER[anchor.kind] for anchor in held]
        return np.array(numbers, dtype=np.int64)


def candidates(anchors: Sequence[Sequence[Anchor]], at_s: Ints, first: int = 0, block: int = 8_000) -> Iterator[Pairs]:
    """Pairs of calls that share an anchor, in blocks of ``block`` later calls.

    Args:
        anchors: those of each call, in time order.
        at_s: epoch seconds of each call, ascending.
        first: the first call that is asked for as the later one.
    """
    numbers, seen = AnchorNumbers(), Predecessors()
    for start in range(0, len(at_s), block):
        part = slice(start, start + block)
        found = seen.add([numbers.of(held) for held in anchors[part]], at_s[part], first=max(0, first - start))
        if first < start + block:
            yield found


class Predecessors:
    """Which calls were at each anchor; learns of calls in time order and forgets the oldest.

    Memory: eight bytes an anchor of each call, and 30 for each different anchor.
    """

    def __init__(self) -> None:
        self._numbers = Numbering()
        self._latest: Numbers = np.empty(0, dtype=np.int32)  # anchor -> its last entry
        self._before, self._row = Growing(np.int32), Growing(np.int32)  # of each entry: the one before it, its call
        self._at_s = Growing(np.int64)

    def add(self, anchors: Sequence[Ints], at_s: Ints, first: int = 0) -> Pairs:
        """The pairs with these calls, from the ``first`` of them on, as the later ones; rows go on from those held."""
        lengths = np.fromiter(map(len, anchors), dtype=np.int64, count=len(anchors))
        keys = np.concatenate([*anchors, np.empty(0, dtype=np.int64)]).astype(np.int64, copy=False)
        entries, _ = self._numbers.number(keys)
        self._widen()
        row = len(self._at_s)
        self._at_s.add(at_s)
        count = len(self._row)
        self._row.add(np.repeat(np.arange(row, row + len(anchors), dtype=np.int32), lengths))
        self._before.add(np.empty(len(entries), dtype=np.int32))
        kinds = (keys & ((1 << KIND_BITS) - 1)).astype(np.int8)
        before = _Before(self._latest, self._before.held, self._row.held, self._at_s.held)
        now = _Now(lengths, entries, kinds, row, count, first)
        later, earlier, *tables = _paired(before, now, _CAPS, LOOK_BACK_S)
        order = np.argsort(later * len(self._at_s) + earlier)
        return Pairs(later[order], earlier[order], *(table[order] for table in tables))

    def forget(self, rows: int) -> None:
        """Let go of the first calls; the others move up."""
        gone = int(np.searchsorted(self._row.held, rows))
        for entries, less in ((self._row, rows), (self._before, gone), (self._at_s, 0)):
            entries.forget(rows if entries is self._at_s else gone)
            entries.held[:] -= less
        np.maximum(self._before.held, -1, out=self._before.held)
        latest = self._latest[: len(self._numbers)] - gone
        kept = latest >= 0
        self._numbers.keep(kept)
        self._latest = latest[kept]

    def _widen(self) -> None:
        if (count := len(self._numbers)) > len(self._latest):
            wider = np.full(max(count, len(self._latest) * 3 // 2), -1, dtype=np.int32)
            wider[: len(self._latest)] = self._latest
            self._latest = wider


class _Before(NamedTuple):
    """What was at the anchors before: see ``Predecessors``."""

    latest: Numbers
    before: Numbers
    row_of: Numbers
    at_s: Ints


class _Now(NamedTuple):
    """New calls: how many anchors each has, these with their kinds, and the first row, entry and call asked for."""

    lengths: Ints
    anchors: Numbers
    kinds: npt.NDArray[np.int8]
    row: int
    entry: int
    first: int


@compiled
def _paired(held: _Before, now: _Now, caps: Numbers, look_back_s: int) -> tuple[Ints, Ints, Table, Table, Table]:
    """One row a pair: per kind the least among the anchors shared, and their number."""
    latest, before, row_of, at_s = held
    lengths, anchors, kinds, row, entry, first = now
    room, count, width = 1024, 0, len(caps)
    later, earlier = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    counts, back, shared = (
        np.empty((room, width), dtype=np.int8),
        np.empty((room, width), dtype=np.int8),
        np.empty((room, width), dtype=np.int8),
    )
    found = np.full(len(at_s), -1, dtype=np.int64)  # earlier call -> the pair it is in with the present later one
    at = 0
    for index in range(len(lengths)):
        here, begin = row + index, count
        for own in range(at, at + lengths[index]) if index >= first else range(0):
            anchor, kind = anchors[own], kinds[own]
            steps, there = 0, latest[anchor]
            while there >= 0 and steps < caps[kind] and at_s[here] - at_s[row_of[there]] <= look_back_s:
                steps += 1
                there = before[there]
            there = latest[anchor]
            for step in range(1, steps + 1):
                other = row_of[there]
                pair = found[other]
                if pair < 0:
                    if count == room:
                        room *= 2
                        later, earlier = _wider(later, room), _wider(earlier, room)
                        counts, back, shared = _taller(counts, room), _taller(back, room), _taller(shared, room)
                    pair = count
                    count += 1
                    found[other] = pair
                    later[pair], earlier[pair] = here, other
                    counts[pair], back[pair], shared[pair] = -1, -1, 0
                if counts[pair, kind] < 0 or steps < counts[pair, kind]:
                    counts[pair, kind] = steps
                if back[pair, kind] < 0 or step < back[pair, kind]:
                    back[pair, kind] = step
                shared[pair, kind] = min(shared[pair, kind] + 1, 127)
                there = before[there]
        for pair in range(begin, count):
            found[earlier[pair]] = -1
        for own in range(at, at + lengths[index]):
            before[entry + own] = latest[anchors[own]]
            latest[anchors[own]] = entry + own
        at += lengths[index]
    return later[:count], earlier[:count], counts[:count], back[:count], shared[:count]


@compiled
def _wider(values: Ints, room: int) -> Ints:
    wider = np.empty(room, dtype=values.dtype)
    wider[: len(values)] = values
    return wider


@compiled
def _taller(values: Table, room: int) -> Table:
    taller = np.empty((room, values.shape[1]), dtype=values.dtype)
    taller[: len(values)] = values
    return taller

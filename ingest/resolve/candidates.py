"""Candidates: which earlier calls a call is compared with, and how rare what they share is.

Calls are numbered in time order. For every anchor kind a pair carries how many earlier calls the later one
had at the rarest anchor of that kind that the two share, at most the kind's cap, how many calls back the earlier one
lies at the nearest, and how many such anchors they share: known when the later call arrives and never changed by
what comes after, so single arrivals and one batch agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ingest.resolve.anchors import CAPS, KINDS, LOOK_BACK_S, Anchor

Ints = npt.NDArray[np.int64]

_CAPS: Ints = np.array([CAPS[kind] for kind in KINDS], dtype=np.int64)
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}
_COUNT_BITS = 6  # every cap fits


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidate pairs: row numbers of the later and earlier call, and a column per anchor kind.

    ``counts``: earlier calls at the rarest shared anchor; ``back``: how many calls back at the nearest one, 1 for the
    latest; both -1 when none is shared. ``shared``: how many anchors of the kind they share.
    """

    later: Ints
    earlier: Ints
    counts: npt.NDArray[np.int8]  # (pairs, kinds)
    back: npt.NDArray[np.int8]
    shared: npt.NDArray[np.int8]

    def __len__(self) -> int:
        return len(self.later)

    def part(self, rows: slice) -> Pairs:
        """The pairs at ``rows``."""
        return Pairs(self.later[rows], self.earlier[rows], self.counts[rows], self.back[rows], self.shared[rows])


def candidates(anchors: Sequence[Sequence[Anchor]], at_s: Ints, first: int = 0, block: int = 8_000) -> Iterator[Pairs]:
    """Pairs of calls that share an anchor, in blocks of ``block`` later calls.

    Args:
        anchors: those of each call, in time order.
        at_s: epoch seconds of each call, ascending.
        first: the first call that is asked for as the later one.
    """
    entries = _Entries.of(anchors, at_s)
    for start in range(first, len(at_s), block):
        yield _pairs(entries, start, min(start + block, len(at_s)))


@dataclass(frozen=True, slots=True)
class _Entries:
    """(anchor, call) pairs sorted by anchor then time."""

    anchor: Ints
    kind: npt.NDArray[np.int8]
    row: Ints
    at_s: Ints

    @classmethod
    def of(cls, anchors: Sequence[Sequence[Anchor]], at_s: Ints) -> _Entries:
        numbers: dict[Anchor, int] = {}
        anchor = np.array([numbers.setdefault(a, len(numbers)) for held in anchors for a in held], dtype=np.int64)
        kinds = np.array([_NUMBER[a.kind] for a in numbers], dtype=np.int8)
        row = np.repeat(np.arange(len(anchors), dtype=np.int64), [len(held) for held in anchors])
        order = np.argsort(anchor, kind="stable")  # rows are ascending already
        anchor, row = anchor[order], row[order]
        return cls(anchor, kinds[anchor] if len(anchor) else kinds, row, at_s[row])


def _pairs(entries: _Entries, first: int, last: int) -> Pairs:
    where = np.flatnonzero((entries.row >= first) & (entries.row < last))
    kinds = entries.kind[where]
    reach = _CAPS[kinds]
    counts = np.zeros(len(where), dtype=np.int64)
    found: list[tuple[Ints, Ints]] = []  # index into where, position of the predecessor
    alive = np.arange(len(where))
    for steps in range(1, int(_CAPS.max()) + 1):
        alive = alive[(reach[alive] >= steps) & (where[alive] >= steps)]
        here, there = where[alive], where[alive] - steps
        same = entries.anchor[here] == entries.anchor[there]
        same &= entries.at_s[here] - entries.at_s[there] <= LOOK_BACK_S
        alive = alive[same]
        if not len(alive):
            break
        counts[alive] += 1
        found.append((alive, there[same]))
    if not found:
        none = np.empty((0, len(KINDS)), np.int8)
        return Pairs(np.empty(0, np.int64), np.empty(0, np.int64), none, none, none)
    index = np.concatenate([alive for alive, _ in found])
    earlier = entries.row[np.concatenate([there for _, there in found])]
    back = np.repeat(np.arange(1, len(found) + 1, dtype=np.int64), [len(alive) for alive, _ in found])
    return _by_pair(entries.row[where][index], earlier, kinds[index], counts[index], back)


def _by_pair(later: Ints, earlier: Ints, kinds: npt.NDArray[np.int8], counts: Ints, back: Ints) -> Pairs:
    """One row a pair: per kind the least among the anchors shared, and their number."""
    size = int(later.max()) + 1
    key = later * size + earlier
    unique = np.unique(key)
    rarest = np.full((len(unique), len(KINDS)), -1, dtype=np.int8)
    nearest, shared = rarest.copy(), np.zeros_like(rarest)
    for kind in np.unique(kinds):
        chosen = kinds == kind
        for value, table in ((counts, rarest), (back, nearest)):
            packed = np.sort((key[chosen] << _COUNT_BITS) | value[chosen])
            of_pair, least = packed >> _COUNT_BITS, packed & ((1 << _COUNT_BITS) - 1)
            head = np.flatnonzero(np.r_[True, of_pair[1:] != of_pair[:-1]])
            table[np.searchsorted(unique, of_pair[head]), kind] = least[head]
        number = np.diff(np.r_[head, len(of_pair)])
        shared[np.searchsorted(unique, of_pair[head]), kind] = np.minimum(number, np.iinfo(np.int8).max)
    return Pairs(unique // size, unique % size, rarest, nearest, shared)

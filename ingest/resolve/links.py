"""Links: pairs of calls with their score and the reasons for it, in bulk or for one new call."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from ingest.resolve.anchors import CAPS, LOOK_BACK_S, Anchor, anchors
from ingest.resolve.candidates import AnchorNumbers, Ints, Pairs, Predecessors
from ingest.resolve.columns import Columns, GrowingColumns
from ingest.resolve.evidence import evidence
from ingest.resolve.profile import Profile
from ingest.resolve.scoring import Scores, reasons, score
from ingest.resolve.weights import Weights, standard

#: Calls taken at once.
BLOCK = 8_000
#: Calls in time order, with the numbers of their anchors.
Block = tuple[Sequence[Profile], Sequence[Ints]]

_CHUNK = 32_000  # pairs weighed at once
_WEIGHING = 2  # threads that weigh
_AHEAD = 3  # chunks that wait to be weighed
_SWITCH_S = 0.0005


class Link(NamedTuple):
    """Two calls that may be about the same demand: ``score`` in log-odds, ``reasons`` 'code:+2.1', strongest first."""

    later_id: str
    earlier_id: str
    score: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Weighed:
    """Links by the numbers of their calls, in the order in which calls were given, from 0; sorted by later, earlier."""

    later: Ints
    earlier: Ints
    scores: Scores
    reasons: Sequence[tuple[str, ...]]


def link_all(profiles: Sequence[Profile], weights: Weights | None = None) -> list[Link]:
    """Every link among ``profiles`` (in any order), sorted by the later call's time, then the earlier's."""
    ordered = sorted(profiles, key=lambda profile: profile.order)
    numbers = AnchorNumbers()
    parts = (ordered[start : start + BLOCK] for start in range(0, len(ordered), BLOCK))
    blocks = ((part, [numbers.of(anchors(profile)) for profile in part]) for part in parts)
    return [link for weighed in links_of_blocks(blocks, weights=weights) for link in _links(ordered, weighed)]


def link_one(
    profile: Profile, predecessors: Mapping[Anchor, Sequence[Profile]], weights: Weights | None = None
) -> list[Link]:
    """The links from ``profile`` to earlier calls, exactly those ``link_all`` finds for it.

    Args:
        profile: the later call.
        predecessors: for each of its anchors the calls there, at least the most recent ``CAPS[kind]`` within
            the look-back; more, or later ones, do no harm.
    """
    mine = anchors(profile)
    at: dict[str, list[Anchor]] = {}
    known: dict[str, Profile] = {}
    for anchor in mine:
        for other in recent(profile, anchor, predecessors.get(anchor, ())):
            at.setdefault(other.id, []).append(anchor)
            known[other.id] = other
    if not known:
        return []
    ordered = [*sorted(known.values(), key=lambda other: other.order), profile]
    numbers, seen = AnchorNumbers(), Predecessors()
    columns = Columns.of(ordered)
    held = [numbers.of(at.get(call.id, mine)) for call in ordered]
    found = seen.add(held, columns.at_s, first=len(ordered) - 1)
    return list(_links(ordered, weigh(columns, found, weights or standard())))


def recent(profile: Profile, anchor: Anchor, others: Sequence[Profile]) -> list[Profile]:
    """Those of ``others`` that ``profile`` is compared with at ``anchor``: before it, within reach, the latest."""
    before = [other for other in others if other.order < profile.order and profile.at_s - other.at_s <= LOOK_BACK_S]
    return sorted(before, key=lambda other: other.order)[-CAPS[anchor.kind] :]


def links_of_blocks(blocks: Iterable[Block], weights: Weights | None = None) -> Iterator[Weighed]:
    """The links of calls that come in time order, block by block.

    Pairs are weighed by threads of their own, mostly in compiled loops, while this one takes the next block in.
    Memory: what the calls of the look-back are compared by, about 1.4 KB each, however many calls come.
    """
    rules, window = weights or standard(), Window()
    waiting: deque[Future[Weighed]] = deque()
    with ThreadPoolExecutor(max_workers=_WEIGHING) as weighing, _quick_to_switch():
        for profiles, numbers in blocks:
            columns, found, base = window.add(profiles, numbers)
            for start in range(0, len(found), _CHUNK):
                part = found.part(slice(start, start + _CHUNK))
                waiting.append(weighing.submit(weigh, columns, part, rules, base))
            while len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


@contextmanager
def _quick_to_switch() -> Iterator[None]:
    """Threads that leave Python's lock for compiled loops again and again get it back soon."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH_S)
    try:
        yield
    finally:
        sys.setswitchinterval(before)


class Window:
    """The calls that later ones can still be compared with."""

    def __init__(self) -> None:
        self._columns, self._seen = GrowingColumns(), Predecessors()
        self._forgotten = 0

    def add(self, profiles: Sequence[Profile], anchors_of: Sequence[Ints]) -> tuple[Columns, Pairs, int]:
        """The calls held now, the pairs in which the new ones are the later, and how many calls were forgotten."""
        self._forget(profiles[0].at_s - LOOK_BACK_S)
        self._columns.add(profiles)
        columns = self._columns.columns()
        return columns, self._seen.add(anchors_of, columns.at_s[-len(profiles) :]), self._forgotten

    def _forget(self, before_s: int) -> None:
        """Let go of what lies before, once it is a sixth of all: so each call is moved six times at most."""
        at_s = self._columns.columns().at_s
        stale = int(np.searchsorted(at_s, before_s))
        if stale * 6 > len(at_s):
            self._columns.forget(stale)
            self._seen.forget(stale)
            self._forgotten += stale


def weigh(columns: Columns, pairs: Pairs, weights: Weights, base: int = 0) -> Weighed:
    """The links among ``pairs``; ``base`` is the number of the call in the first row."""
    features = evidence(columns, pairs)
    scores = score(features, weights)
    kept = np.flatnonzero(scores > weights.keep)
    said = reasons(features, weights, kept)
    return Weighed(pairs.later[kept] + base, pairs.earlier[kept] + base, scores[kept], said)


def _links(ordered: Sequence[Profile], weighed: Weighed) -> Iterator[Link]:
    ends = zip(weighed.later.tolist(), weighed.earlier.tolist(), weighed.scores.tolist(), strict=True)
    for (later, earlier, value), said in zip(ends, weighed.reasons, strict=True):
        yield Link(ordered[later].id, ordered[earlier].id, value, said)

"""Scored pairs made into groups, and the cut that makes the best ones on records whose truth is known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from ingest.evaluate.spread import b_cubed, pairwise, verdicts
from ingest.resolve import groups
from ingest.resolve.links import Link
from ingest.resolve.weights import Weights

Rows = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float64]
#: Id -> its group; a call without one stands alone.
Grouping = Mapping[str, str]

JOINED, AVERAGE = "joined up", "average linkage"


@dataclass(frozen=True, slots=True)
class Scored:
    """Pairs of ``ids`` by row, each with a score: the higher, the more alike.

    ``slack``: in average linkage no pair, nor one that is not there, counts more than this below the cut.
    """

    ids: Sequence[str]
    one: Rows
    other: Rows
    score: Scores
    slack: float

    def above(self, least: float) -> Scored:
        """Only the pairs that score at least so much."""
        kept = self.score >= least
        return Scored(self.ids, self.one[kept], self.other[kept], self.score[kept], self.slack)


@dataclass(frozen=True, slots=True)
class Cut:
    """How groups are made of scored pairs: everything tied by a pair at ``at`` or above, or average linkage."""

    how: str
    at: float


def group(scored: Scored, cut: Cut) -> Grouping:
    """The groups of two and more."""
    return joined_up(scored.above(cut.at)) if cut.how == JOINED else average(scored, cut.at)


def joined_up(scored: Scored) -> Grouping:
    """Everything that a chain of pairs ties together."""
    size = len(scored.ids)
    graph = coo_array((np.ones(len(scored.one), dtype=np.int8), (scored.one, scored.other)), shape=(size, size))
    _, labels = connected_components(graph, directed=False)
    return _several(zip(scored.ids, map(str, labels.tolist()), strict=True))


def average(scored: Scored, cut: float) -> Grouping:
    """Our own average linkage: groups join while the mean score of all pairs across them is above ``cut``."""
    near = scored.above(cut - scored.slack)
    ends = zip(near.one.tolist(), near.other.tolist(), (near.score - cut).tolist(), strict=True)
    links = [Link(scored.ids[one], scored.ids[other], value) for one, other, value in ends]
    rules = Weights(bias=0.0, evidence={}, missing=-scored.slack, sure=0.0, clamp=float("inf"), reach=0.0)
    found = groups.settle(scored.ids, links, weights=rules)
    return _several((member, min(members)) for member, members in found.items())


def best_cut(scored: Scored, truth: Mapping[str, str], cuts: Iterable[Cut]) -> Cut:
    """The cut with the best mean of B-cubed F1 and pairwise F1; the first of equals."""
    return max(cuts, key=lambda cut: goodness(group(scored, cut), truth))


def goodness(grouping: Grouping, truth: Mapping[str, str]) -> float:
    """The mean of B-cubed F1 and pairwise F1."""
    judged = list(verdicts(truth, grouping).values())
    return (b_cubed(judged).f1 + pairwise(judged).f1) / 2


def cuts(values: Sequence[float]) -> Iterator[Cut]:
    """Every way of grouping at every value."""
    return (Cut(how, value) for how in (JOINED, AVERAGE) for value in values)


def _several(labels: Iterable[tuple[str, str]]) -> Grouping:
    found = dict(labels)
    count: dict[str, int] = {}
    for label in found.values():
        count[label] = count.get(label, 0) + 1
    return {member: label for member, label in found.items() if count[label] > 1}

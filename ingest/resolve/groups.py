"""Groups: which calls are one dispute, from the links between them and what people decided.

Average linkage: two groups join while the mean score of all pairs across them is surely enough, the best
first, so one link of a hub cannot glue strangers. A pair without a link counts ``missing``. What is left in doubt
gets a second look, group by group. Ties are broken by ids: the order of the input changes nothing.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from ingest.resolve.links import Link
from ingest.resolve.weights import Weights, standard

#: Two sets of ids that a person said are not the same demand.
Apart = tuple[Collection[str], Collection[str]]
#: Whether two sets of ids must not be in one group.
Blocks = Callable[[frozenset[str], frozenset[str]], bool]


class Ties(NamedTuple):
    """The links between two groups: the sum of their scores, how many, the best, and how many speak for joining."""

    total: float
    number: int
    best: float
    good: int = 0

    def plus(self, other: Ties) -> Ties:
        """These and the ``other`` ties together."""
        total, number, best, good = other
        return Ties(self.total + total, self.number + number, max(self.best, best), self.good + good)


#: What joining two groups is worth, given the links between them: more than the cut joins them.
Worth = Callable[[frozenset[str], frozenset[str], Ties], float]

_ANY = float("-inf")


@dataclass(slots=True)
class _Cluster:
    """A group while it grows: its members and its ties to each neighbour."""

    members: frozenset[str]
    #: The smallest id in it.
    name: str
    near: dict[int, Ties] = field(default_factory=dict)


def group(
    ids: Iterable[str],
    links: Iterable[Link],
    *,
    together: Collection[Collection[str]] = (),
    apart: Sequence[Apart] = (),
    blocked: Blocks = lambda _one, _other: False,
    second: Worth | None = None,
    weights: Weights | None = None,
) -> list[frozenset[str]]:
    """The groups among ``ids``, singles included, sorted by their smallest id.

    Args:
        ids: the calls of one component (or more: groups never span components).
        links: links among them; others are passed over.
        together: sets that a person put together: in one group whatever else speaks against it.
        apart: pairs of sets that a person set apart: no group holds members of both, unless ``together`` does.
        blocked: hard conflicts: true when two groups of calls cannot be one.
        second: what joining two groups is worth at a second look, when average linkage has done what is sure.
    """
    rules = weights or standard()
    clusters = _start(sorted(set(ids)), links, together, rules)

    def forbidden(one: frozenset[str], other: frozenset[str]) -> bool:
        return blocked(one, other) or any(
            (not one.isdisjoint(left) and not other.isdisjoint(right))
            or (not one.isdisjoint(right) and not other.isdisjoint(left))
            for left, right in apart
        )

    # A mean is at most the best of the links, unless having none counts for more.
    needed = rules.sure if rules.missing <= rules.sure else _ANY
    _agglomerate(clusters, forbidden, average(rules.missing), rules.sure, needed)
    if second:
        _agglomerate(clusters, forbidden, second, rules.cut, _ANY)
    return sorted((cluster.members for cluster in clusters.values()), key=min)


def components(
    ids: Iterable[str], links: Iterable[Link], together: Iterable[Collection[str]] = (), cut: float = 0.0
) -> list[frozenset[str]]:
    """The connected components of ``ids`` over links above ``cut`` and over ``together``, sorted by smallest id."""
    of = {member: member for member in ids}
    for link in links:
        if link.score > cut and link.later_id in of and link.earlier_id in of:
            _join(of, link.later_id, link.earlier_id)
    for held in together:
        known = sorted(member for member in held if member in of)
        for other in known[1:]:
            _join(of, known[0], other)
    found: defaultdict[str, set[str]] = defaultdict(set)
    for member in of:
        found[_root(of, member)].add(member)
    return sorted(map(frozenset, found.values()), key=min)


def _root(of: dict[str, str], member: str) -> str:
    while of[member] != member:
        of[member] = of[of[member]]
        member = of[member]
    return member


def _join(of: dict[str, str], one: str, other: str) -> None:
    low, high = sorted((_root(of, one), _root(of, other)))
    of[high] = low


def _start(
    ids: Sequence[str], links: Iterable[Link], together: Collection[Collection[str]], rules: Weights
) -> dict[int, _Cluster]:
    merged = components(ids, (), together) if together else [frozenset((member,)) for member in ids]
    clusters = {number: _Cluster(members, min(members)) for number, members in enumerate(merged)}
    of = {member: number for number, cluster in clusters.items() for member in cluster.members}
    near = [cluster.near for cluster in clusters.values()]
    most = rules.clamp
    # Where calls were put together it matters in which order scores are added up.
    for later, earlier, score, _ in sorted(links) if together else links:
        one, other = of.get(later), of.get(earlier)
        if one is None or other is None or one == other:
            continue
        value = max(-most, min(most, score))
        ties = Ties(value, 1, value, int(value > 0))
        _tie(near[one], other, ties)
        _tie(near[other], one, ties)
    return clusters


def _tie(near: dict[int, Ties], number: int, ties: Ties) -> None:
    near[number] = near[number].plus(ties) if number in near else ties


def average(missing: float) -> Worth:
    """The mean over all pairs of calls across two groups, a pair without a link counting ``missing``."""

    def worth(one: frozenset[str], other: frozenset[str], ties: Ties) -> float:
        every = len(one) * len(other)
        return (ties.total + missing * (every - ties.number)) / every

    return worth


def _agglomerate(clusters: dict[int, _Cluster], forbidden: Blocks, worth: Worth, cut: float, needed: float) -> None:
    """Join the clusters, in place, whose joining is worth more than the cut and that a link above ``needed`` ties."""
    heap: list[tuple[float, str, str, int, int]] = []

    def offer(one: int, other: int, ties: Ties) -> None:
        if clusters[other].name < clusters[one].name:
            one, other = other, one
        low, high = clusters[one], clusters[other]
        value = round(worth(low.members, high.members, ties), 9)
        if value > cut:
            heapq.heappush(heap, (-value, low.name, high.name, one, other))

    for number, cluster in clusters.items():
        for other, ties in cluster.near.items():
            if number < other and ties.best > needed:
                offer(number, other, ties)
    following = max(clusters, default=0) + 1
    while heap:
        _, _, _, one, other = heapq.heappop(heap)
        if one not in clusters or other not in clusters:
            continue
        if forbidden(clusters[one].members, clusters[other].members):
            continue
        clusters[following] = _merge(clusters, one, other, following)
        for neighbour, ties in clusters[following].near.items():
            if ties.best > needed:
                offer(following, neighbour, ties)
        following += 1


def _merge(clusters: dict[int, _Cluster], one: int, other: int, number: int) -> _Cluster:
    """The union of two clusters; their neighbours learn of it."""
    left, right = clusters.pop(one), clusters.pop(other)
    near = left.near if len(left.near) >= len(right.near) else right.near
    for neighbour, ties in (right.near if near is left.near else left.near).items():
        _tie(near, neighbour, ties)
    near.pop(one, None)
    near.pop(other, None)
    for neighbour, ties in near.items():
        backward = clusters[neighbour].near
        backward.pop(one, None)
        backward.pop(other, None)
        backward[number] = ties
    return _Cluster(left.members | right.members, min(left.name, right.name), near)


def settle(
    ids: Iterable[str],
    links: Sequence[Link],
    *,
    together: Sequence[Collection[str]] = (),
    apart: Sequence[Apart] = (),
    blocked: Blocks = lambda _one, _other: False,
    second: Worth | None = None,
    weights: Weights | None = None,
) -> Mapping[str, frozenset[str]]:
    """Every id with its group, over all components: what ``group`` says of each component alone."""
    rules = weights or standard()
    parts = components(ids, links, together, rules.reach)
    number_of = {member: number for number, part in enumerate(parts) for member in part}
    inside: defaultdict[int, list[Link]] = defaultdict(list)
    for link in links:
        if (number := number_of.get(link.later_id)) is not None and number == number_of.get(link.earlier_id):
            inside[number].append(link)
    settled: dict[str, frozenset[str]] = {}
    for number, part in enumerate(parts):
        if len(part) == 1:
            settled[next(iter(part))] = part
            continue
        own = [held for held in together if not part.isdisjoint(held)]
        limits = [pair for pair in apart if not part.isdisjoint(pair[0]) and not part.isdisjoint(pair[1])]
        for members in group(
            part, inside[number], together=own, apart=limits, blocked=blocked, second=second, weights=rules
        ):
            settled.update(dict.fromkeys(members, members))
    return settled

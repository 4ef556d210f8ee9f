"""Which community of last time each group is, so that a number means the same community from one run to the next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Change(StrEnum):
    """What became of a community since the run before."""

    NEW = "new"
    GROWN = "grown"
    SHRUNK = "shrunk"
    MERGED = "merged"
    SPLIT = "split"
    SAME = "same"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Match:
    """A group's number, what became of it, how many members it had, which others came into it or it came out of."""

    number: str
    change: Change
    before: int
    others: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gone:
    """A community of last time that is no more; ``into`` is the one that has most of its members, or ''."""

    number: str
    before: int
    into: str


def match(groups: Sequence[Sequence[str]], before: Mapping[str, str]) -> tuple[list[Match], list[Gone]]:
    """A match for every group, and the communities that are gone. ``before``: node -> its community of last time.

    Largest overlaps first, each number goes to one group; a group that is new is called after its first dispute.
    """
    sizes = Counter(before.values())
    shared = [Counter(before[name] for name in group if name in before) for group in groups]
    numbers = _numbers(shared)
    taken = set(sizes)
    matches = []
    for index, group in enumerate(groups):
        number = numbers.get(index)
        if number is None:
            origin = tuple(old for old, count in shared[index].most_common(1) if 2 * count >= len(group))
            number = _called(group, taken)
            taken.add(number)
            matches.append(Match(number, Change.SPLIT if origin else Change.NEW, 0, origin))
        else:
            matches.append(_continued(number, group, sizes, shared[index]))
    return matches, _gone(sizes, shared, matches)


def _numbers(shared: Sequence[Counter[str]]) -> dict[int, str]:
    """Index of a group -> the number that it keeps."""
    pairs = sorted((-count, old, index) for index, found in enumerate(shared) for old, count in found.items())
    numbers: dict[int, str] = {}
    given: set[str] = set()
    for _, old, index in pairs:
        if index not in numbers and old not in given:
            numbers[index] = old
            given.add(old)
    return numbers


def _continued(number: str, group: Sequence[str], sizes: Mapping[str, int], shared: Counter[str]) -> Match:
    came = tuple(sorted(old for old, count in shared.items() if old != number and 2 * count > sizes[old]))
    before = sizes[number]
    if came:
        change = Change.MERGED
    elif len(group) != before:
        change = Change.GROWN if len(group) > before else Change.SHRUNK
    else:
        change = Change.SAME
    return Match(number, change, before, came)


def _called(group: Sequence[str], taken: set[str]) -> str:
    first = min(name for name in group if name.startswith("Dispute:")).removeprefix("Dispute:")
    plain = called = "C-" + first.removeprefix("D-")
    again = 1
    while called in taken:
        again += 1
        called = f"{plain}-{again}"
    return called


def _gone(sizes: Mapping[str, int], shared: Sequence[Counter[str]], matches: Sequence[Match]) -> list[Gone]:
    there = {one.number for one in matches}
    went: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for found, one in zip(shared, matches, strict=True):
        for old, count in found.items():
            went[old].append((-count, one.number))
    return [Gone(old, sizes[old], min(went[old])[1] if went[old] else "") for old in sorted(set(sizes) - there)]

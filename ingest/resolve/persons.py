"""Units that may or may not be one person: joined step by step, never across what a person decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from scipy.cluster.hierarchy import DisjointSet

from ingest.resolve.who import Observation


class Unit(NamedTuple):
    """What is joined as a whole: all undecided calls that say the same, or one decided call (``pin``)."""

    said: Observation
    pin: str = ""


#: Ids of calls that are not one person's with any of the other side's.
Apart = tuple[Collection[str], Collection[str]]


class Persons:
    """Sets of units. ``join`` refuses where a decision keeps two apart, and says so."""

    def __init__(self, units: Iterable[Unit]) -> None:
        self._sets: DisjointSet = DisjointSet(sorted(units))
        self._enemies: dict[Unit, set[Unit]] = defaultdict(set)
        # Roots of the sets that hold someone's enemy: all others are joined without looking.
        self._wary: set[Unit] = set()

    def keep_apart(self, left: Collection[Unit], right: Collection[Unit]) -> None:
        """From now on no unit of ``left`` comes together with one of ``right``."""
        for one in left:
            self._enemies[one].update(right)
        for other in right:
            self._enemies[other].update(left)
        self._wary.update(self._sets[unit] for unit in (*left, *right))

    def join(self, one: Unit, other: Unit) -> bool:
        """Make them one person's, and whether they are now."""
        first, second = self._sets[one], self._sets[other]
        if first == second:
            return True
        wary = first in self._wary, second in self._wary
        if all(wary) and self._hostile(first, second):
            return False
        self._sets.merge(first, second)
        if any(wary):
            self._wary.add(self._sets[first])
        return True

    def join_all(self, units: Sequence[Unit]) -> None:
        """Join each with the first of those before it that takes it."""
        taken: list[Unit] = []
        for unit in units:
            if not any(self.join(other, unit) for other in taken):
                taken.append(unit)

    def of(self, unit: Unit) -> Unit:
        """The unit that stands for the person."""
        root: Unit = self._sets[unit]
        return root

    def __iter__(self) -> Iterator[set[Unit]]:
        return iter(self._sets.subsets())

    def _hostile(self, first: Unit, second: Unit) -> bool:
        others = self._sets.subset(second)
        return any(
            not self._enemies[unit].isdisjoint(others) for unit in self._sets.subset(first) & self._enemies.keys()
        )

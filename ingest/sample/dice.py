"""Chance that gives the same numbers in every Python version: only ``random.Random.random`` is used."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

Item = TypeVar("Item")


class Dice:
    """A seeded source of choices. Equal ``parts`` give equal choices, whatever else is drawn elsewhere."""

    def __init__(self, *parts: object) -> None:
        self._next = random.Random("/".join(str(part) for part in parts)).random

    def chance(self, probability: float) -> bool:
        """True with ``probability`` (0..1)."""
        return self._next() < probability

    def unit(self) -> float:
        """A number in [0, 1)."""
        return self._next()

    def between(self, low: int, high: int) -> int:
        """A whole number from ``low`` to ``high``, both included."""
        return low + int(self._next() * (high - low + 1))

    def pick(self, items: Sequence[Item]) -> Item:
        """One of ``items``; IndexError when there is none."""
        return items[int(self._next() * len(items))]

    def weighted(self, weights: Sequence[float]) -> int:
        """An index into ``weights``, as often as its weight says."""
        point = self._next() * sum(weights)
        for index, weight in enumerate(weights):
            point -= weight
            if point < 0:
                return index
        return len(weights) - 1

    def tail(self, mean: float) -> int:
        """A whole number >= 0 with a long tail (geometric) and about this ``mean``."""
        stop = 1 / (1 + mean)
        count = 0
        while not self.chance(stop):
            count += 1
        return count

    def early(self, high: float) -> float:
        """A number in [0, high), small ones much more often than large ones."""
        return self._next() ** 2 * high

    def some(self, items: Sequence[Item], count: int) -> list[Item]:
        """``count`` different items (all of them when there are fewer), in drawn order."""
        left = list(items)
        return [left.pop(int(self._next() * len(left))) for _ in range(min(count, len(left)))]

"""What other thresholds would change: how many disputes would be marked, before and after."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from neo4j import Driver

import queries
from graph import thresholds
from queries.patterns import Meeting, compared

#: Levels, the gravest first.
LEVELS = ("critical", "high", "medium", "low")
_LINES = ("medium", "high", "critical")


@dataclass(frozen=True)
class Effect:
    """Disputes by rule and by level of risk; ``repeating``: those that meet any rule. Each before and after."""

    meetings: list[Meeting]
    repeating: tuple[int, int]
    levels: dict[str, tuple[int, int]]


def effect(driver: Driver, before: Mapping[str, float], after: Mapping[str, float]) -> Effect:
    """What the thresholds ``after`` would change, over all disputes."""
    meetings, were, are = compared(driver, thresholds.repeats_by(before), thresholds.repeats_by(after))
    counted = [
        queries.run(driver, "levels_by", **{name: held[name] for name in _LINES}).records()[0]
        for held in (before, after)
    ]
    levels = {level: (counted[0][level], counted[1][level]) for level in LEVELS}
    return Effect(meetings, (were, are), levels)

"""Every repeat and every hotspot, over all windows with a threshold, as the shelf's queries find them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

import neo4j

from graph import thresholds
from queries.running import stream, stream_together

#: Patterns of repeat: 一人多报, 一地多报, 多人报一.
PATTERNS = ("caller", "place", "matter")
#: What can be a hotspot (高发).
HOTSPOT_KINDS = ("caller", "phone", "location", "unit")


@dataclass(frozen=True, slots=True)
class Repeat:
    """A dispute that meets a rule. ``count`` is the most incidents in one window of ``window`` days;
    ``first_at`` and ``last_at`` are those of the earliest window with that count. ``subject``: who (caller),
    where (place), or how many callers (matter)."""

    dispute_id: str
    pattern: str
    window: int
    count: int
    first_at: datetime
    last_at: datetime
    subject: str | int


@dataclass(frozen=True, slots=True)
class Hotspot:
    """A subject with many incidents whatever they are about; counted as in ``Repeat``. ``key`` is its node's."""

    kind: str
    subject: str
    window: int
    count: int
    first_at: datetime
    last_at: datetime
    key: str


def repeats(
    driver: neo4j.Driver,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    patterns: Sequence[str] = PATTERNS,
    windows: Sequence[int] = (),
    disputes: Sequence[str] | None = None,
) -> Iterator[Repeat]:
    """Repeats of every pattern and window, by pattern, window and falling count.

    Only calls from ``since`` (included) to ``until`` (not included) count. ``patterns``, ``windows`` (days) and
    ``disputes`` (ids) narrow the question; without them it is about all.
    """
    asked: list[tuple[str, dict[str, object]]] = [
        (f"repeats_{pattern}", {"window": window, "since": since, "until": until, "disputes": disputes})
        for pattern in patterns
        for window in windows or thresholds.repeats()
    ]
    if disputes is None:  # each a question for the engine to work at
        found: Iterator[tuple[Any, ...]] = chain.from_iterable(
            stream(driver, name, **parameters) for name, parameters in asked
        )
    else:
        found = stream_together(driver, asked)
    return (Repeat(*row) for row in found)


@dataclass(frozen=True, slots=True)
class Meeting:
    """How many disputes meet a rule by two sets of thresholds: ``before`` and ``after``."""

    pattern: str
    window: int
    before: int
    after: int


def compared(
    driver: neo4j.Driver, before: Mapping[int, int], after: Mapping[int, int]
) -> tuple[list[Meeting], int, int]:
    """Each pattern and window by two sets of thresholds (window in days -> calls), and disputes that meet any of them.

    Each rule is asked once, with the smaller number: the most calls in one window tell both.
    """
    met: tuple[set[str], set[str]] = (set(), set())
    found = []
    for pattern in PATTERNS:
        for window in before:
            least = min(before[window], after[window])
            most = {row[0]: row[3] for row in stream(driver, f"repeats_{pattern}", window=window, minimum=least)}
            were, are = (
                {dispute for dispute, count in most.items() if count >= held[window]} for held in (before, after)
            )
            met[0].update(were)
            met[1].update(are)
            found.append(Meeting(pattern, window, len(were), len(are)))
    return found, len(met[0]), len(met[1])


def hotspots(driver: neo4j.Driver, since: datetime | None = None, until: datetime | None = None) -> Iterator[Hotspot]:
    """Hotspots of every kind and window, in the order and between the times that ``repeats`` has."""
    for kind in HOTSPOT_KINDS:
        for window in thresholds.repeats():
            for row in stream(driver, f"hotspots_{kind}", window=window, since=since, until=until):
                yield Hotspot(*row)

"""The truth beside a sample: the repeats that the window rule finds in the true disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Days of the window -> calls that make a repeat (DESIGN section 2).
THRESHOLDS = {7: 2, 30: 3, 365: 5}


@dataclass(frozen=True, slots=True)
class Event:
    """A call as the window rule sees it."""

    at: datetime
    caller: Hashable
    place: Hashable


@dataclass(frozen=True, slots=True)
class Repeat:
    """The first window that holds the most calls of one dispute in one pattern."""

    pattern: str
    window: int
    count: int
    first_at: datetime
    last_at: datetime


def repeats(events: Sequence[Event]) -> Iterator[Repeat]:
    """The repeats of one dispute, by pattern and window.

    ``caller``: by one person. ``place``: at one place; a call without a place (None) counts for none. ``matter``:
    by anyone, in a window with at least two people. A window is first to last within N x 24 hours, both ends included.
    """
    ordered = sorted(events, key=lambda event: event.at)
    by_caller = _grouped(ordered, "caller")
    by_place = _grouped([event for event in ordered if event.place is not None], "place")
    for pattern, groups in (("caller", by_caller), ("place", by_place), ("matter", [ordered])):
        for window, least in THRESHOLDS.items():
            peaks = [peak for group in groups if (peak := _peak(group, window, pattern == "matter"))]
            best = max(peaks, key=lambda peak: (peak[0], -peak[1].timestamp()), default=None)
            if best and best[0] >= least:
                yield Repeat(pattern, window, *best)


def _grouped(events: Sequence[Event], attribute: str) -> list[list[Event]]:
    groups: dict[Hashable, list[Event]] = defaultdict(list)
    for event in events:
        groups[getattr(event, attribute)].append(event)
    return list(groups.values())


def _peak(events: Sequence[Event], days: int, several: bool) -> tuple[int, datetime, datetime] | None:
    best: tuple[int, datetime, datetime] | None = None
    end = 0
    for start, event in enumerate(events):
        while end < len(events) and events[end].at - event.at <= timedelta(days=days):
            end += 1
        if several and len({inside.caller for inside in events[start:end]}) < 2:
            continue
        if best is None or end - start > best[0]:
            best = (end - start, event.at, events[end - 1].at)
    return best

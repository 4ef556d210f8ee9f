"""What happened in a dispute: its calls and what was done about it, in time order, a page at a time."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime
from math import ceil
from typing import Any

from web import reading

#: Calls of one page of a dispute.
PAGE = 50

Row = dict[str, Any]
_BEGINNING, _END = datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Event:
    """A call, or something that was done: one of the two is there."""

    at: datetime
    call: Row | None = None
    action: Row | None = None


@dataclass(frozen=True)
class Story:
    """One page of it: the events in time order; for each call of it the ``ties`` to others that it resembles."""

    events: list[Event]
    actions: list[Row]
    ties: dict[str, list[Row]]
    page: int
    pages: int

    @property
    def calls(self) -> list[Row]:
        """The calls among the events."""
        return [event.call for event in self.events if event.call]


def tell(dispute: str, visible: int, page: int, whole: bool) -> Story:
    """The page of the story with this number; the nearest one there is for a number too large.

    ``visible`` is how many calls of it the visitor may see, ``whole`` whether the numbers of people are unmasked.
    """
    pages = max(1, ceil(visible / PAGE))
    page = min(max(page, 1), pages)
    calls = reading.rows("dispute_calls", unmasked=whole, dispute=dispute, skip=(page - 1) * PAGE, limit=PAGE + 1)
    actions = reading.rows("dispute_actions", unmasked=whole, dispute=dispute)
    shown = calls[:PAGE]
    since = shown[0]["reported_at"] if shown and page > 1 else _BEGINNING
    until = calls[PAGE]["reported_at"] if page < pages and len(calls) > PAGE else _END
    events = [Event(call["reported_at"], call=call) for call in shown]
    events += [Event(act["at"], action=act) for act in actions if act["at"] and since <= act["at"] < until]
    events.sort(key=lambda event: event.at)
    return Story(events, actions, _ties([call["incident_id"] for call in shown]), page, pages)


def _ties(incidents: list[str]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = defaultdict(list)
    for row in reading.rows("dispute_ties", incidents=incidents) if incidents else []:
        found[row["incident_id"]].append(row)
    return found

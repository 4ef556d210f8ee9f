"""The window rule applied to any method's groups, with the callers and places that we read.

So repeats differ by the groups alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from ingest.evaluate.answer import RepeatKey
from ingest.resolve.profile import Profile
from ingest.sample.truth import Event
from ingest.sample.truth import repeats as window_rule


@dataclass(frozen=True, slots=True)
class Seen:
    """When a call came, who called (the call itself when nobody is known), and every place it was at."""

    at: datetime
    caller: str
    places: tuple[str, ...]


def seen(profile: Profile) -> Seen:
    """What the window rule needs of a profile."""
    at = datetime.fromtimestamp(profile.at_s, UTC)
    return Seen(at, profile.caller or profile.id, tuple(key for _, key in profile.places))


def repeats(grouping: Mapping[str, str], known: Mapping[str, Seen]) -> frozenset[RepeatKey]:
    """The repeats of all groups."""
    members: defaultdict[str, list[Seen]] = defaultdict(list)
    for member, label in grouping.items():
        if member in known:
            members[label].append(known[member])
    return frozenset(
        (label, *found) for label, calls in members.items() if len(calls) > 1 for found in _of_group(calls)
    )


def _of_group(calls: Sequence[Seen]) -> Iterator[tuple[str, int, int]]:
    """(pattern, window, count) of one group. A call at a flat is at its building and its estate as well."""
    for found in window_rule([Event(call.at, call.caller, None) for call in calls]):
        yield found.pattern, found.window, found.count
    at: defaultdict[str, list[Event]] = defaultdict(list)
    for call in calls:
        for place in call.places:
            at[place].append(Event(call.at, call.caller, place))
    most: dict[int, int] = {}
    for events in at.values():
        for found in window_rule(events):
            if found.pattern == "place":
                most[found.window] = max(most.get(found.window, 0), found.count)
    for window, count in most.items():
        yield "place", window, count

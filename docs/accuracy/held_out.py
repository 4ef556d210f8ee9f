"""One sample of the held-out scenarios with every candidate pair's score, and what was made of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bench.rivals.run import Source
from ingest import fitting
from ingest.incident import Incident
from ingest.resolve.labelled import Labelled
from ingest.resolve.links import Link, link_all
from ingest.resolve.profile import Profile
from ingest.resolve.same_demand import settle
from ingest.resolve.weights import standard


@dataclass(frozen=True, slots=True)
class HeldOut:
    """``pairs``: (earlier, later) -> the link of every candidate pair, however little it scores.

    ``grouping``: id -> its group; a call without one stands alone.
    """

    incidents: Mapping[str, Incident]
    labelled: Labelled
    pairs: Mapping[tuple[str, str], Link]
    grouping: Mapping[str, str]

    @property
    def profiles(self) -> Mapping[str, Profile]:
        """Id -> profile."""
        return {profile.id: profile for profile in self.labelled.profiles}

    def pair(self, one: str, other: str) -> Link | None:
        """What was weighed of two calls; None when they were never compared."""
        return self.pairs.get((one, other)) or self.pairs.get((other, one))

    def members(self, of: Mapping[str, str]) -> Mapping[str, Sequence[str]]:
        """Name -> ids in order of time, of a dispute or a group; those that stand alone left out."""
        order = {profile.id: profile.order for profile in self.labelled.profiles}
        found: dict[str, list[str]] = {}
        for member in sorted(of, key=order.__getitem__):
            if of[member]:
                found.setdefault(of[member], []).append(member)
        return found


def held_out(source: Source) -> HeldOut:
    """Read, linked and grouped with the weights that Fengqiao ships with."""
    incidents = {incident.id: incident for incident in fitting.incidents(source[0])}
    labelled = fitting.labelled(*source)
    rules = standard()
    links = link_all(labelled.profiles, replace(rules, keep=float("-inf")))
    groups = settle(labelled.profiles, [link for link in links if link.score > rules.keep])
    return HeldOut(
        incidents,
        labelled,
        {(link.earlier_id, link.later_id): link for link in links},
        {member: min(members) for member, members in groups.items() if len(members) > 1},
    )

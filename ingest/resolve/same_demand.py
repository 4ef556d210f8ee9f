"""What it is about: the same demand. The public face of linking and grouping, in memory.

``link_all`` or ``link_one`` find and weigh pairs, ``settle`` makes groups of everything, ``group`` of one
component. A person's decisions are obeyed by both.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.resolve import groups
from ingest.resolve.anchors import CAPS, LOOK_BACK_S, Anchor, anchors
from ingest.resolve.conflicts import Conflicts
from ingest.resolve.groups import Apart, components
from ingest.resolve.links import Link, link_all, link_one
from ingest.resolve.profile import Party, Profile, profile_of
from ingest.resolve.reasons import say
from ingest.resolve.second_look import Looks, SecondLook
from ingest.resolve.weights import Weights, standard

__all__ = [
    "CAPS",
    "LOOK_BACK_S",
    "Anchor",
    "Decisions",
    "Link",
    "Looks",
    "Party",
    "Profile",
    "anchors",
    "components",
    "group",
    "link_all",
    "link_one",
    "profile_of",
    "say",
    "settle",
]


@dataclass(frozen=True, slots=True)
class Decisions:
    """What people decided: ids that are one demand, and pairs of id sets that are not."""

    together: Sequence[Collection[str]] = ()
    apart: Sequence[Apart] = ()


def group(
    profiles: Iterable[Profile],
    links: Iterable[Link],
    together: Sequence[Collection[str]] = (),
    apart: Sequence[Apart] = (),
    weights: Weights | None = None,
) -> list[frozenset[str]]:
    """The groups among the calls of one component, singles included, sorted by smallest id."""
    by_id = {profile.id: profile for profile in profiles}
    rules = weights or standard()
    return groups.group(
        by_id,
        links,
        together=together,
        apart=apart,
        blocked=Conflicts(by_id),
        second=SecondLook(by_id, rules),
        weights=rules,
    )


def settle(
    profiles: Iterable[Profile],
    links: Sequence[Link],
    decisions: Decisions | None = None,
    weights: Weights | None = None,
    looks: Looks | None = None,
) -> Mapping[str, frozenset[str]]:
    """Every call's id with the group it belongs to; a call that stands alone is a group of one.

    ``looks``: what was found at earlier looks, which makes the next one cheaper.
    """
    decided = decisions or Decisions()
    by_id = {profile.id: profile for profile in profiles}
    rules = weights or standard()
    return groups.settle(
        by_id,
        links,
        together=decided.together,
        apart=decided.apart,
        blocked=Conflicts(by_id),
        second=SecondLook(by_id, rules, looks),
        weights=rules,
    )

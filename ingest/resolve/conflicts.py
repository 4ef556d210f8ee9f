"""Hard conflicts: what no amount of likeness can outweigh.

Noise and leaks belong to one dwelling. Two rooms of one building, with nobody in common, are two disputes. A leak in
another building is another leak as well; noise (dancing in the yard) can be heard in many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ingest.resolve.profile import Profile

#: Kinds of dispute that belong to one dwelling (漏水, 邻里噪音).
DWELLING_KINDS = frozenset({"leak", "noise"})

#: Of these, also what is of two buildings cannot be one.
_OF_ONE_BUILDING = frozenset({"leak"})

#: (base or building, room)
Claim = tuple[str, str]


class Conflicts:
    """Tells whether two groups of calls cannot be one dispute."""

    def __init__(self, profiles: Mapping[str, Profile]) -> None:
        self._profiles = profiles

    def __call__(self, one: frozenset[str], other: frozenset[str]) -> bool:
        mine, theirs = self._claims(one), self._claims(other)
        if not mine or not theirs or not mine.isdisjoint(theirs):
            return False
        elsewhere = {building for building, _ in mine}.isdisjoint(building for building, _ in theirs)
        if elsewhere and not self._kinds(one | other) <= _OF_ONE_BUILDING:
            return False
        return self._surnames(one).isdisjoint(self._surnames(other))

    def _claims(self, ids: Iterable[str]) -> set[Claim]:
        return {claim for member in ids if (claim := dwelling(self._profiles[member]))}

    def _kinds(self, ids: Iterable[str]) -> set[str]:
        return {kind for member in ids if (kind := self._profiles[member].kind)}

    def _surnames(self, ids: Iterable[str]) -> set[str]:
        held = [self._profiles[member] for member in ids]
        return {
            person.surname for profile in held for person in (profile.caller_name, *profile.people) if person.surname
        }


def dwelling(profile: Profile) -> Claim | None:
    """The building and room that a call of a dwelling's kind is about, when it gives both."""
    if profile.kind not in DWELLING_KINDS:
        return None
    for level, key in profile.places:
        parts = key.split("/")
        if level == "room" and len(parts) >= 3:
            return "/".join(parts[:2]), parts[-1]
    return None

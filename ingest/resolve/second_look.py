"""The second look: what joining two groups is worth by all that their calls say together, and what is kept of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import mul

from ingest.resolve.group_evidence import GROUP_EVIDENCE, Summary, group_evidence
from ingest.resolve.groups import Ties
from ingest.resolve.profile import Profile
from ingest.resolve.weights import Weights

#: Calls of which summaries are kept, about 3 KB each, in themselves and once more for each group they were seen in.
_KEPT = 20_000
#: Pairs of groups whose worth is kept, about 400 bytes each.
_KEPT_PAIRS = 50_000


class Looks:
    """What earlier looks found, each as long as it is about the same profiles: the very same objects."""

    def __init__(self) -> None:
        self._made = 0
        #: Call -> its profile, its summary, and how many summaries of calls had been made with it.
        self._calls: dict[str, tuple[Profile, Summary, int]] = {}
        #: Group -> its summary, and how many summaries of calls had been made by then.
        self._groups: dict[frozenset[str], tuple[Summary, int]] = {}
        self._grouped = 0
        #: By the very summaries, which each entry keeps: to compare large groups would take longer than to weigh some.
        self._worths: dict[tuple[int, int], tuple[Summary, Summary, Ties, float]] = {}

    def summary(
        self, members: frozenset[str], profiles: Mapping[str, Profile], parts: Sequence[Summary] = ()
    ) -> Summary:
        """The summary of a group's calls; ``parts``: those of groups that make it up."""
        calls = [self._call(profiles[member]) for member in members]
        if len(calls) == 1:
            return calls[0][0]
        held = self._groups.get(members)
        if held and max(made for _, made in calls) <= held[1]:
            return held[0]
        if self._grouped + len(members) > _KEPT:
            self._groups.clear()
            self._grouped = 0
        self._grouped += len(members)
        summary = Summary.together(parts or [call for call, _ in calls])
        self._groups[members] = summary, self._made
        return summary

    def _call(self, profile: Profile) -> tuple[Summary, int]:
        held = self._calls.get(profile.id)
        if held is None or held[0] is not profile:
            if len(self._calls) >= _KEPT:
                self._calls.clear()
            self._made += 1
            held = self._calls[profile.id] = profile, Summary.of(profile), self._made
        return held[1], held[2]

    def worth(self, one: Summary, other: Summary, ties: Ties) -> float | None:
        """What joining two groups was worth when it was weighed before; None when it was not."""
        held = self._worths.get((id(one), id(other)))
        return held[3] if held is not None and held[2] == ties else None

    def keep_worth(self, one: Summary, other: Summary, ties: Ties, worth: float) -> None:
        """Keep what joining two groups is worth."""
        if len(self._worths) >= _KEPT_PAIRS:
            self._worths.clear()
        self._worths[id(one), id(other)] = one, other, ties, worth


class SecondLook:
    """What joining two groups is worth, by weights of ``group_evidence``."""

    def __init__(self, profiles: Mapping[str, Profile], weights: Weights, looks: Looks | None = None) -> None:
        """``looks``: what was found before with the same weights, for one who looks again and again."""
        self._profiles, self._weights, self._looks = profiles, weights, looks
        self._known: dict[frozenset[str], Summary] = {}
        #: Call -> the group that it was last seen in.
        self._group_of: dict[str, frozenset[str]] = {}
        self._weight_of = [weights.group_evidence.get(name, 0.0) for name in GROUP_EVIDENCE]

    def __call__(self, one: frozenset[str], other: frozenset[str], ties: Ties) -> float:
        mine, theirs = self.summary(one), self.summary(other)
        if self._looks is None:
            return self._weighed(mine, theirs, ties)
        worth = self._looks.worth(mine, theirs, ties)
        if worth is None:
            worth = self._weighed(mine, theirs, ties)
            self._looks.keep_worth(mine, theirs, ties, worth)
        return worth

    def _weighed(self, one: Summary, other: Summary, ties: Ties) -> float:
        found = group_evidence(one, other, ties, self._weights.missing)
        return self._weights.group_bias + float(sum(map(mul, self._weight_of, found.values())))

    def summary(self, members: frozenset[str]) -> Summary:
        """The summary of the calls ``members``, made of those of the groups that came together in it.

        Theirs are let go of: else a part of thousands of calls, which grows one by one, holds thousands of them.
        """
        known = self._known.get(members)
        if known is None:
            parts = self._parts(members)
            known = self._known[members] = self._made(members, [self._known[part] for part in parts])
            for part in parts:
                del self._known[part]
            self._group_of.update(dict.fromkeys(members, members))
        return known

    def _parts(self, members: frozenset[str]) -> set[frozenset[str]]:
        """The known groups that together are ``members``; none when they are not made of such."""
        parts = {self._group_of.get(member, frozenset()) for member in members}
        # Each call is in its own, so as many calls as members can only be these.
        whole = sum(map(len, parts)) == len(members)
        return parts if whole and parts <= self._known.keys() else set()

    def _made(self, members: frozenset[str], parts: Sequence[Summary]) -> Summary:
        if self._looks is not None:
            return self._looks.summary(members, self._profiles, parts)
        return Summary.together(parts or [Summary.of(self._profiles[member]) for member in members])

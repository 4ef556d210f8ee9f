"""The second look: whole groups compared with each other, on what their calls say together.

One call of a quarrel may say little (someone is at the door), and average linkage then splits large disputes.
A group of calls knows the subject and the parties better than any of them.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import reduce

from ingest.resolve.groups import Ties
from ingest.resolve.profile import Profile
from ingest.resolve.rarity import word_weight
from ingest.resolve.weights import Weights

_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Summary:
    """What the calls of a group say together; counters count calls."""

    size: int
    first_s: int
    last_s: int
    topics: Counter[str]
    surnames: Counter[str]
    parties: Counter[str]
    bases: Counter[str]
    buildings: Counter[str]
    kinds: Counter[str]
    callers: Counter[str]

    @classmethod
    def of(cls, profile: Profile) -> Summary:
        """The summary of one call."""
        people = [person for person in (profile.caller_name, *profile.people) if person.surname]
        places = [key for _, key in profile.places + profile.text_places]
        return cls(
            1,
            profile.at_s,
            profile.at_s,
            Counter({*profile.content_topics, *profile.outcome_topics}),
            Counter({person.surname for person in people}),
            Counter({person.surname + person.given[-1] for person in people if person.given}),
            Counter({key for key in places if "/" not in key}),
            Counter({"/".join(key.split("/")[:2]) for key in places if "/b" in key}),
            Counter([profile.kind] if profile.kind else ()),
            Counter([profile.caller] if profile.caller else ()),
        )

    def plus(self, other: Summary) -> Summary:
        """The summary of both groups' calls."""
        return Summary(
            self.size + other.size,
            min(self.first_s, other.first_s),
            max(self.last_s, other.last_s),
            self.topics + other.topics,
            self.surnames + other.surnames,
            self.parties + other.parties,
            self.bases + other.bases,
            self.buildings + other.buildings,
            self.kinds + other.kinds,
            self.callers + other.callers,
        )


def group_evidence(one: Summary, other: Summary, ties: Ties, missing: float) -> dict[str, float]:
    """Each piece of evidence that two groups are one dispute; symmetric in the groups."""
    every = one.size * other.size
    mean = (ties.total + missing * (every - ties.count)) / every
    here = _cosine(one.bases, other.bases)
    topic = _topics(one.topics, other.topics)
    surname = _cosine(one.surnames, other.surnames)
    kind = _cosine(one.kinds, other.kinds)
    apart_days = max(0, max(one.first_s, other.first_s) - min(one.last_s, other.last_s)) / _DAY_S
    smaller, larger = sorted((one.size, other.size))
    building = _cosine(one.buildings, other.buildings)
    return {
        "mean": max(mean, -1.0),
        "best": max(ties.best, -1.0),
        "linked": ties.count / every,
        "smaller": math.log(smaller),
        "larger": math.log(larger),
        "topic": topic,
        "place": here,
        "place_and_topic": here * topic,
        "kind": kind,
        "place_and_kind": here * kind,
        "kind_differs": float(bool(one.kinds and other.kinds) and kind == 0),
        "surname": surname,
        "place_and_surname": here * surname,
        "no_surname": float(bool(one.surnames and other.surnames) and surname == 0),
        "party": _cosine(one.parties, other.parties),
        "caller": _cosine(one.callers, other.callers),
        "building": building,
        "building_differs": float(bool(one.buildings and other.buildings) and building == 0),
        "interleaved": float(apart_days == 0 and smaller > 1),
        "months_apart": min(apart_days / 30, 6.0),
        "place_soon": here * float(apart_days < 7),
        "single": float(smaller == 1),
        "single_mean": float(smaller == 1) * max(mean, -1.0),
        "single_topic": float(smaller == 1) * topic,
    }


def _topics(one: Counter[str], other: Counter[str]) -> float:
    return _cosine(
        Counter({word: count * word_weight(word) for word, count in one.items()}),
        Counter({word: count * word_weight(word) for word, count in other.items()}),
    )


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    shared = sum(count * other[key] for key, count in one.items() if key in other)
    if not shared:
        return 0.0
    return shared / math.sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))


class SecondLook:
    """What joining two groups is worth, by weights of ``group_evidence``; two single calls are worth nothing."""

    def __init__(self, profiles: Mapping[str, Profile], weights: Weights) -> None:
        self._profiles, self._weights = profiles, weights
        self._known: dict[frozenset[str], Summary] = {}

    def __call__(self, one: frozenset[str], other: frozenset[str], ties: Ties) -> float:
        rules = self._weights
        if not rules.group_evidence or len(one) == len(other) == 1:
            return float("-inf")
        found = group_evidence(self.summary(one), self.summary(other), ties, rules.missing)
        return rules.group_bias + sum(rules.group_evidence.get(name, 0.0) * value for name, value in found.items())

    def summary(self, members: frozenset[str]) -> Summary:
        """The summary of the calls ``members``."""
        if members not in self._known:
            self._known[members] = summarise(self._profiles[member] for member in members)
        return self._known[members]


def summarise(profiles: Iterable[Profile]) -> Summary:
    """The summary of several calls, whatever their order; ValueError for none."""
    return reduce(Summary.plus, (Summary.of(profile) for profile in sorted(profiles, key=lambda p: p.order)))


_NOBODY = Summary.of(Profile("", 0))
#: The names of ``group_evidence``, in its order.
GROUP_EVIDENCE: tuple[str, ...] = tuple(group_evidence(_NOBODY, _NOBODY, Ties(0.0, 1, 0.0), missing=-1.0))

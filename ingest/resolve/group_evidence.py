"""The second look: groups of calls compared with each other, on what their calls say together.

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
from ingest.resolve.rarity import character_weight, pair_weight, word_weight
from ingest.resolve.weights import Weights
from ingest.resolve.wording import characters, phrases

_DAY_S = 86_400
_SOON_DAYS = 7
_MOST_MONTHS = 6.0


@dataclass(frozen=True, slots=True)
class Summary:
    """What the calls of a group say together; counters count calls, by weight for words and what they are made of."""

    size: int
    first_s: int
    last_s: int
    topics: Counter[str]
    spoken: Counter[str]
    callers: Counter[str]
    parties: Counter[str]
    bases: Counter[str]
    buildings: Counter[str]
    referring_back: int

    @classmethod
    def of(cls, profile: Profile) -> Summary:
        """The summary of one call."""
        caller = _short(profile.caller_name.surname, profile.caller_name.given)
        parties = {_short(person.surname, person.given) for person in (profile.caller_name, *profile.people)}
        places = [key for _, key in profile.places + profile.text_places]
        return cls(
            1,
            profile.at_s,
            profile.at_s,
            Counter({word: word_weight(word) for word in (*profile.content_topics, *profile.outcome_topics)}),
            _spoken(profile),
            Counter([caller] if caller else ()),
            Counter(parties - {""}),
            Counter({key for key in places if "/" not in key}),
            Counter({"/".join(key.split("/")[:2]) for key in places if "/b" in key}),
            int(profile.refers_back),
        )

    def plus(self, other: Summary) -> Summary:
        """The summary of both groups' calls."""
        return Summary(
            self.size + other.size,
            min(self.first_s, other.first_s),
            max(self.last_s, other.last_s),
            self.topics + other.topics,
            self.spoken + other.spoken,
            self.callers + other.callers,
            self.parties + other.parties,
            self.bases + other.bases,
            self.buildings + other.buildings,
            self.referring_back + other.referring_back,
        )

    @property
    def opponents(self) -> Counter[str]:
        """Those named who did not call themselves."""
        return self.parties - self.callers


def _short(surname: str, given: str) -> str:
    """A name as masking leaves it, surname and last character; '' when the given name is unknown."""
    return surname + given[-1] if given else ""


def _spoken(profile: Profile) -> Counter[str]:
    """The telling characters, and pairs of characters, of the wording without names."""
    both = (profile.said, profile.noted)
    pairs = {pair: pair_weight(pair) for text in both for pair in phrases(text, 2)}
    single = {character: character_weight(character) for text in both for character in characters(text)}
    return Counter({piece: weight for piece, weight in (pairs | single).items() if weight > 1})


def group_evidence(one: Summary, other: Summary, ties: Ties, missing: float) -> dict[str, float]:
    """Each piece of evidence that two groups are one dispute; symmetric in the groups."""
    every = one.size * other.size
    mean = max((ties.total + missing * (every - ties.count)) / every, -1.0)
    place, building = _cosine(one.bases, other.bases), _cosine(one.buildings, other.buildings)
    topic, spoken = _cosine(one.topics, other.topics), _cosine(one.spoken, other.spoken)
    apart_days = max(0, max(one.first_s, other.first_s) - min(one.last_s, other.last_s)) / _DAY_S
    smaller, larger = sorted((one.size, other.size))
    later = max((one, other), key=lambda group: (group.last_s, group.first_s, group.size))
    pair = float(larger == 1)
    return {
        "mean": mean,
        "best": max(ties.best, -1.0),
        "mean_of_linked": ties.total / ties.count if ties.count else -1.0,
        "speaking_for": ties.good / every,
        "smaller": math.log(smaller),
        "larger": math.log(larger),
        "pair": pair,
        "topic": topic,
        "single_topic": float(smaller == 1) * topic,
        "pair_wording": pair * spoken,
        "place_and_wording": place * spoken,
        "place_soon": place * float(apart_days < _SOON_DAYS),
        "building_differs": float(bool(one.buildings and other.buildings) and building == 0),
        "counter_report": float(
            not one.callers.keys().isdisjoint(other.opponents) or not other.callers.keys().isdisjoint(one.opponents)
        ),
        "refers_back": later.referring_back / later.size,
        "months_apart": min(apart_days / 30, _MOST_MONTHS),
    }


def _cosine(one: Counter[str], other: Counter[str]) -> float:
    few, many = sorted((one, other), key=len)
    shared = sum(count * many[key] for key, count in few.items() if key in many)
    if not shared:
        return 0.0
    return shared / math.sqrt(sum(c * c for c in one.values()) * sum(c * c for c in other.values()))


class SecondLook:
    """What joining two groups is worth, by weights of ``group_evidence``."""

    def __init__(self, profiles: Mapping[str, Profile], weights: Weights) -> None:
        self._profiles, self._weights = profiles, weights
        self._known: dict[frozenset[str], Summary] = {}

    def __call__(self, one: frozenset[str], other: frozenset[str], ties: Ties) -> float:
        rules = self._weights
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

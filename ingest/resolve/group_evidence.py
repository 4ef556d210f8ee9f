"""The second look: groups of calls compared with each other, on what their calls say together.

One call of a quarrel may say little (someone is at the door), and average linkage then splits large disputes.
A group of calls knows the subject and the parties better than any of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.resolve.groups import Ties
from ingest.resolve.profile import Profile
from ingest.resolve.rarity import character_weight, pair_weight, word_weight
from ingest.resolve.wording import characters, phrases

_DAY_S = 86_400
_SOON_DAYS = 7
_MOST_MONTHS = 6.0
#: The weight of subject words of a call that says half of what it can.
_TELLING = 4


class Counts(dict[str, int]):
    """How often, or with what weight, each key was said; not changed once made, so its length is worked out once."""

    __slots__ = ("_length",)

    @classmethod
    def together(cls, several: Iterable[Counts]) -> Counts:
        """All added up."""
        most, *others = sorted(several, key=len, reverse=True)
        every = cls(most)
        for counts in others:
            for key, count in counts.items():
                every[key] = every.get(key, 0) + count
        return every

    @property
    def length(self) -> float:
        """The Euclidean length."""
        try:
            return self._length
        except AttributeError:
            self._length: float = math.sqrt(sum(count * count for count in self.values()))
            return self._length


@dataclass(frozen=True, slots=True)
class Summary:
    """What the calls of a group say together; counters count calls, by weight for words and what they are made of.

    ``times`` are in epoch seconds, ascending; ``callers`` are names as masking leaves them, ``keys`` resolved callers;
    ``telling`` is the weight of all subject words.
    """

    size: int
    times: tuple[int, ...]
    topics: Counts
    spoken: Counts
    callers: Counts
    keys: Counts
    parties: Counts
    bases: Counts
    buildings: Counts
    kinds: Counts
    referring_back: int
    telling: int

    @classmethod
    def of(cls, profile: Profile) -> Summary:
        """The summary of one call."""
        caller = _short(profile.caller_name.surname, profile.caller_name.given)
        parties = {_short(person.surname, person.given) for person in (profile.caller_name, *profile.people)}
        places = [key for _, key in profile.places + profile.text_places]
        topics = {word: word_weight(word) for word in (*profile.content_topics, *profile.outcome_topics)}
        return cls(
            size=1,
            times=(profile.at_s,),
            topics=Counts(topics),
            spoken=_spoken(profile),
            callers=_counted(caller),
            keys=_counted(profile.caller),
            parties=_counted(*parties),
            bases=_counted(*{key for key in places if "/" not in key}),
            buildings=_counted(*{"/".join(key.split("/")[:2]) for key in places if "/b" in key}),
            kinds=_counted(profile.kind),
            referring_back=int(profile.refers_back),
            telling=sum(topics.values()),
        )

    @classmethod
    def together(cls, several: Sequence[Summary]) -> Summary:
        """The summary of all calls of several groups, whatever their order."""
        if len(several) == 1:
            return several[0]
        return cls(
            size=sum(group.size for group in several),
            times=tuple(sorted(at for group in several for at in group.times)),
            topics=Counts.together(group.topics for group in several),
            spoken=Counts.together(group.spoken for group in several),
            callers=Counts.together(group.callers for group in several),
            keys=Counts.together(group.keys for group in several),
            parties=Counts.together(group.parties for group in several),
            bases=Counts.together(group.bases for group in several),
            buildings=Counts.together(group.buildings for group in several),
            kinds=Counts.together(group.kinds for group in several),
            referring_back=sum(group.referring_back for group in several),
            telling=sum(group.telling for group in several),
        )

    @property
    def opponents(self) -> set[str]:
        """Those named more often than they called themselves."""
        return {name for name, count in self.parties.items() if count > self.callers.get(name, 0)}


def _counted(*keys: str) -> Counts:
    """Each key once; '' is none."""
    return Counts(dict.fromkeys((key for key in keys if key), 1))


def _short(surname: str, given: str) -> str:
    """A name as masking leaves it, surname and last character; '' when the given name is unknown."""
    return surname + given[-1] if given else ""


def _spoken(profile: Profile) -> Counts:
    """The telling characters, and pairs of characters, of the wording without names."""
    both = (profile.said, profile.noted)
    pairs = {pair: pair_weight(pair) for text in both for pair in phrases(text, 2)}
    single = {character: character_weight(character) for text in both for character in characters(text)}
    return Counts({piece: weight for piece, weight in (pairs | single).items() if weight > 1})


def group_evidence(one: Summary, other: Summary, ties: Ties, missing: float) -> dict[str, float]:
    """Each piece of evidence that two groups are one dispute; symmetric in the groups."""
    small, large = sorted((one, other), key=lambda group: group.size)
    return _of_ties(small, large, ties, missing) | _of_subject(small, large) | _of_people(small, large)


def _of_ties(small: Summary, large: Summary, ties: Ties, missing: float) -> dict[str, float]:
    every = small.size * large.size
    return {
        "mean": max((ties.total + missing * (every - ties.number)) / every, -1.0),
        "best": max(ties.best, -1.0),
        "mean_of_linked": ties.total / ties.number if ties.number else -1.0,
        "speaking_for": ties.good / every,
        "linked": ties.number / every,
        "smaller": math.log(small.size),
        "larger": math.log(large.size),
        "pair": float(large.size == 1),
        "single": float(small.size == 1 < large.size),
    }


def _of_subject(small: Summary, large: Summary) -> dict[str, float]:
    """What, where and when. One call beside a group is another question than two groups, or than two calls."""
    pair, single, several = float(large.size == 1), float(small.size == 1 < large.size), float(small.size > 1)
    topic, spoken = _cosine(small.topics, large.topics), _cosine(small.spoken, large.spoken)
    place, building = _cosine(small.bases, large.bases), _cosine(small.buildings, large.buildings)
    kind, vague = _cosine(small.kinds, large.kinds), 1 / (1 + small.telling / small.size / _TELLING)
    apart_days = max(0, max(small.times[0], large.times[0]) - min(small.times[-1], large.times[-1])) / _DAY_S
    nearest = math.log1p(_nearest_days(small.times, large.times))
    return {
        "topic": topic,
        "topic_of_one": (1 - several) * topic,
        "wording_of_several": several * spoken,
        "wording_of_one": single * spoken,
        "wording_of_pair": pair * spoken,
        "place": place,
        "place_and_topic": place * topic,
        "place_and_wording": place * spoken,
        "place_and_wording_of_several": several * place * spoken,
        "place_soon": place * float(apart_days < _SOON_DAYS),
        "place_and_nearest": place * nearest,
        "place_of_many": single * place * math.log(large.size),
        "nearest": nearest,
        "within": float(apart_days == 0),
        "one_within": single * float(apart_days == 0),
        "months_apart": min(apart_days / 30, _MOST_MONTHS),
        "building": building,
        "building_differs": float(bool(small.buildings and large.buildings) and building == 0),
        "kind": kind,
        "kind_differs": float(bool(small.kinds and large.kinds) and kind == 0),
        "vague": vague,
        "vague_one": single * vague,
        "vague_one_here": single * vague * place,
    }


def _of_people(small: Summary, large: Summary) -> dict[str, float]:
    several = float(small.size > 1)
    mine, theirs = small.opponents, large.opponents
    counter = not small.callers.keys().isdisjoint(theirs) or not large.callers.keys().isdisjoint(mine)
    differ = float(bool(mine and theirs) and mine.isdisjoint(theirs))
    party = _cosine(small.parties, large.parties)
    later = max((small, large), key=lambda group: (group.times[-1], group.times[0], group.size))
    return {
        "counter_report": float(counter),
        "same_caller": float(not small.keys.keys().isdisjoint(large.keys)),
        "party": party,
        "party_of_several": several * party,
        "opponents_differ": differ,
        "opponents_of_several_differ": several * differ,
        "refers_back": later.referring_back / later.size,
    }


def _nearest_days(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Days between the two calls, one of each group, that lie nearest; both ascending."""
    here = there = 0
    least = abs(one[0] - other[0])
    while here < len(one) and there < len(other):
        least = min(least, abs(one[here] - other[there]))
        if one[here] < other[there]:
            here += 1
        else:
            there += 1
    return least / _DAY_S


def _cosine(one: Counts, other: Counts) -> float:
    few, many = (one, other) if len(one) <= len(other) else (other, one)
    shared = sum([count * many[key] for key, count in few.items() if key in many])
    return shared / (few.length * many.length) if shared else 0.0


_NOBODY = Summary.of(Profile("", 0))
#: The names of ``group_evidence``, in its order.
GROUP_EVIDENCE: tuple[str, ...] = tuple(group_evidence(_NOBODY, _NOBODY, Ties(0.0, 1, 0.0), missing=-1.0))

"""Profiles as columns: the numbers and sets that evidence is computed from, for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import numpy.typing as npt

from ingest.resolve.growing import Growing
from ingest.resolve.profile import Party, Profile
from ingest.resolve.rarity import character_weight, pair_weight, word_weight
from ingest.resolve.said_and_noted import GrowingSaidAndNoted, SaidAndNoted
from ingest.resolve.sets import GrowingSets, Members, Pieces, Words, hashed, keyed

Codes = npt.NDArray[np.int64]

_IN_WRITING = 60  # characters: a letter to a hotline or a message board; a call slip is shorter
_PLATE = "plate"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Columns:
    """One row a profile. Codes are equal when the values are, 0 for unknown; sets are ``Members``.

    ``spoken``: what was said and noted, as "topics", and without names as "pairs" of characters and "characters".
    """

    at_s: npt.NDArray[np.int64]
    codes: dict[str, Codes]
    sets: dict[str, Members]
    spoken: dict[str, SaidAndNoted]
    flags: dict[str, npt.NDArray[np.float32]]

    @classmethod
    def of(cls, profiles: Sequence[Profile]) -> Columns:
        """The columns of ``profiles``, row by row."""
        growing = GrowingColumns()
        growing.add(profiles)
        return growing.columns()


class GrowingColumns:
    """Columns that grow by rows at the end and forget rows at the beginning; about 1.4 KB a call."""

    def __init__(self) -> None:
        self._at_s = Growing(np.int64)
        self._codes = {name: Growing(np.int64) for name in _CODES}
        self._flags = {name: Growing(np.float32) for name in _FLAGS}
        self._words, self._pairs, self._characters = (
            Words(word_weight),
            Pieces(2, pair_weight),
            Pieces(1, character_weight),
        )
        self._spoken = {name: GrowingSaidAndNoted() for name in ("topics", "pairs", "characters")}
        self._weighed = {name: GrowingSets(np.int32) for name in _TEXTS}
        self._keyed = {name: GrowingSets(np.int64) for name in _KEYED}

    def __len__(self) -> int:
        return len(self._at_s)

    def add(self, profiles: Sequence[Profile]) -> None:
        """A row for each profile."""
        self._at_s.add(np.array([profile.at_s for profile in profiles], dtype=np.int64))
        for name, column in zip(_CODES, _turned(map(_codes, profiles), len(_CODES)), strict=True):
            self._codes[name].add(hashed(column))
        for name, read in _FLAGS.items():
            self._flags[name].add(np.array([read(profile) for profile in profiles], dtype=np.float32))
        for name, lists in zip(_KEYED, _turned(map(_keys, profiles), len(_KEYED)), strict=True):
            self._keyed[name].add(*keyed(lists))
        topics = ([profile.content_topics for profile in profiles], [profile.outcome_topics for profile in profiles])
        call, note = map(self._words.number, topics)
        self._spoken["topics"].add(call, note, self._words.worth)
        texts = ([profile.said for profile in profiles], [profile.noted for profile in profiles])
        for name, pieces in (("pairs", self._pairs), ("characters", self._characters)):
            said, noted = map(pieces.cut, texts)
            self._spoken[name].add(said, noted, pieces.worth)
        for name, read_text in _TEXTS.items():
            lengths, ids = self._pairs.cut([read_text(profile) for profile in profiles])
            self._weighed[name].add(lengths, ids, self._pairs.worth)

    def forget(self, rows: int) -> None:
        """Let go of the first rows."""
        for column in (self._at_s, *self._codes.values(), *self._flags.values()):
            column.forget(rows)
        for sets in (*self._weighed.values(), *self._keyed.values()):
            sets.forget(rows)
        for spoken in self._spoken.values():
            spoken.forget(rows)

    def columns(self) -> Columns:
        """The rows as they are now; adding and forgetting do not change them."""
        worth = {"topics": self._words.worth, "pairs": self._pairs.worth, "characters": self._characters.worth}
        return Columns(
            at_s=self._at_s.held,
            codes={name: column.held for name, column in self._codes.items()},
            sets={name: sets.members(self._pairs.worth) for name, sets in self._weighed.items()}
            | {name: sets.members(None) for name, sets in self._keyed.items()},
            spoken={name: held.held(worth[name]) for name, held in self._spoken.items()},
            flags={name: column.held for name, column in self._flags.items()},
        )


def _turned(rows: Iterable[Sequence[T]], width: int) -> list[Sequence[T]]:
    """Rows as columns."""
    return list(zip(*rows, strict=True)) or [()] * width


_CODES = (
    "phone",
    "id",
    "caller",
    "surname",
    "last",
    "given",
    "unit",
    "kind",
    "event",
    "category",
    "estate",
    "poi",
    "number",
    "village",
    "building",
    "room",
    "stairs",
    "floor",
)


def _codes(profile: Profile) -> tuple[str, ...]:
    """Of buildings, rooms and stairs their own name only: two calls may give different bases of one building."""
    at = dict(reversed(profile.places))
    name = profile.caller_name
    return (
        profile.phone,
        profile.id_number,
        profile.caller,
        name.surname,
        name.given[-1:],
        name.given if name.full else "",
        profile.unit,
        profile.kind,
        profile.event,
        profile.category,
        at.get("estate", ""),
        at.get("poi", ""),
        at.get("number", ""),
        at.get("village", ""),
        at.get("building", "").rpartition("/")[2],
        at.get("room", "").rpartition("/")[2],
        at.get("unit", "").rpartition("/")[2],
        profile.floor,
    )


_FLAGS: dict[str, Callable[[Profile], float]] = {
    "refers_back": lambda profile: profile.refers_back,
    "invalid": lambda profile: profile.invalid,
    "danger": lambda profile: profile.danger,
    "kind_confidence": lambda profile: profile.kind_confidence,
    # A letter tells of many things; what befalls once is told in a line.
    "event": lambda profile: profile.event_confidence * (len(profile.text) < _IN_WRITING),
    "in_writing": lambda profile: len(profile.text) >= _IN_WRITING,
}

#: Compared as pairs of characters.
_TEXTS: dict[str, Callable[[Profile], str]] = {
    "text": lambda profile: profile.text,
    "title": lambda profile: profile.title,
    "names": lambda profile: " ".join(profile.names),
}

_PLACES = ("base", "finer", "text_base", "text_finer", "thing", "plate")
_SAID = ("day", "days_named", "amount")
_KNOWN = ("full", "masked", "surname")
_KEYED = (*_PLACES, *_SAID, *(f"{who}_{how}" for who in ("own", "text", "any", "other") for how in _KNOWN))


def _keys(profile: Profile) -> tuple[Sequence[str], ...]:
    """The sets of ``_KEYED``, in that order, none with a key twice."""
    own, others = profile.caller_name, _others(profile)
    return (
        *_bases_and_finer(profile.places),
        *_bases_and_finer(profile.text_places),
        _each(f"{kind}:{name}" for kind, name in profile.things if kind != _PLATE),
        _each(name for kind, name in profile.things if kind == _PLATE),
        (profile.day,) if profile.day else (),
        profile.days_named,
        _each(profile.amounts),
        *_names((own,)),
        *_names(profile.people),
        *_names((own, *profile.people)),
        *_names(others),
    )


def _each(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(keys))


def _bases_and_finer(places: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    every = _each(key for _, key in places)
    return tuple(key for key in every if "/" not in key), tuple(key for key in every if "/" in key)


def _names(people: Sequence[Party]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    """By full name, by surname and last character, by surname."""
    if not people:
        return (), (), ()
    return (
        _each(person.surname + person.given for person in people if person.full and person.given),
        _each(person.surname + person.given[-1] for person in people if person.given),
        _each(person.surname for person in people if person.surname),
    )


def _others(profile: Profile) -> list[Party]:
    """The people in the texts who cannot be the caller."""
    own = profile.caller_name
    return [person for person in profile.people if person.surname != own.surname or _differ(person, own)]


def _differ(one: Party, other: Party) -> bool:
    return bool(one.given and other.given and one.given[-1] != other.given[-1])

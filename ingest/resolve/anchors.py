"""Anchors: the things two calls must share before anyone compares them.

An anchor is a function of one profile alone. Only the most recent ``CAPS[kind]`` earlier calls at an anchor
within the look-back are compared with a call, so a hub (a hospital, a switchboard) costs no more than the cap.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from zlib import crc32

from ingest.extract.text import once_a_text
from ingest.resolve.profile import Profile
from ingest.resolve.wording import phrases

#: How far back an earlier call may lie, in seconds (365 days).
LOOK_BACK_S = 365 * 86_400

#: Anchor kind -> how many earlier calls at one anchor are compared. The order is the kinds' number.
CAPS: dict[str, int] = {
    "phone": 30,
    "id": 30,
    "caller": 30,
    "room": 30,
    "building": 30,
    "base": 40,
    "base_kind": 30,
    "base_topic": 12,
    "base_surname": 12,
    "full_name": 12,
    "masked_name": 12,
    "surname_kind": 12,
    "thing": 30,
    "name_word": 12,
    "wording": 12,
    "title": 12,
}
KINDS: tuple[str, ...] = tuple(CAPS)

_SKETCH, _PHRASE = 4, 6  # phrases kept of a text, and their length in characters
_TITLE_PHRASE = 3


class Anchor(NamedTuple):
    """One thing a call can share with another: ``kind`` is a key of ``CAPS``."""

    kind: str
    key: str


def anchors(profile: Profile) -> tuple[Anchor, ...]:
    """Every anchor of ``profile``, each once, in a fixed order; () for a call that says nothing."""
    return tuple([Anchor(kind, key) for kind, key in pairs(profile)])


def pairs(profile: Profile) -> Iterable[tuple[str, str]]:
    """The anchors as plain (kind, key), for work on hundreds of thousands of calls."""
    found = _who(profile) + _where(profile) + _parties(profile) + _subject(profile)
    return dict.fromkeys(found)


def bases(profile: Profile) -> tuple[str, ...]:
    """The keys of the places the profile is at or names, without finer parts, each once."""
    return tuple(dict.fromkeys(key for _, key in profile.places + profile.text_places if "/" not in key))


def _who(profile: Profile) -> list[tuple[str, str]]:
    said = (("phone", profile.phone), ("id", profile.id_number), ("caller", profile.caller))
    return [pair for pair in said if pair[1]]


def _where(profile: Profile) -> list[tuple[str, str]]:
    found = []
    for level, key in profile.places + profile.text_places:
        if level == "room":
            parts = key.split("/")
            found.append(("room", "/".join((*parts[:2], parts[-1]) if len(parts) > 2 else parts)))
        elif level == "building":
            found.append(("building", key))
    if not (at := bases(profile)):
        return found
    topics = profile.content_topics + profile.outcome_topics
    surnames = [person.surname for person in (profile.caller_name, *profile.people) if person.surname]
    for base in at:
        found.append(("base", base))
        if profile.kind:
            found.append(("base_kind", f"{base}|{profile.kind}"))
        found += [("base_topic", f"{base}|{topic}") for topic in topics]
        found += [("base_surname", f"{base}|{surname}") for surname in surnames]
    return found


def _parties(profile: Profile) -> list[tuple[str, str]]:
    found = []
    for person in (profile.caller_name, *profile.people):
        if person.given:
            if person.full:
                found.append(("full_name", f"{person.surname}{person.given}"))
            found.append(("masked_name", f"{person.surname}{person.given[-1]}@{profile.unit}"))
        if person.surname and profile.kind and profile.unit:
            found.append(("surname_kind", f"{person.surname}|{profile.kind}@{profile.unit}"))
    return found


def _subject(profile: Profile) -> list[tuple[str, str]]:
    found = [("thing", f"{kind}:{name}") for kind, name in profile.things]
    found += [("name_word", name) for name in profile.names]
    found += [("wording", phrase) for phrase in _sketch(profile.text)]
    found += [("title", phrase) for phrase in sorted(phrases(profile.title, _TITLE_PHRASE))]
    return found


@once_a_text
def _sketch(text: str) -> tuple[str, ...]:
    """The phrases of ``text`` with the smallest checksums: near-equal texts choose the same ones."""
    every = phrases(text, _PHRASE)
    smallest = sorted(zip(map(crc32, map(str.encode, every)), every, strict=True))[:_SKETCH]
    return tuple([phrase for _, phrase in smallest])

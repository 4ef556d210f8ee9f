"""Anchors: the things two calls must share before anyone compares them.

An anchor is a function of one profile alone. Only the most recent ``CAPS[kind]`` earlier calls at an anchor
within the look-back are compared with a call, so a hub (a hospital, a switchboard) costs no more than the cap.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from typing import NamedTuple
from zlib import crc32

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
    found = (*_who(profile), *_where(profile), *_parties(profile), *_subject(profile))
    return tuple(dict.fromkeys(found))


def bases(profile: Profile) -> tuple[str, ...]:
    """The keys of the places the profile is at or names, without finer parts, each once."""
    return tuple(dict.fromkeys(key for _, key in profile.places + profile.text_places if "/" not in key))


def _who(profile: Profile) -> Iterator[Anchor]:
    if profile.phone:
        yield Anchor("phone", profile.phone)
    if profile.id_number:
        yield Anchor("id", profile.id_number)
    if profile.caller:
        yield Anchor("caller", profile.caller)


def _where(profile: Profile) -> Iterator[Anchor]:
    for level, key in profile.places + profile.text_places:
        parts = key.split("/")
        if level == "room":
            yield Anchor("room", f"{parts[0]}/{parts[-1]}" if len(parts) < 3 else f"{parts[0]}/{parts[1]}/{parts[-1]}")
        elif level == "building":
            yield Anchor("building", key)
    for base in bases(profile):
        yield Anchor("base", base)
        if profile.kind:
            yield Anchor("base_kind", f"{base}|{profile.kind}")
        for topic in profile.content_topics + profile.outcome_topics:
            yield Anchor("base_topic", f"{base}|{topic}")
        for person in (profile.caller_name, *profile.people):
            if person.surname:
                yield Anchor("base_surname", f"{base}|{person.surname}")


def _parties(profile: Profile) -> Iterator[Anchor]:
    for person in (profile.caller_name, *profile.people):
        if person.given:
            if person.full:
                yield Anchor("full_name", f"{person.surname}{person.given}")
            yield Anchor("masked_name", f"{person.surname}{person.given[-1]}@{profile.unit}")
        if person.surname and profile.kind and profile.unit:
            yield Anchor("surname_kind", f"{person.surname}|{profile.kind}@{profile.unit}")


def _subject(profile: Profile) -> Iterator[Anchor]:
    for kind, name in profile.things:
        yield Anchor("thing", f"{kind}:{name}")
    for name in profile.names:
        yield Anchor("name_word", name)
    for phrase in _sketch(profile.text):
        yield Anchor("wording", phrase)
    for phrase in sorted(phrases(profile.title, _TITLE_PHRASE)):
        yield Anchor("title", phrase)


def _sketch(text: str) -> list[str]:
    """The phrases of ``text`` with the smallest checksums: near-equal texts choose the same ones."""
    return heapq.nsmallest(_SKETCH, phrases(text, _PHRASE), key=lambda phrase: (crc32(phrase.encode()), phrase))

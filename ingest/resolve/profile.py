"""A profile: all of one incident that comparing it with another needs, small enough to be kept for it."""

from __future__ import annotations

from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

import orjson

from ingest.extract.mentions import Level, Mentions, PersonMention, Place
from ingest.incident import Incident
from ingest.resolve.units import unit_key
from ingest.resolve.where import place_keys
from ingest.resolve.wording import names, plain

#: (level, key) pairs of ``where.place_keys``.
PlaceKeys = tuple[tuple[str, str], ...]

_NOT_A_PARTY = {"officer", "mediator"}


@dataclass(frozen=True, slots=True)
class Party:
    """A person in a record: ``given`` is what is known of the given name, ``full`` whether that is all of it."""

    surname: str
    given: str = ""
    full: bool = False


@dataclass(frozen=True, slots=True)
class Profile:
    """What one incident says, for comparing. '' and () mean that nothing is known.

    ``at_s`` is in seconds since 1970 UTC. ``caller`` is the resolved caller's key. ``places`` is the
    incident's own place (all its bases and finer parts), ``text_places`` those its texts name. ``people`` are
    the parties that the texts name, the caller left out. ``names`` are unknown words of the call,
    ``text`` its plain wording, ``title`` its first line where there are more. ``said`` and ``noted`` are the plain
    wording of the call and of the officer's note without the names of people, places and plates. ``day`` is the local
    day of the call and ``days_named`` those its texts name, as MM-DD; ``amounts`` are in yuan.
    """

    id: str
    at_s: int
    caller: str = ""
    phone: str = ""
    id_number: str = ""
    caller_name: Party = Party("")
    unit: str = ""
    places: PlaceKeys = ()
    floor: str = ""
    text_places: PlaceKeys = ()
    people: tuple[Party, ...] = ()
    things: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    kind_confidence: float = 0.0
    event: str = ""
    event_confidence: float = 0.0
    content_topics: tuple[str, ...] = ()
    outcome_topics: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    text: str = ""
    title: str = ""
    said: str = ""
    noted: str = ""
    refers_back: bool = False
    day: str = ""
    days_named: tuple[str, ...] = ()
    amounts: tuple[str, ...] = ()
    danger: int = 0
    invalid: bool = False
    category: str = ""

    @property
    def order(self) -> tuple[int, str]:
        """Time order of arrival; ties by id."""
        return self.at_s, self.id

    def to_json(self) -> bytes:
        """The profile as one line of JSON: its values in their order, so that a million of them stay small."""
        values = list(_VALUES(self))
        values[_PEOPLE] = [_party_values(party) for party in self.people]
        values[_CALLER_NAME] = _party_values(self.caller_name)
        return orjson.dumps(values)

    @classmethod
    def from_json(cls, text: str | bytes, caller: str | None = None) -> Profile:
        """The profile that ``to_json`` wrote, with another caller if one is given; ValueError for anything else."""
        values: list[Any] = orjson.loads(text)
        if not isinstance(values, list) or len(values) != len(FIELDS):
            raise ValueError(f"not a profile: {text[:80]!r}")
        for at in _PAIRS:
            values[at] = tuple([(first, second) for first, second in values[at]])
        for at in _LISTS:
            values[at] = tuple(values[at])
        values[_PEOPLE] = tuple([Party(*person) for person in values[_PEOPLE]])
        values[_CALLER_NAME] = Party(*values[_CALLER_NAME])
        if caller is not None:
            values[_CALLER] = caller
        return cls(*values)


FIELDS: tuple[str, ...] = tuple(field.name for field in fields(Profile))
_VALUES = attrgetter(*FIELDS)
_PAIRS = tuple(FIELDS.index(name) for name in ("places", "text_places", "things"))
_LISTS = tuple(FIELDS.index(name) for name in ("content_topics", "outcome_topics", "names", "days_named", "amounts"))
_PEOPLE, _CALLER_NAME, _CALLER = (FIELDS.index(name) for name in ("people", "caller_name", "caller"))


def _party_values(party: Party) -> tuple[str, str, bool]:
    return party.surname, party.given, party.full


def profile_of(incident: Incident, mentions: Mentions, caller_key: str) -> Profile:
    """The profile of ``incident`` as ``mentions`` reads it; ``caller_key`` is '' for an unknown caller."""
    wording = plain(incident.content)
    title, _, body = incident.content.partition("\n")
    return Profile(
        id=incident.id,
        at_s=int(incident.reported_at.timestamp()),
        caller=caller_key,
        phone=mentions.calling_phone,
        id_number=mentions.caller_id_number,
        caller_name=_party(mentions.caller) if mentions.caller else Party(""),
        unit=unit_key(incident.unit),
        places=_keys((mentions.place,)),
        floor=mentions.place.at(Level.FLOOR) or mentions.place.at(Level.ROOM)[:-2],
        text_places=_keys(mentions.text_places),
        people=_parties(mentions),
        things=tuple((thing.kind, thing.name) for thing in mentions.things),
        kind=mentions.kind,
        kind_confidence=mentions.kind_confidence,
        event=mentions.event,
        event_confidence=mentions.event_confidence,
        content_topics=mentions.content_topics,
        outcome_topics=mentions.outcome_topics,
        names=names(wording),
        text=wording,
        title=plain(title) if body else "",
        said=plain(mentions.content_unnamed),
        noted=plain(mentions.outcome_unnamed),
        refers_back=mentions.refers_back,
        day=f"{incident.reported_at.month:02}-{incident.reported_at.day:02}",
        days_named=mentions.days,
        amounts=tuple(f"{amount:.12g}" for amount in mentions.amounts),
        danger=max((danger.grade for danger in mentions.dangers), default=0),
        invalid=mentions.invalid,
        category=incident.category,
    )


def _keys(places: tuple[Place, ...]) -> PlaceKeys:
    found: dict[tuple[str, str], None] = {}
    for place in places:
        found.update({(level.value, key): None for level, key in place_keys(place)})
    return tuple(found)


def _parties(mentions: Mentions) -> tuple[Party, ...]:
    caller = mentions.caller
    found: dict[Party, None] = {}
    for person in mentions.people:
        if person.role in _NOT_A_PARTY or person.source == "column":
            continue
        if caller and person.role == "caller" and person.surname == caller.surname:
            continue
        found[_party(person)] = None
    return tuple(found)


def _party(person: PersonMention) -> Party:
    return Party(person.surname, person.given, person.full)

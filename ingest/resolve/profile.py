"""A profile: all of one incident that comparing it with another needs, small enough to be stored beside it."""

from __future__ import annotations

from dataclasses import dataclass
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

    def to_json(self) -> str:
        """The profile as one line of JSON."""
        return orjson.dumps(self).decode()

    @classmethod
    def from_json(cls, text: str | bytes) -> Profile:
        """The profile that ``to_json`` wrote; raises ValueError for anything else."""
        raw: dict[str, Any] = orjson.loads(text)
        for name in ("places", "text_places", "things"):
            raw[name] = tuple((first, second) for first, second in raw.get(name, ()))
        for name in ("content_topics", "outcome_topics", "names", "days_named", "amounts"):
            raw[name] = tuple(raw.get(name, ()))
        raw["people"] = tuple(Party(**person) for person in raw.get("people", ()))
        raw["caller_name"] = Party(**raw.get("caller_name", {"surname": ""}))
        try:
            return cls(**raw)
        except TypeError as error:
            raise ValueError(f"not a profile: {error}") from error


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
        day=f"{incident.reported_at:%m-%d}",
        days_named=mentions.days,
        amounts=tuple(f"{amount:g}" for amount in mentions.amounts),
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

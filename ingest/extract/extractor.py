"""One record to all it says. An ``Extractor`` keeps what it has parsed, so that a repeated address costs nothing."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from ingest.extract import (
    addresses,
    amounts,
    dangers,
    days,
    events,
    flags,
    id_numbers,
    kinds,
    names,
    phones,
    references,
    text_places,
    things,
    topics,
)
from ingest.extract import words as segmentation
from ingest.extract.mentions import Level, Mentions, PersonMention, Place, Thing
from ingest.extract.text import narrow, once_a_text
from ingest.incident import Incident

_NAMED = (Level.VILLAGE, Level.ROAD, Level.ESTATE, Level.POI)
_REMEMBERED = 200_000
_BODIES = ("company", "school", "hospital")


class Extractor:
    """Extraction with a memory of addresses; one per process is enough, threads need their own."""

    def __init__(self) -> None:
        self._places: dict[str, Place] = {}

    def place(self, written: str) -> Place:
        """The place of a written address, parsed once per distinct address."""
        place = self._places.get(written)
        if place is None:
            if len(self._places) >= _REMEMBERED:
                self._places.clear()
            place = self._places[written] = addresses.parse(written)
        return place

    def extract(self, incident: Incident) -> Mentions:
        """Everything read from ``incident``."""
        content, outcome = narrow(incident.content), narrow(incident.outcome)
        caller_column = names.from_column(incident.caller_name)
        said = names.find(content, "content", caller_column)
        caller = caller_column or _first_caller(said)
        noted = names.find(outcome, "outcome", caller)
        officers = _officers(incident.officer)
        place = self.place(incident.address)
        here = "\n".join(name for level, name in place.parts if level in _NAMED)
        content_read, outcome_read = _read(content), _read(outcome)
        own_phone = phones.normalise(incident.phone) if incident.phone else ""
        own_id = id_numbers.normalise(incident.caller_id_number)
        content_dangers, content_denied = dangers.read(content, "content", [(f.start, f.end, f.person) for f in said])
        outcome_dangers, outcome_denied = dangers.read(outcome, "outcome", [(f.start, f.end, f.person) for f in noted])
        references_found = _unique(references.find(content), references.find(outcome))
        same_address = addresses.points_back(incident.address)
        kind, confidence = kinds.classify(incident.category, content, outcome)
        event, event_confidence = events.classify(incident.category, content, outcome)
        invalid, malicious, non_police = flags.judge(incident.category, content, outcome, has_place=bool(place))
        return Mentions(
            calling_phone=own_phone,
            phones=_unique((own_phone,), phones.find(content), phones.find(outcome)),
            caller_id_number=own_id,
            id_numbers=_unique((own_id,), id_numbers.find(content), id_numbers.find(outcome)),
            caller=caller,
            people=_people(caller, said, noted, officers),
            place=place,
            text_places=tuple(dict.fromkeys(content_read.places + outcome_read.places)),
            things=tuple(dict.fromkeys((*_things_of(place), *content_read.things, *outcome_read.things))),
            kind=kind,
            kind_confidence=confidence,
            event=event,
            event_confidence=event_confidence,
            dangers=tuple(dict.fromkeys(content_dangers + outcome_dangers)),
            denied_dangers=tuple(dict.fromkeys(content_denied + outcome_denied)),
            amounts=tuple(dict.fromkeys(amounts.find(content) + amounts.find(outcome))),
            days=_unique(days.find(content, incident.reported_at), days.find(outcome, incident.reported_at)),
            near=_unique((place.near,), content_read.near, outcome_read.near),
            content_topics=content_read.topics(here),
            outcome_topics=outcome_read.topics(here),
            content_unnamed=content_read.unnamed,
            outcome_unnamed=outcome_read.unnamed,
            refers_back=bool(references_found) or same_address,
            references=references_found,
            same_address=same_address,
            invalid=invalid,
            malicious=malicious,
            non_police=non_police,
        )


@dataclass(frozen=True, slots=True)
class _Read:
    """What cutting one text gives: words that can be topics, things (their names joined by line ends too), places,
    their landmark words, and the text without names."""

    words: tuple[str, ...] = ()
    named: str = ""
    things: tuple[Thing, ...] = ()
    places: tuple[Place, ...] = ()
    near: tuple[str, ...] = ()
    unnamed: str = ""

    def topics(self, here: str) -> tuple[str, ...]:
        """The topic words; those that are a piece of a name of the record's own place, ``here``, are none."""
        return topics.select(self.words, f"{here}\n{self.named}")


_NOTHING = _Read()


@once_a_text
def _read(text: str) -> _Read:
    if not text:
        return _NOTHING
    plates = things.plates(text)
    located = text_places.find(text)
    spans = [(start, end) for start, end, _ in (*plates, *located)]
    unnamed = topics.mask(text, names.spans(text) + spans)
    cut = segmentation.tagged(unnamed)
    named = things.names(cut)
    # A place told by its letter or road can be a school or a firm (C市第五医院): a thing as well.
    placed = [thing for _, _, place in located for thing in _things_of(place) if thing.kind in _BODIES]
    ends = [end for _, end, _ in located] + [text.find(thing.name) + len(thing.name) for thing in named]
    return _Read(
        topics.telling(cut),
        "\n".join([thing.name for thing in named]),
        tuple([thing for _, _, thing in plates] + placed + named),
        tuple([place for _, _, place in located]),
        text_places.near(text, ends),
        unnamed,
    )


def _things_of(place: Place) -> list[Thing]:
    written = (place.at(Level.POI), place.at(Level.ESTATE))
    return [thing for name in written if name and (thing := things.written_name(name))]


def _first_caller(said: list[names.Found]) -> PersonMention | None:
    return next((found.person for found in said if found.person.role == "caller"), None)


_SPLIT_OFFICERS = re.compile(r"[、，,;；/\s]+")


@lru_cache(maxsize=50_000)
def _officers(written: str) -> tuple[PersonMention, ...]:
    people = []
    for name in _SPLIT_OFFICERS.split(written):
        if person := names.from_column(name):
            people.append(PersonMention(person.name, person.surname, person.given, person.full, "officer", "column"))
    return tuple(people)


def _people(
    caller: PersonMention | None, said: list[names.Found], noted: list[names.Found], officers: tuple[PersonMention, ...]
) -> tuple[PersonMention, ...]:
    everyone = ([caller] if caller else []) + [found.person for found in said + noted] + list(officers)
    return tuple(dict.fromkeys(everyone))


def _unique(*groups: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for group in groups for value in group if value))

"""What was read of incidents as the rows that the statements of load.cypher take: plain data, no graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from typing import Any

from graph.analysis.sounds import sounds, sounds_of_person
from ingest.extract import extract
from ingest.extract.mentions import Mentions
from ingest.extract.word_lists import in_force, trying
from ingest.incident import Incident
from ingest.recollection import Recollection, recollect
from ingest.resolve.profile import Profile, profile_of
from ingest.resolve.units import unit_key
from ingest.resolve.where import Location, locate

#: The fields of an incident that are stored as they were written.
WRITTEN = tuple(field.name for field in fields(Incident) if field.name not in ("id", "reported_at"))

Row = dict[str, Any]
#: Statement name -> its rows, in the order in which the statements are run.
Facts = dict[str, list[Row]]


@dataclass(frozen=True, slots=True)
class Reading:
    """One incident with all that was read from it."""

    incident: Incident
    mentions: Mentions
    profile: Profile
    recollection: Recollection


@dataclass(frozen=True, slots=True)
class Stated:
    """What several incidents state, for the graph, and what is remembered of them beside it."""

    facts: Facts
    recollections: list[Recollection]


def read(incident: Incident) -> Reading:
    """What the columns and the texts of one incident say; its caller is not known yet."""
    mentions = extract(incident)
    profile = profile_of(incident, mentions, "")
    return Reading(incident, mentions, profile, recollect(incident, mentions, profile))


def read_all(incidents: Sequence[Incident]) -> Stated:
    """What several incidents state, all by the same words; no two have one id."""
    with trying(in_force()):
        return stated([read(incident) for incident in incidents])


def stated(readings: Sequence[Reading]) -> Stated:
    """What the readings state and what is remembered of them; no two are of one id."""
    return Stated(facts(readings), [reading.recollection for reading in readings])


def facts(readings: Sequence[Reading]) -> Facts:
    """All that the readings state; no two are of one id."""
    return {
        "incidents": [_incident_row(reading) for reading in readings],
        **_places(readings),
        **_mentions(readings),
        **_handling(readings),
    }


def _incident_row(reading: Reading) -> Row:
    incident = reading.incident
    properties = {name: getattr(incident, name) for name in WRITTEN}
    properties["hash"] = reading.recollection.hash
    properties.update(_derived(reading.mentions))
    properties["reading"] = reading.recollection.reading
    return {"id": incident.id, "at": int(incident.reported_at.timestamp()), "properties": properties}


def _derived(mentions: Mentions) -> Row:
    """The properties of an incident that were read from it rather than written in it."""
    return {
        "kind": mentions.kind,
        "kind_confidence": round(mentions.kind_confidence, 3),
        "danger": max((danger.grade for danger in mentions.dangers), default=0),
        "danger_words": [danger.term for danger in mentions.dangers],
        "topics": list(dict.fromkeys((*mentions.content_topics, *mentions.outcome_topics))),
        "refers_back": mentions.refers_back,
        "invalid": mentions.invalid,
        "malicious": mentions.malicious,
        "non_police": mentions.non_police,
        "id_number": mentions.caller_id_number or None,
        "from_phone": mentions.calling_phone or None,
    }


def _places(readings: Iterable[Reading]) -> Facts:
    locations: dict[str, Location] = {}
    outer: dict[str, Location] = {}
    at: list[Row] = []
    mentioned: list[Row] = []
    for reading in readings:
        chain = locate(reading.mentions.place)
        chains = [chain, *(locate(place) for place in reading.mentions.text_places)]
        for places in chains:
            locations.update((location.key, location) for location in places)
            for coarse, fine in pairwise(places):
                outer[fine.key] = min(outer.get(fine.key, coarse), coarse, key=lambda loc: (-loc.rank, loc.key))
        if chain:
            at.append({"id": reading.incident.id, "key": chain[-1].key})
        named = {places[-1].key for places in chains[1:] if places} - {chain[-1].key if chain else ""}
        mentioned.extend({"id": reading.incident.id, "key": key} for key in sorted(named))
    rows = [
        {"key": loc.key, "level": loc.level.value, "name": loc.name, "sounds": sounds(loc.name), "rank": loc.rank}
        for loc in sorted(locations.values(), key=lambda loc: loc.key)
    ]
    within = [{"key": key, "outer": outer[key].key} for key in sorted(outer)]
    return {"locations": rows, "within": within, "at": at, "mentions_location": mentioned}


def _mentions(readings: Iterable[Reading]) -> Facts:
    phones: list[Row] = []
    people: list[Row] = []
    things: list[Row] = []
    for reading in readings:
        incident, mentions = reading.incident, reading.mentions
        if mentions.calling_phone:
            number = mentions.calling_phone
            phones.append({"id": incident.id, "key": number, "ending": number[-4:]})
        station = unit_key(incident.unit)
        named = {p.name: p for p in mentions.people if p.full and p.role not in ("caller", "officer")}
        people.extend(
            {
                "id": incident.id,
                "key": f"{name}@{station}",
                "name": name,
                "sounds": sounds_of_person(name),
                "role": named[name].role,
            }
            for name in sorted(named)
        )
        things.extend(
            {"id": incident.id, "key": f"{thing.kind}:{thing.name}", "sounds": sounds(thing.name), **asdict(thing)}
            for thing in dict.fromkeys(mentions.things)
        )
    return {"phones": phones, "mentions_person": people, "mentions_thing": things}


def _handling(readings: Iterable[Reading]) -> Facts:
    units: list[Row] = []
    officers: list[Row] = []
    serving: dict[str, Row] = {}
    for reading in readings:
        incident = reading.incident
        station = unit_key(incident.unit)
        if station:
            units.append({"id": incident.id, "key": station, "name": station})
        if incident.officer:
            key = f"{incident.officer}@{station}"
            officers.append({"id": incident.id, "key": key, "name": incident.officer})
            if station:
                serving[key] = {"key": key, "unit": station}
    return {"units": units, "officers": officers, "serves_in": [serving[key] for key in sorted(serving)]}

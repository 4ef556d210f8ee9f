"""What was read of incidents as the rows that the statements of load.cypher take: plain data, no graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
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
    located = [_located(reading) for reading in readings]
    incidents = [_incident_row(*each) for each in zip(readings, located, strict=True)]
    return {**_places(located), "incidents": incidents, "serves_in": _serving(incidents)}


def _incident_row(reading: Reading, located: Located) -> Row:
    incident, mentions = reading.incident, reading.mentions
    properties = {name: getattr(incident, name) for name in WRITTEN}
    properties["hash"] = reading.recollection.hash
    properties.update(_derived(mentions))
    properties["reading"] = reading.recollection.reading
    station = unit_key(incident.unit)
    return {
        "id": incident.id,
        "at": int(incident.reported_at.timestamp()),
        "properties": properties,
        **_where(located),
        "phones": [mentions.calling_phone] if mentions.calling_phone else [],
        "people": _people(mentions, station),
        "things": [
            {"key": f"{thing.kind}:{thing.name}", "kind": thing.kind, "name": thing.name, "sounds": sounds(thing.name)}
            for thing in dict.fromkeys(mentions.things)
        ],
        "units": [station] if station else [],
        "officers": [{"key": f"{incident.officer}@{station}", "name": incident.officer}] if incident.officer else [],
    }


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


#: The places, coarse to fine, that an incident is in (none: nowhere), and the same of each that its texts name.
Located = tuple[Sequence[Location], list[Sequence[Location]]]


def _located(reading: Reading) -> Located:
    return locate(reading.mentions.place), [locate(place) for place in reading.mentions.text_places]


def _where(located: Located) -> Row:
    """The keys of the finest place that an incident is at and of those that its texts name besides."""
    place, named = located
    at = [location.key for location in place[-1:]]
    return {"place": at, "places": sorted({places[-1].key for places in named if places}.difference(at))}


def _places(located: Iterable[Located]) -> Facts:
    """All places, and for each which one it lies within."""
    locations: dict[str, Location] = {}
    outer: dict[str, Location] = {}
    for at, named in located:
        for places in (at, *named):
            locations.update((location.key, location) for location in places)
            for coarse, fine in pairwise(places):
                outer[fine.key] = min(outer.get(fine.key, coarse), coarse, key=lambda loc: (-loc.rank, loc.key))
    rows = [
        {"key": loc.key, "level": loc.level.value, "name": loc.name, "sounds": sounds(loc.name), "rank": loc.rank}
        for loc in sorted(locations.values(), key=lambda loc: loc.key)
    ]
    return {"locations": rows, "within": [{"key": key, "outer": outer[key].key} for key in sorted(outer)]}


def _people(mentions: Mentions, station: str) -> list[Row]:
    """The people named in full other than the caller and officers; one with a name at a station is one person."""
    named = {p.name: p for p in mentions.people if p.full and p.role not in ("caller", "officer")}
    return [
        {"key": f"{name}@{station}", "name": name, "sounds": sounds_of_person(name), "role": named[name].role}
        for name in sorted(named)
    ]


def _serving(incidents: Iterable[Row]) -> list[Row]:
    """Which officer serves in which station, each once."""
    serving = {officer["key"]: unit for row in incidents for officer in row["officers"] for unit in row["units"]}
    return [{"key": key, "unit": serving[key]} for key in sorted(serving)]

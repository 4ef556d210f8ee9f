"""Readings become nodes: batched writes of what records state.

Everything a batch of records brings is written in one transaction, so that a killed run leaves whole
batches only. Findings (who is one person, which incidents are one matter) are not written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from itertools import pairwise
from pathlib import Path
from typing import Any

import orjson
from neo4j import Driver, ManagedTransaction, Record

from graph import settings
from graph.statements import statements
from ingest.extract.mentions import Mentions
from ingest.incident import Incident
from ingest.resolve.index_words import index_words
from ingest.resolve.profile import Profile
from ingest.resolve.units import unit_key
from ingest.resolve.where import Location, locate

CYPHER = statements(Path(__file__).with_suffix(".cypher"))

_WRITTEN = tuple(field.name for field in fields(Incident) if field.name not in ("id", "reported_at"))

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Reading:
    """One incident with all that was read from it."""

    incident: Incident
    mentions: Mentions
    profile: Profile


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph holds of an id: the hash of its present content and of its older versions."""

    hash: str
    past: frozenset[str] = frozenset()


def known(driver: Driver, ids: Sequence[str]) -> dict[str, Known]:
    """The ids that the graph holds already."""
    records = driver.execute_query(
        CYPHER["known"], ids=list(ids), database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return {r["id"]: Known(r["hash"], frozenset(r["past_hashes"])) for r in records}


@dataclass(frozen=True, slots=True)
class ImportState:
    """How far an import got: the last row written, whether that was the end, the counts so far as JSON."""

    done: int
    finished: bool
    counts: str


def import_state(driver: Driver, import_id: str) -> ImportState | None:
    """What the graph knows of an import; None for one never begun."""
    records = driver.execute_query(
        CYPHER["import_state"], id=import_id, database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return ImportState(**records[0].data()) if records else None


def record_progress(tx: ManagedTransaction, import_id: str, name: str, done: int, counts: str) -> None:
    """Say in the batch's own transaction how far the import is."""
    tx.run(CYPHER["import_progress"], id=import_id, name=name, done=done, counts=counts).consume()


@dataclass(frozen=True, slots=True)
class Batch:
    """New readings, readings that correct what the graph holds under the same id, and older versions.

    ``superseded`` are versions that a later row of the same batch corrected, oldest first.
    """

    new: tuple[Reading, ...]
    corrected: tuple[Reading, ...]
    superseded: tuple[Incident, ...] = ()


def write(tx: ManagedTransaction, batch: Batch, import_id: str) -> None:
    """Write one batch; the caller's transaction makes it all or nothing. No two readings have one id."""
    readings = batch.new + batch.corrected
    if batch.corrected:
        _set_aside(tx, [reading.incident.id for reading in batch.corrected])
    _write_facts(tx, readings)
    _run(tx, "keep_version", [_version_row(incident) for incident in batch.superseded])
    if batch.new:
        ids = [reading.incident.id for reading in batch.new]
        tx.run(CYPHER["from_import"], {"import": import_id, "ids": ids}).consume()


def _write_facts(tx: ManagedTransaction, readings: Sequence[Reading]) -> None:
    _run(tx, "incidents", [_incident_row(reading) for reading in readings], zone=settings.read("FENGQIAO_TZ"))
    _write_places(tx, readings)
    _write_mentions(tx, readings)
    _write_handling(tx, readings)


def rewrite(tx: ManagedTransaction, readings: Sequence[Reading]) -> None:
    """Replace what stored incidents state by what was read from them now; their text stays as it is."""
    tx.run(CYPHER["forget_facts"], ids=[reading.incident.id for reading in readings]).consume()
    _write_facts(tx, readings)


def _run(tx: ManagedTransaction, name: str, rows: Sequence[Row], **parameters: Any) -> None:
    if rows:
        tx.run(CYPHER[name], rows=rows, **parameters).consume()


def _set_aside(tx: ManagedTransaction, ids: list[str]) -> None:
    """Keep the present version of incidents about to be corrected, and drop what it stated."""
    held = [stored(record) for record in tx.run(CYPHER["written"], ids=ids)]
    _run(tx, "keep_version", [_version_row(incident) for incident in held])
    tx.run(CYPHER["forget_facts"], ids=ids).consume()


def stored(record: Record) -> Incident:
    """The incident of a record with ``id``, ``reported_at`` and ``written`` (its properties)."""
    texts = {name: record["written"].get(name) or "" for name in _WRITTEN}
    return Incident(record["id"], record["reported_at"].to_native(), **texts)


def _version_row(incident: Incident) -> Row:
    version = {"reported_at": int(incident.reported_at.timestamp())}
    version |= {name: getattr(incident, name) for name in _WRITTEN}
    return {"id": incident.id, "hash": incident.content_hash(), "version": orjson.dumps(version).decode()}


def _incident_row(reading: Reading) -> Row:
    incident = reading.incident
    properties = {name: getattr(incident, name) for name in _WRITTEN}
    properties["hash"] = incident.content_hash()
    properties.update(derived(reading.mentions, reading.profile))
    return {"id": incident.id, "at": int(incident.reported_at.timestamp()), "properties": properties}


def derived(mentions: Mentions, profile: Profile) -> Row:
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
        "profile": profile.to_json(),
        "anchors": index_words(profile),
    }


def _write_places(tx: ManagedTransaction, readings: Iterable[Reading]) -> None:
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
        {"key": loc.key, "level": loc.level.value, "name": loc.name, "rank": loc.rank}
        for loc in sorted(locations.values(), key=lambda loc: loc.key)
    ]
    _run(tx, "locations", rows)
    _run(tx, "within", [{"key": key, "outer": outer[key].key} for key in sorted(outer)])
    _run(tx, "at", at)
    _run(tx, "mentions_location", mentioned)


def _write_mentions(tx: ManagedTransaction, readings: Iterable[Reading]) -> None:
    phones: list[Row] = []
    people: list[Row] = []
    things: list[Row] = []
    for reading in readings:
        incident, mentions = reading.incident, reading.mentions
        if mentions.calling_phone:
            phones.append({"id": incident.id, "key": mentions.calling_phone})
        station = unit_key(incident.unit)
        named = {p.name: p for p in mentions.people if p.full and p.role not in ("caller", "officer")}
        people.extend(
            {"id": incident.id, "key": f"{name}@{station}", "name": name, "role": named[name].role}
            for name in sorted(named)
        )
        things.extend(
            {"id": incident.id, "key": f"{thing.kind}:{thing.name}", **asdict(thing)}
            for thing in dict.fromkeys(mentions.things)
        )
    _run(tx, "phones", phones)
    _run(tx, "mentions_person", people)
    _run(tx, "mentions_thing", things)


def _write_handling(tx: ManagedTransaction, readings: Iterable[Reading]) -> None:
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
    _run(tx, "units", units)
    _run(tx, "officers", officers)
    _run(tx, "serves_in", [serving[key] for key in sorted(serving)])

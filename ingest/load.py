"""Facts become nodes: batched writes of what records state.

Everything a batch of records brings is written in one transaction, so that a killed run leaves whole
batches only. Findings (who is one person, which incidents are one matter) are not written here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from neo4j import Driver, ManagedTransaction, Record

from graph import settings
from graph.statements import statements
from ingest.facts import WRITTEN, Facts, Row
from ingest.incident import Incident

CYPHER = statements(Path(__file__).with_suffix(".cypher"))


@dataclass(frozen=True, slots=True)
class Known:
    """What the graph holds of an id: the hash of its present content and of its older versions, and whether its caller
    was forgotten since."""

    hash: str
    past: frozenset[str] = frozenset()
    forgotten: bool = False

    def differs(self, content: str, *, live: bool) -> bool:
        """Whether a record with this hash is a correction. An older version is one only in a live source, which says
        how things are now; and never once the caller was forgotten."""
        return content != self.hash and (content not in self.past or (live and not self.forgotten))


def known(driver: Driver, ids: Sequence[str]) -> dict[str, Known]:
    """The ids that the graph holds already."""
    records = driver.execute_query(
        CYPHER["known"], ids=list(ids), database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return {r["id"]: Known(r["hash"], frozenset(r["past_hashes"]), r["forgotten"]) for r in records}


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
class Changes:
    """Incidents that are new, that correct what the graph holds under their id, and older versions.

    ``superseded`` are versions that a later row of the same batch corrected, oldest first. ``unchanged`` are the ids
    of those that the graph held already as they are.
    """

    new: tuple[Incident, ...]
    corrected: tuple[Incident, ...] = ()
    superseded: tuple[Incident, ...] = ()
    unchanged: tuple[str, ...] = ()


class Places:
    """The places that one import has written, which its next batches need not write again."""

    def __init__(self) -> None:
        self._keys: set[str] = set()
        self._within: set[tuple[str, str]] = set()

    def unwritten(self, facts: Facts, *, corrected: bool) -> Facts:
        """The facts without places that are there already.

        ``corrected``: the batch corrects incidents, so that places nobody states any more go with it.
        """
        locations = [row for row in facts["locations"] if row["key"] not in self._keys]
        within = [row for row in facts["within"] if (row["key"], row["outer"]) not in self._within]
        if corrected:
            self._keys, self._within = set(), set()
        else:
            self._keys.update(row["key"] for row in locations)
            self._within.update((row["key"], row["outer"]) for row in within)
        return facts | {"locations": locations, "within": within}


def write(tx: ManagedTransaction, changes: Changes, facts: Facts, import_id: str) -> None:
    """Write one batch: the facts of all that is new or corrected. The caller's transaction makes it all or nothing."""
    stated = _set_aside(tx, [incident.id for incident in changes.corrected]) if changes.corrected else []
    _write_facts(tx, facts)
    drop_unstated(tx, stated)
    _run(tx, "keep_version", [_version_row(incident) for incident in changes.superseded])
    if changes.new:
        ids = [incident.id for incident in changes.new]
        tx.run(CYPHER["from_import"], {"import": import_id, "ids": ids}).consume()
    if changes.corrected or changes.unchanged:
        ids = [*(incident.id for incident in changes.corrected), *changes.unchanged]
        tx.run(CYPHER["from_import_too"], {"import": import_id, "ids": ids}).consume()


def rewrite(tx: ManagedTransaction, facts: Facts) -> None:
    """Replace what stored incidents state by what was read from them now; their text stays as it is."""
    stated = part_from_stated(tx, [row["id"] for row in facts["incidents"]])
    _write_facts(tx, facts)
    drop_unstated(tx, stated)


def _write_facts(tx: ManagedTransaction, facts: Facts) -> None:
    for name, rows in facts.items():
        _run(tx, name, rows, zone=settings.read("FENGQIAO_TZ"))


def _run(tx: ManagedTransaction, name: str, rows: Sequence[Row], **parameters: Any) -> None:
    if rows:
        tx.run(CYPHER[name], rows=rows, **parameters).consume()


def _set_aside(tx: ManagedTransaction, ids: list[str]) -> list[str]:
    """Keep the present version of incidents about to be corrected, and forget what it stated."""
    held = [stored(record) for record in tx.run(CYPHER["written"], ids=ids)]
    _run(tx, "keep_version", [_version_row(incident) for incident in held])
    return part_from_stated(tx, ids)


def part_from_stated(tx: ManagedTransaction, ids: list[str]) -> list[str]:
    """Part incidents from all they stated; returns the element ids of that, for ``drop_unstated``."""
    [record] = tx.run(CYPHER["stated"], ids=ids)
    tx.run(CYPHER["forget_facts"], ids=ids).consume()
    return list(record["nodes"])


def drop_unstated(tx: ManagedTransaction, nodes: list[str]) -> None:
    """Delete those of the nodes that no incident states any more, places with the wider ones around them."""
    for name in ("drop_unstated", "drop_unstated_units", "drop_unstated_places") if nodes else ():
        tx.run(CYPHER[name], nodes=nodes).consume()


def stored(record: Record) -> Incident:
    """The incident of a record with ``id``, ``reported_at`` and ``written`` (its properties)."""
    texts = {name: record["written"].get(name) or "" for name in WRITTEN}
    return Incident(record["id"], record["reported_at"].to_native(), **texts)


def _version_row(incident: Incident) -> Row:
    version = {"reported_at": int(incident.reported_at.timestamp())}
    version |= {name: getattr(incident, name) for name in WRITTEN}
    return {"id": incident.id, "hash": incident.content_hash(), "version": orjson.dumps(version).decode()}

"""Everything anew: every stored record is read again with today's vocabulary, and all of it is settled."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from neo4j import Driver

from graph import settings
from graph.one_writer import one_writer
from graph.session import opened
from ingest import load
from ingest.facts import facts, read
from ingest.incident import Incident
from ingest.progress import Silent, Watcher
from ingest.settle import Settled, settle_all
from ingest.settle.standing import BATCH


def stored_incidents(driver: Driver) -> Iterator[tuple[Incident, str]]:
    """Every incident of the graph as it was written, with the profile that was read from it, by id."""
    with opened(driver, fetch_size=BATCH) as session:
        for record in session.run(load.CYPHER["stored"]):
            yield load.stored(record), record["written"]["profile"]


def screen(driver: Driver, watcher: Watcher | None = None) -> Settled:
    """Find callers, links, disputes and risk anew over the whole graph; what stays the same is not written."""
    watching = watcher or Silent()
    with one_writer(watching.stage):
        _read_all_again(driver, watching)
        return settle_all(driver, watching.stage)


def _read_all_again(driver: Driver, watching: Watcher) -> None:
    watching.stage("reading the texts")
    incidents = stored_incidents(driver)
    done = 0
    at_once = settings.number("FENGQIAO_BATCH_ROWS")
    while batch := list(islice(incidents, at_once)):
        _read_again(driver, batch)
        done += len(batch)
        watching.rows(done, None)


def _read_again(driver: Driver, batch: list[tuple[Incident, str]]) -> None:
    changed = []
    for incident, profile in batch:
        reading = read(incident)
        if reading.profile.to_json() != profile:
            changed.append(reading)
    if changed:
        with opened(driver) as session:
            session.execute_write(load.rewrite, facts(changed))

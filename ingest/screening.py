"""Everything anew: every stored record is read again with today's vocabulary, and all of it is settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from neo4j import Driver, ManagedTransaction

from graph import settings
from graph.one_writer import one_writer
from graph.session import opened
from ingest import load
from ingest.extract import word_lists
from ingest.facts import read, stated
from ingest.incident import Incident
from ingest.progress import Silent, Watcher
from ingest.settle import Settled, settle_all
from ingest.settle.memory import Memory
from ingest.settle.mending import current_calls
from ingest.settle.standing import BATCH
from ingest.settle.steps import new_token, write_step


def stored_incidents(driver: Driver) -> Iterator[tuple[Incident, int | None]]:
    """Every incident of the graph as it was written, with the number of how it was read, by id."""
    with opened(driver, fetch_size=BATCH) as session:
        for record in session.run(load.CYPHER["stored"]):
            yield load.stored(record), record["written"].get("reading")


def incidents_called(driver: Driver, ids: Sequence[str]) -> Iterator[Incident]:
    """The incidents with these ids as they were written; unknown ids are left out."""
    with opened(driver) as session:
        for record in session.run(load.CYPHER["written"], ids=list(ids)):
            yield load.stored(record)


def screen(driver: Driver, watcher: Watcher | None = None) -> Settled:
    """Find callers, links, disputes and risk anew over the whole graph; what stays the same is not written."""
    watching = watcher or Silent()
    with one_writer(watching.stage):
        vocabulary = word_lists.in_force()
        with word_lists.trying(vocabulary):  # all by one, whatever is saved meanwhile
            _read_all_again(driver, current_calls(driver, watching.stage), watching)
        settled = settle_all(driver, watching.stage)
        _kept().write_text(str(vocabulary.number))
        return settled


def read_by() -> int:
    """The number of the vocabulary by which everything was read when it was screened last; 0 for the shipped one."""
    try:
        return int(_kept().read_text())
    except FileNotFoundError:
        return 0


def _kept() -> Path:
    return settings.home() / "screened-by"


def _read_all_again(driver: Driver, memory: Memory, watching: Watcher) -> None:
    watching.stage("reading the texts")
    incidents = stored_incidents(driver)
    done = 0
    at_once = settings.number("FENGQIAO_BATCH_ROWS")
    while batch := list(islice(incidents, at_once)):
        _read_again(driver, memory, batch)
        done += len(batch)
        watching.rows(done, None)


def _read_again(driver: Driver, memory: Memory, batch: list[tuple[Incident, int | None]]) -> None:
    readings = [(read(incident), was) for incident, was in batch]
    changed = stated([reading for reading, was in readings if reading.recollection.reading != was])
    if not changed.recollections:
        return
    token = new_token()

    def rewrite(tx: ManagedTransaction) -> None:
        load.rewrite(tx, changed.facts)
        write_step(tx, records=token)

    with opened(driver) as session:
        session.execute_write(rewrite)
    with memory.changing(records=token):
        memory.calls.put(changed.recollections)

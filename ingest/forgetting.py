"""Callers of long ago are forgotten: their calls stay, without phone, ID number and name, in every version.

What a call was about, where and when is kept, for statistics and for the dispute's story. The same file fed again does
not bring them back: the graph keeps hashes of what was, and a call once forgotten is not corrected to an old version.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from neo4j import Driver, ManagedTransaction

from graph import settings
from graph.one_writer import one_writer
from graph.session import opened
from graph.statements import statements
from ingest import load
from ingest.facts import read_all
from ingest.incident import Incident
from ingest.settle import settle
from ingest.settle.memory import Memory
from ingest.settle.mending import current_calls
from ingest.settle.steps import new_token, write_step

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: What stands in a text where the caller's name was.
NOBODY = "某人"

Report = Callable[[str], None]
Hide = Callable[[str], str]


def due(driver: Driver, before: datetime) -> list[str]:
    """The calls to forget the people of: those before ``before`` whose caller and number are not heard of since."""
    records = driver.execute_query(
        CYPHER["due"], before=before, database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return [record["id"] for record in records]


def forget(driver: Driver, before: datetime, hide: Hide, report: Report = lambda _: None) -> int:
    """Forget the callers of every call that is due, and settle anew; returns how many calls.

    ``hide`` takes the numbers of people out of a text. Cost: as that of reading so many calls. Safe to run again.
    """
    with one_writer(report):
        memory = current_calls(driver, report)
        waiting = iter(ids := due(driver, before))
        while part := list(islice(waiting, settings.number("FENGQIAO_BATCH_ROWS"))):
            _forget(driver, memory, part, hide)
        settle(driver, report)
    return len(ids)


def _forget(driver: Driver, memory: Memory, ids: list[str], hide: Hide) -> None:
    with opened(driver) as session:
        stored = [load.stored(record) for record in session.run(load.CYPHER["written"], ids=ids)]
    said = read_all([without_people(incident, hide) for incident in stored])
    past = [{"id": incident.id, "hash": incident.content_hash()} for incident in stored]
    token = new_token()

    def write(tx: ManagedTransaction) -> None:
        load.rewrite(tx, said.facts)
        tx.run(CYPHER["forgotten"], rows=past).consume()
        write_step(tx, records=token)

    with opened(driver) as session:
        session.execute_write(write)
    with memory.changing(records=token):
        memory.calls.put(said.recollections)


def without_people(incident: Incident, hide: Hide) -> Incident:
    """The call without its caller; in its texts numbers are hidden and the caller's name is nobody's."""

    def told(text: str) -> str:
        name = incident.caller_name
        return hide(text.replace(name, NOBODY) if len(name) > 1 else text)

    return replace(
        incident,
        phone="",
        caller_name="",
        caller_id_number="",
        address=told(incident.address),
        content=told(incident.content),
        outcome=told(incident.outcome),
    )

"""One call as it comes in: read, compared and placed in a few milliseconds, in a process that stays open.

The result is that of a file with this one record. What is known of earlier calls is remembered beside the graph
(``ingest.settle.memory``), so the graph is asked once and written to once.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from neo4j import Driver, ManagedTransaction

from graph import settings
from graph.casework.reopening import reopen_called_again
from graph.one_writer import one_writer
from graph.session import opened
from ingest import load
from ingest.facts import Stated, read_all
from ingest.incident import Incident
from ingest.load import Changes
from ingest.settle import settle, settle_some
from ingest.settle.asking import Hopeful, Thorough
from ingest.settle.collecting import without_collector
from ingest.settle.few import look_at_large_parts, settle_rows
from ingest.settle.memory import Memory, remembered
from ingest.settle.mending import current_calls
from ingest.settle.standing import CYPHER
from ingest.settle.steps import new_token, write_step
from ingest.settle.writing import Together, VainError

Report = Callable[[str], None]

#: Calls in large parts that are looked at before the first call comes: some three seconds.
_LOOKED_AT = 10_000


@dataclass(frozen=True, slots=True)
class Arrival:
    """What became of a call: its caller's key and its dispute, '' for nobody known and for a call that stands alone."""

    id: str
    outcome: Literal["new", "corrected", "unchanged"]
    caller: str
    dispute: str


def warm_up() -> None:
    """Prepare this process for calls to come, some 8 s; without it the first thousand take twice as long."""
    memory = remembered()
    memory.warm_up()
    look_at_large_parts(memory, _LOOKED_AT)
    gc.collect()
    gc.freeze()  # else every full collection walks over a million objects that stay


def arrive(driver: Driver, incident: Incident, origin: str = "arrivals", report: Report = lambda _: None) -> Arrival:
    """Write one call and settle it: all is committed on return. A call that is known already is corrected or left.

    Args:
        origin: the name of the import that it is counted to.
        report: told of each stage when it begins.
    """
    with one_writer(report), without_collector():
        report("reading")
        said = read_all([incident])
        memory = remembered()
        outcome: Literal["new", "corrected", "unchanged"] = "new"
        if memory.calls.rows([incident.id]) or not _placed(driver, memory, said, origin, report, hopeful=True):
            settle(driver, report)
            memory = current_calls(driver, report)
            if memory.calls.rows([incident.id]):
                outcome = _corrected(driver, memory, incident, said, report)
                _brought_too(driver, incident.id, origin)
                reopen_called_again(driver, [incident.id])
            else:
                _placed(driver, memory, said, origin, report, hopeful=False)
        [row] = memory.calls.rows([incident.id]).values()
        standing = memory.calls.standings([row])[row]
    return Arrival(incident.id, outcome, standing.caller, standing.about.dispute if standing.about else "")


def _placed(driver: Driver, memory: Memory, said: Stated, origin: str, report: Report, *, hopeful: bool) -> bool:
    """Write and settle a new call; False, and nothing done, when it was in vain to be hopeful."""
    hoping = Hopeful(memory.step) if hopeful else None
    token = new_token()
    writer = Together()
    for name, rows in said.facts.items():
        writer.rows(name, rows, zone=settings.read("FENGQIAO_TZ"))
    [kept] = said.recollections
    writer.rows("arrived", [{"id": kept.id, "import": _import(origin), "name": origin}])
    try:
        with memory.changing(records=token, findings=token):
            memory.calls.put(said.recollections)
            memory.anchors.index()
            settle_rows(memory, memory.calls.rows([kept.id]).values(), hoping or Thorough(driver), writer, report)
            writer.step(records=token, findings=token)
            report("writing")
            called_again = writer.commit(driver, hoping.hope if hoping else None)
            report("done")
    except VainError:
        return False
    if called_again:
        reopen_called_again(driver, [kept.id])
    return True


def _corrected(
    driver: Driver, memory: Memory, incident: Incident, said: Stated, report: Report
) -> Literal["corrected", "unchanged"]:
    """Correct a call that the graph holds, and settle it anew."""
    [kept] = said.recollections
    if not load.known(driver, [incident.id])[incident.id].differs(kept.hash, live=True):
        return "unchanged"
    token = new_token()

    def write(tx: ManagedTransaction) -> None:
        load.write(tx, Changes((), (incident,)), said.facts, "")
        write_step(tx, records=token)

    with opened(driver) as session:
        session.execute_write(write)
    with memory.changing(records=token):
        memory.calls.put(said.recollections)
    settle_some(driver, [incident.id], report)
    return "corrected"


def _brought_too(driver: Driver, number: str, origin: str) -> None:
    """Say that this import brought the call as well, so that it stays when another one is undone."""
    given = {"id": number, "import": _import(origin), "name": origin}
    driver.execute_query(CYPHER["arrived_too"], given, database_=settings.read("NEO4J_DATABASE"))


def _import(origin: str) -> str:
    """The id of the import that calls of this origin are counted to."""
    return sha256(f"arrivals:{origin}".encode()).hexdigest()[:32]

"""An import is undone: the calls that it alone brought go, with all that only they stated, and the others are settled
as if it had never been.

A call that another import brought as well stays as it is now, also where this import corrected it; one that was
handed over to an agency stays too. Each batch is one transaction that marks the calls around it as unsettled, so a run
that was killed is gone on with by the same call, and a graph in between is put right by the next import.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from neo4j import Driver, ManagedTransaction, Record

from graph import settings
from graph.one_writer import one_writer
from graph.session import opened
from graph.statements import statements
from ingest import load
from ingest.progress import Silent, Watcher
from ingest.settle import SINGLE_COST, settle
from ingest.settle.asking import Thorough
from ingest.settle.memory import Memory
from ingest.settle.mending import current_calls
from ingest.settle.neighbourhood import beside
from ingest.settle.standing import CYPHER as FINDINGS
from ingest.settle.steps import new_token, write_step
from ingest.settle.who_called import with_callers

CYPHER = statements(Path(__file__).with_suffix(".cypher"))


@dataclass(frozen=True, slots=True)
class Outlook:
    """What undoing an import would do.

    Calls that go, and calls that stay because another import brought them too or because they were handed over to an
    agency; the disputes that those that go are about, and the decisions that name them.
    """

    goes: int
    shared: int
    handed_over: int
    disputes: int
    decisions: int


def outlook(driver: Driver, import_id: str) -> Outlook:
    """What undoing it would do now."""
    found = _asked(driver, "brought", id=import_id)
    going = _going(found)
    [touched] = _asked(driver, "touched", ids=going)
    shared = sum(1 for record in found if record["shared"])
    return Outlook(len(going), shared, len(found) - len(going) - shared, touched["disputes"], touched["decisions"])


def undo(driver: Driver, import_id: str, watcher: Watcher | None = None) -> int:
    """Undo the import and settle anew what is left around it; how many calls went. Safe to run again.

    Cost: that of comparing the calls beside those that go, or of settling everything when they are many.
    """
    watching = watcher or Silent()
    with one_writer(watching.stage):
        memory = current_calls(driver, watching.stage)
        going = _going(_asked(driver, "brought", id=import_id))
        many = len(going) * SINGLE_COST >= memory.calls.count()
        watching.stage("taking out")
        waiting, done = iter(going), 0
        while part := list(islice(waiting, settings.number("FENGQIAO_BATCH_ROWS"))):
            _take_out(driver, memory, part, many=many)
            done += len(part)
            watching.rows(done, len(going))
        settle(driver, watching.stage)
        driver.execute_query(CYPHER["gone"], id=import_id, database_=settings.read("NEO4J_DATABASE"))
    return len(going)


def _take_out(driver: Driver, memory: Memory, ids: list[str], *, many: bool) -> None:
    """Take these calls out of the graph and of the memory. ``many``: everything is settled afterwards anyway."""
    near = [] if many else _near(driver, memory, ids)
    token = new_token()

    def write(tx: ManagedTransaction) -> list[str]:
        tx.run(CYPHER["unsettle"], ids=near).consume()
        [found] = tx.run(CYPHER["found"], ids=ids)
        stated = load.part_from_stated(tx, ids)
        tx.run(CYPHER["take_out"], ids=ids).consume()
        load.drop_unstated(tx, stated)
        for name in ("drop_uses", "drop_idle_callers"):
            tx.run(FINDINGS[name], keys=found["callers"]).consume()
        tx.run(CYPHER["drop_empty_disputes"], ids=found["disputes"]).consume()
        parted = [record["id"] for record in tx.run(CYPHER["part_callers"], keys=found["callers"])]
        write_step(tx, records=token, findings=token)
        return parted

    with opened(driver) as session:
        parted = session.execute_write(write)
    # A memory that is a step behind in its findings has everything settled next.
    with memory.changing(records=token, findings=None if many else token):
        memory.drop(ids)
        memory.findings.put_callers([(row, "") for row in memory.calls.rows(parted).values()])


def _near(driver: Driver, memory: Memory, ids: Sequence[str]) -> list[str]:
    """The calls that are settled otherwise once these are gone."""
    rows = set(memory.calls.rows(list(ids)).values())
    memory.anchors.index()
    same_people, _ = with_callers(memory, rows, Thorough(driver).decisions_on)
    near = (beside(memory, rows) | same_people.keys()) - rows
    return sorted(standing.id for standing in memory.calls.standings(near).values())


def _going(found: Sequence[Record]) -> list[str]:
    return [record["id"] for record in found if not record["shared"] and not record["handed_over"]]


def _asked(driver: Driver, name: str, **parameters: Any) -> list[Record]:
    result = driver.execute_query(CYPHER[name], parameters, database_=settings.read("NEO4J_DATABASE"), routing_="r")
    return list(result.records)

"""From what records state to what they mean together: callers, links, disputes, kept current in the graph.

Two ways lead to the same state. *All at once* (``at_once``) compares in bulk and writes the difference. *A few*
(``few``) looks only at what the new incidents can change: the calls before and after them at their anchors, the
incidents on their callers' numbers, and the disputes they touch. Which way is taken depends on cost alone. Both
compare what is remembered beside the graph (``memory``); where that is not what the graph says, it is mended first.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from neo4j import Driver

from graph.casework.reopening import reopen_called_again
from graph.one_writer import one_writer
from ingest.settle.asking import Thorough
from ingest.settle.at_once import settle_everything
from ingest.settle.few import Settled, settle_rows
from ingest.settle.memory import Memory
from ingest.settle.mending import current_calls, findings_in_step
from ingest.settle.standing import query
from ingest.settle.steps import new_token
from ingest.settle.writing import Together

__all__ = ["SINGLE_COST", "Settled", "settle", "settle_all", "settle_some"]

#: Settling one incident alone costs about this many times what it costs in bulk.
SINGLE_COST = 60

Report = Callable[[str], None]


def settle(driver: Driver, report: Report = lambda _: None) -> Settled:
    """Settle every incident that is marked unsettled; closed disputes that were called about again are open again."""
    with one_writer(report):
        settled = _settle_unsettled(driver, report)
        reopen_called_again(driver)
    return settled


def _settle_unsettled(driver: Driver, report: Report) -> Settled:
    memory = current_calls(driver, report)
    current = findings_in_step(driver, memory, report)
    counts = query(driver, "counts")[0]
    if current and not counts["unsettled"]:
        return Settled(0, 0)
    if not current or counts["unsettled"] * SINGLE_COST >= counts["total"]:
        return settle_everything(driver, memory, report, current=current)
    return _settle_some(driver, memory, [record["id"] for record in query(driver, "unsettled")], report)


def settle_all(driver: Driver, report: Report = lambda _: None) -> Settled:
    """Settle the whole graph anew; what stays the same is not written."""
    with one_writer(report):
        memory = current_calls(driver, report)
        current = findings_in_step(driver, memory, report)
        return settle_everything(driver, memory, report, current=current)


def settle_some(driver: Driver, ids: Collection[str], report: Report = lambda _: None) -> Settled:
    """Settle these incidents and what they can change, in one transaction."""
    with one_writer(report):
        memory = current_calls(driver, report)
        if not findings_in_step(driver, memory, report):
            return settle_everything(driver, memory, report, current=False)
        return _settle_some(driver, memory, ids, report)


def _settle_some(driver: Driver, memory: Memory, ids: Collection[str], report: Report) -> Settled:
    memory.anchors.index()
    report("comparing")
    token = new_token()
    writer = Together()
    with memory.changing(findings=token):
        settled = settle_rows(memory, memory.calls.rows(sorted(ids)).values(), Thorough(driver), writer)
        writer.step(findings=token)
        report("writing")
        writer.commit(driver)
    return settled

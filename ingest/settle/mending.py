"""A memory that is lost or stale is made anew from the graph, as far as it differs.

It differs after a kill between the two writes, when a backup of either was put back, when another home wrote to the
graph, when the file was deleted, or after a version that reads records in another way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from neo4j import Driver, Record

from graph import settings
from graph.session import opened
from ingest import load
from ingest.facts import read
from ingest.recollection import Recollection, version
from ingest.settle.memory import Memory, remembered
from ingest.settle.memory.links import Tie
from ingest.settle.standing import BATCH, CYPHER, Matter
from ingest.settle.steps import new_token, step_further, step_of

Report = Callable[[str], None]

_READ_AT_ONCE = 1_000


def current_calls(driver: Driver, report: Report) -> Memory:
    """The memory of this FENGQIAO_HOME with every call as the graph has it. The caller is the one writer."""
    memory = remembered()
    records_in_step(driver, memory, report)
    return memory


def records_in_step(driver: Driver, memory: Memory, report: Report) -> None:
    """See to it that the memory has every call as the graph has it. Cost: nothing when it is in step; else two
    texts of 50 characters a call are compared, and those that differ are read anew (about 1 ms each).
    """
    held = step_of(driver).records
    if held and memory.step.records == held:
        return
    report("comparing what is remembered with the graph")
    known = memory.calls.versions()
    stale: list[str] = []
    with opened(driver, fetch_size=BATCH) as session:
        for record in session.run(CYPHER["versions"]):
            if known.pop(record["id"], "") != version(record["hash"], record["reading"] or 0):
                stale.append(record["id"])
    token = new_token()
    with memory.changing():
        memory.drop(known)
    for done, part in _read_anew(driver, stale):
        report(f"remembering calls anew: {done:,} of {len(stale):,}")
        with memory.changing():
            memory.calls.put(part)
    step_further(driver, records=token)
    with memory.changing(records=token):
        pass


def findings_in_step(driver: Driver, memory: Memory, report: Report) -> bool:
    """Whether the memory has callers, disputes and all links as the graph has them; the calls are in step.

    Where it has not, callers, disputes and the links that the graph shows are taken from there; the other links
    are only found by settling everything, which the caller has to do now.
    """
    held = step_of(driver).findings
    if held and memory.step.findings == held:
        return True
    report("remembering what was found")
    with memory.changing(findings=""):
        memory.findings.clear()
        memory.links.clear()
        rows = memory.calls.all_rows()
        callers: list[tuple[int, str]] = []
        matters: list[Matter] = []
        for record in _stream(driver, "findings"):
            row = rows[record["id"]]
            if record["caller"]:
                callers.append((row, record["caller"]))
            if record["dispute"]:
                said = (record["score"] or 0.0, " ".join(record["reasons"] or ()), record["decided_by"] or "")
                matters.append(Matter(row, record["dispute"], *said))
        memory.findings.put_callers(callers)
        memory.findings.put_matters(matters)
        memory.links.put(
            Tie(rows[r["later"]], rows[r["earlier"]], r["score"], " ".join(r["reasons"]))
            for r in _stream(driver, "all_links")
        )
    return False


def recollections(driver: Driver, ids: Sequence[str]) -> list[Recollection]:
    """What is remembered of these incidents, read anew from the graph's text; unknown ids are left out."""
    records = driver.execute_query(
        load.CYPHER["written"], ids=list(ids), database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return [read(load.stored(record)).recollection for record in records]


def _read_anew(driver: Driver, ids: Sequence[str]) -> Iterator[tuple[int, list[Recollection]]]:
    for start in range(0, len(ids), _READ_AT_ONCE):
        yield start, recollections(driver, ids[start : start + _READ_AT_ONCE])


def _stream(driver: Driver, name: str) -> Iterator[Record]:
    with opened(driver, fetch_size=BATCH) as session:
        yield from session.run(CYPHER[name])

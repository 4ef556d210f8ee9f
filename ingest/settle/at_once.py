"""Settling everything: callers, links, groups and disputes of the whole graph; what stays the same is not written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor

import orjson
from neo4j import Driver

from graph.casework.decisions import Constraints, active, constraints
from ingest.resolve.callers import resolve_callers
from ingest.settle.asking import states_of
from ingest.settle.collecting import only_young_collected
from ingest.settle.disputes import number
from ingest.settle.disputes_found import DisputesFound, shown, write_links
from ingest.settle.few import Settled
from ingest.settle.grouping import group_everything, in_lots
from ingest.settle.linking import link_everything
from ingest.settle.memory import Memory, index_anchors
from ingest.settle.memory.calls import CallerSaid
from ingest.settle.memory.links import Tie
from ingest.settle.neighbourhood import inside
from ingest.settle.second_process import ready_to_group, second_process, write_callers_there
from ingest.settle.standing import Matter
from ingest.settle.steps import new_token, step_further
from ingest.settle.writing import InBatches

#: Of fewer calls the callers are told apart before the other process is ready.
_INDEXED_BESIDE = 200_000

Report = Callable[[str], None]


def settle_everything(driver: Driver, memory: Memory, report: Report, *, current: bool) -> Settled:
    """Settle the whole graph anew, from a memory whose calls are in step.

    ``current``: so are its findings; else it holds of the links just those that the graph shows.
    The graph is a step further from the first write on, and the memory only at the end: a killed run is noticed.
    """
    token = new_token()
    step_further(driver, findings=token)
    with (
        second_process(memory.calls.count()) as other,
        only_young_collected(),
        ThreadPoolExecutor(max_workers=1) as beside,
        ThreadPoolExecutor(max_workers=1) as writing,
    ):
        writer = InBatches(driver, writing)
        report("callers")
        indexed = _begin(other, memory)
        callings, recalled = _callers(memory, constraints(active(driver, about="caller")), indexed)
        bookmarks = driver.execute_query_bookmark_manager
        seen = list(bookmarks.get_bookmarks())
        written = (other or beside).submit(write_callers_there, callings, seen)
        del callings
        links = memory.links.inside_disputes() if current else memory.links.every()
        held = {(tie.later, tie.earlier): tie for tie in links}
        report("comparing")
        link_everything(memory)
        decided = constraints(active(driver))
        groups, order = group_everything(memory, decided, other)
        bookmarks.update_bookmarks(seen, written.result())
        report("writing")
        disputes = _write_disputes(driver, memory, writer, (groups, order, decided, recalled, held))
        memory.anchors.index()  # what the other process did not; meanwhile the engine writes
        writer.sweep()
        writer.all_settled()
    with memory.changing(findings=token):
        pass
    return Settled(memory.calls.count(), disputes)


def _begin(other: ProcessPoolExecutor | None, memory: Memory) -> Future[None] | None:
    """What the other process does while callers are told apart, which this process only reads the file for: it has one
    writer at a time. Nobody but single arrivals asks for the index."""
    if other is None:
        return None
    indexed = other.submit(index_anchors, memory.path) if memory.calls.count() >= _INDEXED_BESIDE else None
    other.submit(ready_to_group)
    return indexed


def _callers(memory: Memory, decided: Constraints, indexed: Future[None] | None) -> tuple[bytes, bytearray]:
    """Every call with its caller until now and from now on, which is remembered, as JSON for ``write_callers_there``;
    and by row numbers 1 for those that changed."""
    sayings = list(memory.calls.all_said_of_callers())
    keys = resolve_callers({saying.id: saying.call for saying in sayings}, decided.together, decided.apart)
    changed = [(one.row, key) for one in sayings if (key := keys.get(one.id, "")) != one.was]
    if indexed:
        indexed.result()
    with memory.changing():
        memory.findings.put_callers(changed)
    recalled = bytearray(1 + max((saying.row for saying in sayings), default=0))
    for row, _ in changed:
        recalled[row] = 1
    return orjson.dumps([_calling(saying, keys.get(saying.id, "")) for saying in sayings]), recalled


def _calling(saying: CallerSaid, key: str) -> tuple[str, ...]:
    """The values of a ``Calling``."""
    said = saying.call.said
    return saying.id, saying.was, key, said.phone, said.id_number, saying.account


_Found = tuple[list[frozenset[str]], dict[str, tuple[int, str]], Constraints, bytearray, Mapping[tuple[int, int], Tie]]


def _write_disputes(driver: Driver, memory: Memory, writer: InBatches, found: _Found) -> int:
    """Write what calls are about and the links shown, and remember it; returns how many disputes there are."""
    groups, order, decided, recalled, held = found
    standing_now = list(memory.findings.every())
    now = {i: dispute for _, i, dispute in standing_now}
    numbering = number(groups, now, order)
    disputes = DisputesFound(writer, numbering, now, dict(decided.decided_by))
    alone = [Matter(row, "", 0.0, "", "") for row, i, _ in standing_now if i not in disputes.dispute_of]
    unseen = dict(held)
    numbers = memory.calls.all_rows()
    for lot in in_lots([numbers[i] for i in sorted(group)] for _, group in sorted(numbering.groups.items())):
        scope = memory.calls.standings(lot)
        ties = inside(memory.links.of(lot), scope)
        fresh = shown(ties, {row: disputes.dispute_of[standing.id] for row, standing in scope.items()})
        before = {pair: unseen.pop(pair) for pair in fresh if pair in unseen}
        write_links(writer, before, fresh, {row: standing.id for row, standing in scope.items()})
        states = states_of(driver, sorted({disputes.dispute_of[standing.id] for standing in scope.values()}))
        matters = disputes.part(scope, {row for row in scope if recalled[row]}, ties, states)
        with memory.changing():
            memory.findings.put_matters(matters)
    if unseen:
        ends = {end for pair in unseen for end in pair}
        write_links(writer, unseen, {}, {row: i for i, row in numbers.items() if row in ends})
    with memory.changing():
        memory.findings.put_matters(alone)
    disputes.finish()
    return len(numbering.groups)

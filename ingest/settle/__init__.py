"""From what records state to what they mean together: callers, links, disputes, kept current in the graph.

Two ways lead to the same state. *All at once* reads every profile, compares in bulk and writes the
difference. *A few* reads only what the new incidents can change: the calls before and after them at their
anchors, the incidents on their callers' numbers, and the disputes they touch. Which way is taken depends
on cost alone.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass

from neo4j import Driver

from graph.casework.decisions import Constraints, active, constraints
from graph.one_writer import one_writer
from graph.session import opened
from ingest.resolve.same_demand import Decisions, Link, link_all, link_one
from ingest.resolve.same_demand import settle as group_all
from ingest.resolve.weights import standard
from ingest.settle.findings import (
    AtOnce,
    Findings,
    InBatches,
    mark_settled,
    recalled,
    rows_by_id,
    write_callers,
    write_disputes,
    write_links,
)
from ingest.settle.neighbourhood import Neighbourhood, widen
from ingest.settle.standing import BATCH, Standing, all_standings, query
from ingest.settle.who_called import called, with_callers

#: A single settling reads about this many times what one incident costs in bulk.
_SINGLE_COST = 60

Links = dict[tuple[str, str], Link]
Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settled:
    """How many incidents were settled, and the disputes they were looked at with."""

    incidents: int
    disputes: int


def settle(driver: Driver, report: Report = lambda _: None) -> Settled:
    """Settle every incident that is marked unsettled."""
    with one_writer(report):
        counts = query(driver, "counts")[0]
        if not counts["unsettled"]:
            return Settled(0, 0)
        if counts["unsettled"] * _SINGLE_COST >= counts["total"]:
            return settle_all(driver, report)
        return settle_some(driver, [record["id"] for record in query(driver, "unsettled")], report)


def settle_all(driver: Driver, report: Report = lambda _: None) -> Settled:
    """Settle the whole graph anew; what stays the same is not written."""
    with one_writer(report), _without_collector(), ThreadPoolExecutor(max_workers=1) as beside:
        report("reading")
        before = all_standings(driver)
        after = called(before, constraints(active(driver, about="caller")))
        report("comparing")
        writer = InBatches(driver)
        callers = beside.submit(write_callers, writer, before, after)
        found = _keyed(link_all([standing.profile for standing in after.values()]))
        decided = constraints(active(driver))
        groups = _groups(after, found, decided)
        callers.result()
        report("writing")
        write_links(writer, _held(driver, None), found)
        states = rows_by_id(query(driver, "all_dispute_states"))
        numbering = write_disputes(writer, Findings(before, after, found, groups, decided), states)
        writer.sweep()
        mark_settled(writer, [i for i, standing in before.items() if standing.unsettled])
        return Settled(len(after), len(numbering.groups))


@contextmanager
def _without_collector() -> Iterator[None]:
    """No cyclic collection: it would walk over all that was read again and again, and finds nothing there."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def settle_some(driver: Driver, ids: Collection[str], report: Report = lambda _: None) -> Settled:
    """Settle these incidents and what they can change, in one transaction."""
    with one_writer(report):
        return _settle_some(driver, ids, report)


def _settle_some(driver: Driver, ids: Collection[str], report: Report) -> Settled:
    report("reading")
    before, after = with_callers(driver, ids)
    dirty = (set(ids) & after.keys()) | recalled(before, after)
    near = Neighbourhood(driver, after)
    report("comparing")
    found, held = _relink(driver, near, dirty)
    scope = _scope(driver, near, dirty | {end for key in found.keys() | held.keys() for end in key})
    decided = constraints(active(driver, sorted(scope)))
    scope = near.standing(scope.keys() | {i for i, _ in decided.decided_by})
    links = {key: link for key, link in _held(driver, sorted(scope)).items() if key not in held} | found
    links = {key: link for key, link in links.items() if key[0] in scope and key[1] in scope}
    was = {i: before.get(i, standing) for i, standing in scope.items()}
    findings = Findings(was, scope, links, _groups(scope, links, decided), decided)
    disputes = sorted({standing.about.dispute for standing in was.values() if standing.about})
    states = rows_by_id(query(driver, "dispute_states", ids=disputes))
    report("writing")
    with opened(driver) as session, session.begin_transaction() as tx:
        writer = AtOnce(tx)
        write_callers(writer, before, after)
        write_links(writer, held, found)
        numbering = write_disputes(writer, findings, states)
        mark_settled(writer, dirty)
        tx.commit()
    return Settled(len(dirty), len(numbering.groups))


def _relink(driver: Driver, near: Neighbourhood, dirty: set[str]) -> tuple[Links, Links]:
    """The links that the dirty incidents take part in, as found now and as held until now."""
    fresh = [standing.profile for standing in near.standing(dirty).values()]
    later = near.successors(fresh) - dirty
    judged = fresh + [standing.profile for standing in near.standing(later).values()]
    predecessors = near.predecessors(judged)
    needed = {i for by_anchor in predecessors.values() for moments in by_anchor.values() for _, i in moments}
    earlier = near.standing(needed)
    found: Links = {}
    for profile in judged:
        by_anchor = {
            anchor: [earlier[i].profile for _, i in moments] for anchor, moments in predecessors[profile.id].items()
        }
        found |= _keyed(link_one(profile, by_anchor))
    # A successor's own earlier links are looked at anew; links of others to a successor stay as they are.
    touched = {profile.id for profile in judged}
    held = _held(driver, sorted(touched))
    return found, {key: link for key, link in held.items() if key[0] in touched or key[1] in dirty}


def _scope(driver: Driver, near: Neighbourhood, ids: Iterable[str]) -> dict[str, Standing]:
    """Everything that links above the reach, present disputes and decisions tie to the incidents."""
    reach = standard().reach
    scope: set[str] = set()
    front = set(ids)
    while front:
        scope |= front
        reached = widen(driver, front)
        reached.update(record["id"] for record in query(driver, "resembling", ids=sorted(front), reach=reach))
        for decision in active(driver, sorted(front)):
            reached |= decision.joined
        front = reached - scope
    return near.standing(scope)


def _groups(scope: Mapping[str, Standing], links: Links, decided: Constraints) -> list[frozenset[str]]:
    """The groups of two or more; decisions about incidents outside the scope are left out."""
    together = [block & scope.keys() for block in decided.together]
    apart = [(left & scope.keys(), right & scope.keys()) for left, right in decided.apart]
    obeyed = Decisions(
        together=[block for block in together if len(block) > 1],
        apart=[(left, right) for left, right in apart if left and right],
    )
    profiles = [scope[i].profile for i in sorted(scope)]
    grouped = group_all(profiles, [links[key] for key in sorted(links)], obeyed)
    return sorted({found for found in grouped.values() if len(found) > 1}, key=sorted)


def _held(driver: Driver, ids: list[str] | None) -> Links:
    """The links of these incidents, or of all, as the graph holds them."""
    if ids is None:
        records = query(driver, "all_links")
    else:
        parts = [ids[start : start + BATCH] for start in range(0, len(ids), BATCH)]
        records = [record for part in parts for record in query(driver, "links_of", ids=part)]
    return _keyed(Link(r["later"], r["earlier"], r["score"], tuple(r["reasons"])) for r in records)


def _keyed(links: Iterable[Link]) -> Links:
    return {(link.later_id, link.earlier_id): link for link in links}

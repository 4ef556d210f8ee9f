"""Settling a few calls: only what they can change is read and written, the writing as one transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import networkx as nx

from graph.casework.decisions import Constraints, constraints
from ingest.resolve.same_demand import Decisions, Link, Looks
from ingest.resolve.same_demand import settle as group_all
from ingest.resolve.weights import standard
from ingest.settle.asking import Asking
from ingest.settle.callers_found import Calling, write_callers
from ingest.settle.disputes import number
from ingest.settle.disputes_found import DisputesFound, shown, write_links
from ingest.settle.memory import Memory
from ingest.settle.memory.calls import CACHED
from ingest.settle.memory.links import Tie
from ingest.settle.neighbourhood import PART, Relinked, as_links, inside, relink, scope_of
from ingest.settle.standing import Standing
from ingest.settle.who_called import recalled, regrouped, with_callers
from ingest.settle.writing import Together

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Settled:
    """How many incidents were settled, and the disputes they were looked at with."""

    incidents: int
    disputes: int


def settle_rows(
    memory: Memory, rows: Collection[int], asking: Asking, writer: Together, report: Report = lambda _: None
) -> Settled:
    """Settle the calls in these rows and what they can change, inside a transaction of the memory.

    What the graph has to be told is gathered in ``writer``, which the caller commits.
    """
    report("who called")
    was, keys = with_callers(memory, rows, asking.decisions_on)
    changed = recalled(was, keys)
    write_callers(writer, [_calling(standing, keys.get(standing.id, "")) for standing in was.values()])
    memory.findings.put_callers([(row, keys.get(was[row].id, "")) for row in sorted(changed)])
    asked = set(rows) & was.keys()
    links = relink(memory, asked | regrouped(was, keys, asked), report)
    report("grouping")
    scope, decisions = scope_of(memory, asked | changed | links.tied(), asking.decisions_on)
    decided = constraints(decisions.values())
    ties = inside(memory.links.of(sorted(scope)), scope)
    groups = groups_in(scope, as_links(ties, scope), decided, memory.looks)
    now = {standing.id: standing.about.dispute for standing in scope.values() if standing.about}
    order = {standing.id: standing.profile.order for standing in scope.values()}
    numbering = number(groups, now, order, memory.findings.is_taken)
    report("asking")
    looked_at = order.keys() | {standing.id for standing in was.values()}
    states = asking.states(sorted(set(now.values()) | numbering.groups.keys()), looked_at)
    report("describing")
    disputes = DisputesFound(writer, numbering, now, dict(decided.decided_by))
    if states is None:  # then nothing has to be looked at but what changes
        scope, ties = _in_motion(scope, ties, disputes, changed | links.differing())
    _write_shown(writer, scope, disputes, ties, links)
    memory.findings.put_matters(disputes.part(scope, changed & scope.keys(), ties, states))
    disputes.finish()
    writer.values("settled", "ids", [was[row].id for row in asked])
    return Settled(len(asked), len(numbering.groups))


def look_at_large_parts(memory: Memory, calls: int) -> None:
    """Group the largest parts that the latest calls are in, of so many calls together, for what is remembered of it.

    A call that comes to such a part would otherwise wait for the first look at all of it. Larger ones than ``PART`` are
    never looked at as a whole.
    """
    reach = standard().reach
    ties = memory.links.of(memory.calls.latest(CACHED))
    parts = nx.connected_components(nx.Graph((tie.later, tie.earlier) for tie in ties if tie.score > reach))
    for part in sorted((part for part in parts if len(part) <= PART), key=len, reverse=True):
        scope, _ = scope_of(memory, part, lambda _incidents, _about: ())
        groups_in(scope, as_links(inside(memory.links.of(sorted(scope)), scope), scope), constraints(()), memory.looks)
        calls -= len(scope)
        if calls <= 0:
            return


def _in_motion(
    scope: dict[int, Standing], ties: list[Tie], disputes: DisputesFound, changed: set[int]
) -> tuple[dict[int, Standing], list[Tie]]:
    """The calls of whole disputes, as they were and as they are, that the changed calls or moved ones are in."""
    were = {row: standing.about.dispute if standing.about else "" for row, standing in scope.items()}
    now = {row: disputes.dispute_of.get(standing.id, "") for row, standing in scope.items()}
    moved = {row for row in scope if row in changed or were[row] != now[row]}
    concerned = {dispute for row in moved for dispute in (were[row], now[row]) if dispute}
    part = {
        row: standing
        for row, standing in scope.items()
        if row in moved or were[row] in concerned or now[row] in concerned
    }
    return part, inside(ties, part)


def _write_shown(
    writer: Together, scope: dict[int, Standing], disputes: DisputesFound, ties: list[Tie], links: Relinked
) -> None:
    were = {row: standing.about.dispute for row, standing in scope.items() if standing.about}
    now = {row: disputes.dispute_of.get(standing.id, "") for row, standing in scope.items()}
    held = [tie for tie in ties if (tie.later, tie.earlier) not in links.found] + list(links.held.values())
    write_links(writer, shown(held, were), shown(ties, now), {row: standing.id for row, standing in scope.items()})


def _calling(standing: Standing, key: str) -> Calling:
    profile = standing.profile
    return Calling(standing.id, profile.caller, key, profile.phone, profile.id_number, standing.account)


def groups_in(
    scope: dict[int, Standing], links: Sequence[Link], decided: Constraints, looks: Looks | None = None
) -> list[frozenset[str]]:
    """The groups of two or more; decisions about incidents outside the scope are left out. ``looks``: as ``settle``."""
    profiles = sorted((standing.profile for standing in scope.values()), key=lambda profile: profile.id)
    ids = {profile.id for profile in profiles}
    together = [block & ids for block in decided.together]
    apart = [(left & ids, right & ids) for left, right in decided.apart]
    obeyed = Decisions(
        together=[block for block in together if len(block) > 1],
        apart=[(left, right) for left, right in apart if left and right],
    )
    grouped = group_all(profiles, links, obeyed, looks=looks)
    return sorted({found for found in grouped.values() if len(found) > 1}, key=sorted)

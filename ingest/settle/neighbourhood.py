"""The part of what is remembered that a few calls can change: at their anchors, by their links, in their disputes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from graph.casework.decisions import Decision
from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import CAPS, LOOK_BACK_S, Anchor, anchors
from ingest.resolve.profile import Profile
from ingest.resolve.same_demand import Link
from ingest.resolve.weights import standard
from ingest.settle.asking import DecisionsOn
from ingest.settle.linking import ties_of
from ingest.settle.memory import Memory
from ingest.settle.memory.links import Tie
from ingest.settle.standing import Standing

#: Calls of a part that are grouped anew when one of them changes: about 10 ms.
PART = 200

Pair = tuple[int, int]
Report = Callable[[str], None]


class Relinked(NamedTuple):
    """The links that some calls take part in, by (later, earlier): as remembered until now, and as found."""

    held: dict[Pair, Tie]
    found: dict[Pair, Tie]

    def tied(self) -> set[int]:
        """The calls at the ends of those above the reach: a weaker link ties nothing together."""
        reach = standard().reach
        links = (*self.held.values(), *self.found.values())
        return {end for tie in links if tie.score > reach for end in (tie.later, tie.earlier)}

    def differing(self) -> set[int]:
        """The calls at the ends of those that are not as they were."""
        return {end for pair, _ in self.held.items() ^ self.found.items() for end in pair}


def relink(memory: Memory, dirty: Iterable[int], report: Report) -> Relinked:
    """Find the links of the calls anew, and remember them in place of those held."""
    report("candidates")
    wanted = set(dirty)
    fresh = memory.calls.standings(wanted)
    later = _successors(memory, list(fresh.values())) - wanted
    judged = fresh | memory.calls.standings(later)
    found = {(tie.later, tie.earlier): tie for tie in links_of(memory, list(judged.values()), report)}
    # A successor's own earlier links are looked at anew; links of others to a successor stay as they are.
    held = {
        (tie.later, tie.earlier): tie
        for tie in memory.links.of(sorted(judged))
        if tie.later in judged or tie.earlier in wanted
    }
    memory.links.drop(held.keys() - found.keys())
    memory.links.put(tie for pair, tie in found.items() if held.get(pair) != tie)
    return Relinked(held, found)


def links_of(memory: Memory, standings: Sequence[Standing], report: Report) -> list[Tie]:
    """The links from each of the calls to earlier ones, weighed together: each weighing has a cost of its own."""
    compared = [(standing.row, _before(memory, standing.profile)) for standing in standings]
    comparing = memory.calls.comparing
    rows = {row for _, at in compared for before in at.values() for row in before}
    missing = comparing.missing(rows | {row for row, _ in compared})
    comparing.put({row: standing.profile for row, standing in memory.calls.standings(missing).items()})
    report("weighing")
    ties = ties_of(comparing.links(compared))
    report("candidates")
    return ties


def _before(memory: Memory, profile: Profile) -> dict[Anchor, list[int]]:
    """The rows of the calls before this one at each of its anchors, the latest first."""
    at = {
        anchor: memory.anchors.before(anchor_number(anchor), profile.at_s, LOOK_BACK_S, 1 + CAPS[anchor.kind])
        for anchor in anchors(profile)
    }
    orders = memory.calls.orders({row for rows in at.values() for row in rows})
    earlier = {row: order for row, order in orders.items() if order < profile.order}
    return {
        anchor: sorted((row for row in rows if row in earlier), key=earlier.__getitem__, reverse=True)[
            : CAPS[anchor.kind]
        ]
        for anchor, rows in at.items()
    }


def _successors(memory: Memory, fresh: Sequence[Standing]) -> set[int]:
    """The calls after these that compare, or would compare, themselves with them."""
    found: set[int] = set()
    for standing in fresh:
        profile = standing.profile
        for anchor in anchors(profile):
            cap = CAPS[anchor.kind]
            near = memory.anchors.after(anchor_number(anchor), profile.at_s, LOOK_BACK_S, 1 + cap)
            if near == [standing.row]:
                continue
            orders = memory.calls.orders(near)
            after = sorted((row for row in orders if orders[row] > profile.order), key=orders.__getitem__)
            found.update(after[:cap])
    return found


def beside(memory: Memory, rows: set[int]) -> set[int]:
    """The calls that compare themselves with these, are tied to them by strong links, or share a dispute with them."""
    standings = memory.calls.standings(rows)
    near = _successors(memory, list(standings.values())) | memory.links.tied(sorted(rows), standard().reach)
    return near | memory.findings.of_disputes(sorted({s.about.dispute for s in standings.values() if s.about}))


class _Parts:
    """Which calls links above the reach tie to which, as far as that is a part of at most ``PART`` calls."""

    def __init__(self, memory: Memory) -> None:
        self._links, self._reach = memory.links, standard().reach
        self._seen: set[int] = set()

    def around(self, rows: Iterable[int]) -> set[int]:
        """The calls of the parts that the rows are in, without those of parts that were asked about before."""
        found: set[int] = set()
        for row in rows:
            if row not in self._seen:
                found |= self._part(row)
        return found

    def _part(self, row: int) -> set[int]:
        part, front = {row}, {row}
        while front and len(part) <= PART:
            front = self._links.tied(front, self._reach) - part
            part |= front
        self._seen |= part
        return part if not front else set()


def scope_of(
    memory: Memory, rows: Iterable[int], decisions_on: DecisionsOn
) -> tuple[dict[int, Standing], dict[str, Decision]]:
    """Everything that links above the reach, present disputes and decisions tie to the calls, and the decisions.

    Of a part of more than ``PART`` calls (in a graph of a million a fifth of all are in one) only the calls asked about
    and their present disputes: what lies further off stays as it is until everything is settled.
    """
    parts = _Parts(memory)
    scope: dict[int, Standing] = {}
    decisions: dict[str, Decision] = {}
    front = set(rows)
    while front:
        standings = memory.calls.standings(front)
        scope |= standings
        reached = parts.around(standings)
        reached |= memory.findings.of_disputes(sorted({s.about.dispute for s in standings.values() if s.about}))
        for decision in decisions_on(sorted(standing.id for standing in standings.values()), "dispute"):
            decisions[decision.id] = decision
            reached.update(memory.calls.rows(sorted(decision.joined | decision.left | decision.right)).values())
        front = reached - scope.keys()
    return scope, decisions


def inside(ties: Iterable[Tie], scope: dict[int, Standing]) -> list[Tie]:
    """Those of the links that have both ends in the scope."""
    return [tie for tie in ties if tie.later in scope and tie.earlier in scope]


def as_links(ties: Iterable[Tie], scope: dict[int, Standing]) -> list[Link]:
    """Links by id, without their reasons."""
    id_of = {row: standing.id for row, standing in scope.items()}
    return [Link(id_of[tie.later], id_of[tie.earlier], tie.score) for tie in ties]

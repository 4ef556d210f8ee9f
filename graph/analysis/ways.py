"""The shortest way from one thing to another, or all of them, looked for from both ends at once and within bounds.

Not Cypher's own shortest path: it walks through stations and districts, where everybody meets everybody, and cannot be
told what somebody may not see without giving up its bounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice

from graph.analysis.whiteboard import LOOKED_AT, Node, Step, Whiteboard

#: A node with more relationships than this says nothing about who is tied to whom; no way leads through it.
HUB = 200
#: Nodes looked at from both ends together.
MOST_NODES = 10_000
_AT_ONCE = 200


@dataclass(frozen=True, slots=True)
class Way:
    """The nodes in order and the steps between them, both empty when there is no way within the bounds.

    ``hidden`` nodes were met that may not be seen, ``hubs`` with too many relationships: no way was looked for through
    them. ``ended`` says that there was more to look at than is looked at.
    """

    nodes: list[Node]
    steps: list[Step]
    hidden: int
    hubs: int
    ended: bool


@dataclass(frozen=True, slots=True)
class AllWays:
    """Everything on a shortest way: each node once, each step once, walked from the start.

    ``count`` ways have ``length`` steps each; the rest as in ``Way``.
    """

    nodes: list[Node]
    steps: list[Step]
    count: int
    length: int
    hidden: int
    hubs: int
    ended: bool


@dataclass
class _Side:
    """What was reached from one end: by which steps each node was come to first, and those to go on from.

    ``shut``: the end itself has too many relationships, so that only the other side can come to it.
    """

    end: str
    came_by: dict[str, list[Step]] = field(default_factory=dict)
    edge: list[str] = field(default_factory=list)
    shut: bool = False

    def __post_init__(self) -> None:
        self.came_by[self.end] = []
        self.edge.append(self.end)

    def counts(self) -> dict[str, int]:
        """How many ways lead from this end to each node that was reached."""
        found: dict[str, int] = {}
        for node, steps in self.came_by.items():  # in the order in which they were reached
            found[node] = sum(found[before] for before in {step.node for step in steps}) or 1
        return found


def shortest(board: Whiteboard, start: Node, end: Node, types: Sequence[str] | None, longest: int) -> Way:
    """A shortest way of at most ``longest`` steps, over relationships of ``types`` (None: of all), in any direction."""
    search = _Search(board, types, {start.node_id: start, end.node_id: end})
    one, two, meetings = search.go(start.node_id, end.node_id, longest)
    ids, steps = _joined(one, two, meetings[0]) if meetings else ([], [])
    return Way([search.nodes[i] for i in ids], steps, len(search.hidden), len(search.hubs), search.ended)


def all_shortest(board: Whiteboard, start: Node, end: Node, types: Sequence[str] | None, longest: int) -> AllWays:
    """All shortest ways, within the same bounds."""
    search = _Search(board, types, {start.node_id: start, end.node_id: end})
    one, two, meetings = search.go(start.node_id, end.node_id, longest, every=True)
    steps = list(dict.fromkeys([*_back(one, meetings), *(_turned(step) for step in _back(two, meetings))]))
    ids = dict.fromkeys([*meetings, *(i for step in steps for i in (step.node, step.other))])
    nodes = [search.nodes[i] for i in ids]
    from_one, from_two = one.counts(), two.counts()
    count = sum(from_one[meeting] * from_two[meeting] for meeting in meetings)
    length = len(_joined(one, two, meetings[0])[1]) if meetings else 0
    return AllWays(nodes, steps, count, length, len(search.hidden), len(search.hubs), search.ended)


class _Search:
    def __init__(self, board: Whiteboard, types: Sequence[str] | None, ends: dict[str, Node]) -> None:
        self._board, self._types = board, types
        self.nodes = dict(ends)
        self.hidden: set[str] = set()
        self.hubs: set[str] = set()
        self.ended = False

    def go(self, start: str, end: str, longest: int, *, every: bool = False) -> tuple[_Side, _Side, list[str]]:
        """What was reached from both ends, and where they meet: one node, or with ``every`` all of them."""
        one, two = _Side(start), _Side(end)
        meetings = [start] if start == end else []
        for _ in range(longest):
            sides = [side for side in (one, two) if not side.shut]
            if meetings or self.ended or not sides or not all(side.edge for side in sides):
                break
            near = min(sides, key=lambda side: len(side.edge))
            meetings = self._widen(near, two if near is one else one, every)
        return one, two, meetings

    def _widen(self, near: _Side, far: _Side, every: bool) -> list[str]:
        """Go one step further from one side; where both meet then."""
        reached: dict[str, list[Step]] = defaultdict(list)
        for first in range(0, len(near.edge), _AT_ONCE):
            for step in self._steps(near, near.edge[first : first + _AT_ONCE]):
                if step.other not in near.came_by:
                    reached[step.other].append(step)
            if len(self.nodes) + len(reached) > MOST_NODES:
                self.ended = True
                break
        unknown = [i for i in reached if i not in self.nodes and i not in self.hidden][:MOST_NODES]
        seen = self._board.seen(unknown)
        self.nodes |= seen
        self.hidden |= set(unknown) - set(seen)
        near.edge = [i for i in reached if i in self.nodes]
        near.came_by |= {i: reached[i] for i in near.edge}
        meetings = (i for i in near.edge if i in far.came_by and self._leads_on(i, far))
        return list(meetings if every else islice(meetings, 1))

    def _steps(self, near: _Side, nodes: list[str]) -> list[Step]:
        """The steps from these nodes, without those of hubs."""
        most = LOOKED_AT if nodes == [near.end] else HUB
        found: dict[str, list[Step]] = defaultdict(list)
        for step in self._board.steps(nodes, self._types, most + 1):
            found[step.node].append(step)
        hubs = {node for node, steps in found.items() if len(steps) > most}
        near.shut = near.end in hubs
        self.hubs |= hubs
        return [step for node in nodes if node not in hubs for step in found[node]]

    def _leads_on(self, node: str, far: _Side) -> bool:
        """Whether the way may lead through the node: it is the other end, or no hub."""
        if node == far.end:
            return True
        if len(self._board.steps([node], self._types, HUB + 1)) <= HUB:
            return True
        self.hubs.add(node)
        return False


def _joined(one: _Side, two: _Side, meeting: str) -> tuple[list[str], list[Step]]:
    """The way from the start over the meeting point to the end, each step as it is walked."""
    ids: list[str] = [meeting]
    steps: list[Step] = []
    while came := one.came_by[ids[0]]:
        ids.insert(0, came[0].node)
        steps.insert(0, came[0])
    while came := two.came_by[ids[-1]]:
        steps.append(_turned(came[0]))
        ids.append(came[0].node)
    return ids, steps


def _back(side: _Side, meetings: Sequence[str]) -> list[Step]:
    """Every step by which the end leads to one of the meeting points."""
    steps: list[Step] = []
    edge, met = list(meetings), set(meetings)
    while edge:
        came = [step for node in edge for step in side.came_by[node]]
        steps += came
        edge = [node for node in dict.fromkeys(step.node for step in came) if node not in met]
        met |= set(edge)
    return steps


def _turned(step: Step) -> Step:
    """The same step walked the other way."""
    return Step(step.other, step.type, not step.outgoing, step.node)

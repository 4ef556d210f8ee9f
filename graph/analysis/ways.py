"""The shortest way from one thing to another, looked for from both ends at once and within bounds.

Not Cypher's own shortest path: it walks through stations and districts, where everybody meets everybody, and cannot be
told what somebody may not see without giving up its bounds.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

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


@dataclass
class _Side:
    """What was reached from one end: how each node was come to, and those to go on from.

    ``shut``: the end itself has too many relationships, so that only the other side can come to it.
    """

    end: str
    came_by: dict[str, Step | None] = field(default_factory=dict)
    edge: list[str] = field(default_factory=list)
    shut: bool = False

    def __post_init__(self) -> None:
        self.came_by[self.end] = None
        self.edge.append(self.end)


def shortest(board: Whiteboard, start: Node, end: Node, types: Sequence[str] | None, longest: int) -> Way:
    """A shortest way of at most ``longest`` steps, over relationships of ``types`` (None: of all), in any direction."""
    return _Search(board, types, {start.node_id: start, end.node_id: end}).go(start.node_id, end.node_id, longest)


class _Search:
    def __init__(self, board: Whiteboard, types: Sequence[str] | None, ends: dict[str, Node]) -> None:
        self._board, self._types, self._nodes = board, types, dict(ends)
        self._hidden: set[str] = set()
        self._hubs: set[str] = set()
        self._ended = False

    def go(self, start: str, end: str, longest: int) -> Way:
        one, two = _Side(start), _Side(end)
        meeting = start if start == end else None
        for _ in range(longest):
            sides = [side for side in (one, two) if not side.shut]
            if meeting or self._ended or not sides or not all(side.edge for side in sides):
                break
            near = min(sides, key=lambda side: len(side.edge))
            meeting = self._widen(near, two if near is one else one)
        ids, steps = _joined(one, two, meeting) if meeting else ([], [])
        return Way([self._nodes[i] for i in ids], steps, len(self._hidden), len(self._hubs), self._ended)

    def _widen(self, near: _Side, far: _Side) -> str | None:
        """Go one step further from one side; where both meet, or None."""
        reached: dict[str, Step] = {}
        for first in range(0, len(near.edge), _AT_ONCE):
            for step in self._steps(near, near.edge[first : first + _AT_ONCE]):
                if step.other not in near.came_by:
                    reached.setdefault(step.other, step)
            if len(self._nodes) + len(reached) > MOST_NODES:
                self._ended = True
                break
        unknown = [i for i in reached if i not in self._nodes and i not in self._hidden][:MOST_NODES]
        seen = self._board.seen(unknown)
        self._nodes |= seen
        self._hidden |= set(unknown) - set(seen)
        near.edge = [i for i in reached if i in self._nodes]
        near.came_by |= {i: reached[i] for i in near.edge}
        return next((i for i in near.edge if i in far.came_by and self._leads_on(i, far)), None)

    def _steps(self, near: _Side, nodes: list[str]) -> list[Step]:
        """The steps from these nodes, without those of hubs."""
        most = LOOKED_AT if nodes == [near.end] else HUB
        found: dict[str, list[Step]] = defaultdict(list)
        for step in self._board.steps(nodes, self._types, most + 1):
            found[step.node].append(step)
        hubs = {node for node, steps in found.items() if len(steps) > most}
        near.shut = near.end in hubs
        self._hubs |= hubs
        return [step for node in nodes if node not in hubs for step in found[node]]

    def _leads_on(self, node: str, far: _Side) -> bool:
        """Whether the way may lead through the node: it is the other end, or no hub."""
        if node == far.end:
            return True
        if len(self._board.steps([node], self._types, HUB + 1)) <= HUB:
            return True
        self._hubs.add(node)
        return False


def _joined(one: _Side, two: _Side, meeting: str) -> tuple[list[str], list[Step]]:
    """The way from the start over the meeting point to the end, each step as it is walked."""
    ids: list[str] = [meeting]
    steps: list[Step] = []
    while (step := one.came_by[ids[0]]) is not None:
        ids.insert(0, step.node)
        steps.insert(0, step)
    while (step := two.came_by[ids[-1]]) is not None:
        steps.append(Step(step.other, step.type, not step.outgoing, step.node))
        ids.append(step.node)
    return ids, steps

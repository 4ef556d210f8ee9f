"""What stands around a thing, and how one thing leads to another: a few bounded steps, and only what may be seen.

A node is called by a ``node_id`` that an answer gave (the engine's own, good until a backup is put back), or by label
and key, as ``Dispute:D-1``. Whoever sees only some units' matters passes ``units``; what these do not see is counted.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import neo4j
from neo4j import Driver

from graph import schema, settings
from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: Relationship types of the picture.
TYPES = tuple(
    dict.fromkeys(r.type for r in schema.RELATIONSHIPS if not {r.start, r.end} & {"Import", "Decision", "Move"})
)
#: Neighbours of one node that are looked at; more are only counted.
LOOKED_AT = 2_000

Units = Collection[str] | None


@dataclass(frozen=True, slots=True)
class Node:
    """A thing of the graph: the engine's id, label, key, what it is called, its time and level where it has one.

    ``unit`` is the key of the one that answers for it, ``risk`` (0..1) a dispute's, ``danger`` (0..5) an incident's;
    ``community`` is the number of the one it is in.
    """

    node_id: str
    label: str
    key: str
    name: str | None
    at: datetime | None
    level: str | None
    unit: str | None
    risk: float | None
    danger: int | None
    community: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """How many relationships of a type lead out of a node, or into it."""

    type: str
    outgoing: bool
    count: int


@dataclass(frozen=True, slots=True)
class Step:
    """A relationship as seen from one of its ends; ``other`` is the node_id of the other."""

    node: str
    type: str
    outgoing: bool
    other: str


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around a node. ``hidden`` of those looked at may not be seen, ``more`` are not listed."""

    node: Node
    counts: list[Count]
    steps: list[tuple[Step, Node]]
    more: int
    hidden: int


class Whiteboard:
    """The graph as somebody sees it who may see the matters of ``units`` (None: of all)."""

    def __init__(self, driver: Driver, units: Units) -> None:
        self._driver = driver
        self._units = None if units is None else sorted(units)

    def find(self, written: str) -> Node | None:
        """The node called so, by node_id or by label and key; None when it is not there or may not be seen."""
        label, colon, key = written.partition(":")
        found = self.ask("find", label=label, key=key) if colon and label.isalpha() else []
        node_id = found[0]["node_id"] if found else written
        return self.seen([node_id]).get(node_id)

    def seen(self, node_ids: Sequence[str]) -> dict[str, Node]:
        """Those of the nodes that may be seen."""
        return self._nodes(node_ids, self._units)

    def whole(self, node_ids: Sequence[str]) -> dict[str, Node]:
        """Those of the nodes that are there, seen or not: only to tell whether they are what somebody once saw."""
        return self._nodes(node_ids, None)

    def _nodes(self, node_ids: Sequence[str], units: list[str] | None) -> dict[str, Node]:
        zone = settings.zone()
        found = {}
        [answer] = self.ask("nodes", nodes=list(node_ids), units=units)
        for node_id, label, key, name, at, level, unit, risk, danger, community, seen in answer["found"]:
            if seen:
                when = None if at is None else datetime.fromtimestamp(at, zone)
                found[node_id] = Node(node_id, label, key, name, when, level, unit, risk, danger, community)
        return found

    def steps(self, node_ids: Sequence[str], types: Sequence[str] | None, most: int) -> list[Step]:
        """At most ``most`` relationships of each node, of these types or of all."""
        return [Step(**row) for row in self.ask("around", nodes=list(node_ids), types=types, most=most)]

    def around(self, node: Node, types: Sequence[str] | None, skip: int, limit: int) -> Around:
        """How many relationships there are of each type, and ``limit`` neighbours behind the first ``skip``."""
        counts = [Count(**row) for row in self.ask("counts", node=node.node_id, types=types)]
        steps = self.steps([node.node_id], types, LOOKED_AT)
        steps.sort(key=lambda step: (step.type, step.outgoing, step.other))
        nodes = self.seen([step.other for step in steps])
        shown = [(step, nodes[step.other]) for step in steps if step.other in nodes]
        hidden = len(steps) - len(shown)
        listed = shown[skip : skip + limit]
        total = sum(count.count for count in counts)
        return Around(node, counts, listed, max(0, total - hidden - min(skip, len(shown)) - len(listed)), hidden)

    def ask(self, name: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a statement of whiteboard.cypher."""
        return self.run(CYPHER[name], **parameters)

    def run(self, cypher: str, **parameters: Any) -> list[dict[str, Any]]:
        """The rows of a statement that reads, ended after FENGQIAO_QUERY_SECONDS."""
        with (
            opened(self._driver, default_access_mode=neo4j.READ_ACCESS) as session,
            session.begin_transaction(timeout=settings.number("FENGQIAO_QUERY_SECONDS")) as transaction,
        ):
            result = transaction.run(cypher, **parameters)
            columns = result.keys()
            return [dict(zip(columns, tuple.__iter__(record), strict=True)) for record in result]

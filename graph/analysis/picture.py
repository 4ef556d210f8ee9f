"""What is drawn on the whiteboard: a thing and what belongs to it, more of one kind, the links among what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from graph import schema
from graph.analysis.whiteboard import TYPES, Node, Step, Whiteboard

#: Nodes of the first picture of one thing.
FIRST = 300
#: A relationship is looked for in at most so many nodes at once.
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Kind:
    """So many relationships of a type lead out of a node (or into it) to things of a label."""

    type: str
    outgoing: bool
    label: str
    count: int


@dataclass(frozen=True, slots=True)
class Sought:
    """``limit`` neighbours of a kind, behind the first ``skip``."""

    type: str
    outgoing: bool
    label: str
    skip: int
    limit: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Nodes and the steps between them; of ``looked_at`` nodes that were asked for ``hidden`` may not be seen."""

    nodes: list[Node]
    steps: list[Step]
    hidden: int
    looked_at: int


def kinds(board: Whiteboard, node: Node) -> list[Kind]:
    """What leads away from a node, the fewest first; hidden ones are counted too."""
    return [Kind(**row) for row in board.ask("kinds", node=node.node_id)]


def first(board: Whiteboard, node: Node, there: Collection[str] = ()) -> Picture:
    """The first picture of a thing: what belongs to a dispute, what touches anything else."""
    rows = board.ask("first_picture", node=node.node_id, limit=FIRST)
    return drawn(board, [row["node_id"] for row in rows], there)


def beside(board: Whiteboard, node: Node, sought: Sought, there: Collection[str]) -> Picture:
    """Neighbours of a kind, the latest first."""
    rows = board.ask("beside", node=node.node_id, **asdict(sought))
    return drawn(board, [row["node_id"] for row in rows], {*there, node.node_id})


def drawn(board: Whiteboard, node_ids: Sequence[str], there: Collection[str] = ()) -> Picture:
    """Those of the nodes that may be seen, with the links among them and to those already ``there``."""
    asked = list(dict.fromkeys(node_ids))
    seen = board.seen(asked)
    new = [node_id for node_id in asked if node_id in seen]
    old = list(board.seen([i for i in there if i not in seen]))
    return Picture([seen[i] for i in new], links(board, new, old), len(asked) - len(seen), len(asked))


def links(board: Whiteboard, new: Sequence[str], old: Sequence[str]) -> list[Step]:
    """The relationships among the new nodes, and between them and the old ones; both may be seen."""
    found: list[Step] = []
    everything = [*new, *old]
    for start in range(0, len(new), _AT_ONCE):
        part = list(new[start : start + _AT_ONCE])
        found += _steps(board.ask("between", nodes=part, others=everything, types=TYPES))
    if new and old:
        found += _steps(board.ask("between", nodes=list(old), others=list(new), types=TYPES))
    return found


def named(board: Whiteboard, things: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """(label, key) -> node_id of those that are there, whether they may be seen or not."""
    keys: dict[str, list[str]] = {}
    for label, key in things:
        keys.setdefault(label, []).append(key)
    found: dict[tuple[str, str], str] = {}
    for declared in schema.NODES:
        if wanted := keys.get(declared.label):
            cypher = (
                f"UNWIND $keys AS key MATCH (n:{declared.label} {{{declared.key}: key}}) RETURN key, elementId(n) AS id"
            )
            found |= {(declared.label, row["key"]): row["id"] for row in board.run(cypher, keys=wanted)}
    return found


def written(board: Whiteboard, node: Node) -> dict[str, Any]:
    """Every property of a node that may be seen."""
    [row] = board.ask("written", node=node.node_id)
    return dict(row["written"])


def said(board: Whiteboard, start: Node, type_: str, end: Node) -> list[dict[str, Any]]:
    """The properties of the relationships of a type from one node that may be seen to another."""
    return [dict(row["written"]) for row in board.ask("said", node=start.node_id, type=type_, other=end.node_id)]


def _steps(rows: list[dict[str, Any]]) -> list[Step]:
    return [Step(*each) for row in rows for each in row["found"]]

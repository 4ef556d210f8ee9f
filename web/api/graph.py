"""GET /graph/neighbors and /graph/path: what stands around a thing, and how one leads to another."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from flask import abort
from pydantic import Field

from graph.analysis import ways
from graph.analysis.whiteboard import TYPES, Node, Step, Whiteboard
from web import personal, reading
from web.api.door import Asked, Said, blueprint, problems
from web.audit import Action, note

Type = Literal[TYPES]  # type: ignore[valid-type] # the schema's own list
_NODE = "node_id of an answer, or label and key as `Dispute:D-1`"


class NeighborsAsked(Asked):
    """Around which node, over which relationships."""

    node: str = Field(min_length=1, max_length=300, description=_NODE, json_schema_extra={"example": "Dispute:D-L1"})
    type: list[Type] = Field([], max_length=len(TYPES), description="relationship types; all when none is given")
    skip: int = Field(0, ge=0, le=10_000)
    limit: int = Field(50, ge=0, le=500, description="0 gives the counts alone")


class Thing(Said):
    """A node: ``node_id`` to ask on with, and what to write beside it."""

    node_id: str
    label: str
    key: str
    name: str | None
    at: str | None = Field(description="when it was reported, or last was")
    level: str | None


class TypeCount(Said):
    """How many relationships of a type there are, hidden ones too."""

    type: str
    outgoing: bool
    count: int


class Neighbor(Said):
    """One relationship and the node at its other end."""

    type: str
    outgoing: bool
    node: Thing


class Neighbors(Said):
    """``more`` are not listed; ``hidden`` of those looked at belong to units that the account does not see."""

    node: Thing
    counts: list[TypeCount]
    neighbors: list[Neighbor]
    more: int
    hidden: int


class PathAsked(Asked):
    """From where to where, over which relationships, how far at most."""

    start: str = Field(min_length=1, max_length=300, description=_NODE, json_schema_extra={"example": "Incident:L1"})
    end: str = Field(min_length=1, max_length=300, description=_NODE, json_schema_extra={"example": "Incident:L3"})
    type: list[Type] = Field([], max_length=len(TYPES), description="relationship types; all when none is given")
    longest: int = Field(8, ge=1, le=16, description="most steps")


class PathStep(Said):
    """From the node before to the one after it; ``outgoing``: the relationship points that way."""

    type: str
    outgoing: bool


class Path(Said):
    """The nodes in order and one step fewer between them; both empty when there is no way.

    No way is looked for through ``hidden`` nodes, which belong to other units, nor through ``hubs`` (a station, a
    district). ``ended``: there was more to look at than is looked at.
    """

    nodes: list[Thing]
    steps: list[PathStep]
    hidden: int
    hubs: int
    ended: bool


@blueprint.get("/graph/neighbors", responses={200: Neighbors, **problems(404)})
def neighbors(query: NeighborsAsked) -> dict[str, Any]:
    """What stands around a node: first how much of each type there is, then some of it."""
    found = reading.whiteboard(lambda board: _around(board, query))
    if found is None:
        abort(404)
    note(Action.GRAPH_READ, _called(found.node), shown=len(found.steps), hidden=found.hidden)
    things = _things([found.node, *(node for _, node in found.steps)])
    return Neighbors(
        node=things[0],
        counts=[TypeCount(**asdict(count)) for count in found.counts],
        neighbors=[
            Neighbor(type=step.type, outgoing=step.outgoing, node=thing)
            for (step, _), thing in zip(found.steps, things[1:], strict=True)
        ],
        more=found.more,
        hidden=found.hidden,
    ).model_dump(mode="json")


def _around(board: Whiteboard, query: NeighborsAsked) -> Any:
    node = board.find(query.node)
    return board.around(node, query.type or None, query.skip, query.limit) if node else None


@blueprint.get("/graph/path", responses={200: Path, **problems(404)})
def path(query: PathAsked) -> dict[str, Any]:
    """A shortest way between two nodes, in any direction, over what the account may see."""
    found = reading.whiteboard(lambda board: _way(board, query))
    if found is None:
        abort(404)
    ends = [_called(node) for node in (*found.nodes[:1], *found.nodes[-1:])]
    note(Action.GRAPH_READ, " - ".join(ends), steps=len(found.steps), hidden=found.hidden)
    return Path(
        nodes=_things(found.nodes),
        steps=[_walked(step) for step in found.steps],
        hidden=found.hidden,
        hubs=found.hubs,
        ended=found.ended,
    ).model_dump(mode="json")


def _way(board: Whiteboard, query: PathAsked) -> ways.Way | None:
    start, end = board.find(query.start), board.find(query.end)
    return ways.shortest(board, start, end, query.type or None, query.longest) if start and end else None


def _called(node: Node) -> str:
    return f"{node.label}:{node.key}"


def _walked(step: Step) -> PathStep:
    return PathStep(type=step.type, outgoing=step.outgoing)


def _things(nodes: list[Node]) -> list[Thing]:
    """The nodes as this visitor may see them; the engine's own id has digits, but nobody's."""
    found = []
    for node in nodes:
        column = personal.KEY_COLUMNS.get(node.label, "key")
        [row] = reading.leaving([{column: node.key, "name": node.name}])
        name = row[column] if node.label == "Phone" else row["name"]
        at = node.at.isoformat() if node.at else None
        found.append(Thing(node_id=node.node_id, label=node.label, key=row[column], name=name, at=at, level=node.level))
    return found

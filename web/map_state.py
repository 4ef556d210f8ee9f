"""A saved map between the browser and SQL: things by what they are, not by the engine's passing numbers.

Places, calls and disputes are kept by label and key. A person or a phone is its key, so that these are kept by the
engine's number and a seal over the key: SQL then knows nobody's number, and what `forget` blanked is not found again.
"""

from __future__ import annotations

import hmac
from collections.abc import Sequence
from typing import Any

from pydantic import Field

from graph.analysis import picture
from graph.analysis.whiteboard import Node, Whiteboard
from web.accounts.secrets import derived
from web.numbers import masked_text
from web.posted import Part

#: Things on one map.
MOST = 20_000
_PERSONAL = frozenset({"Person", "Caller", "Phone"})
_FAR = 10_000_000


class Spot(Part):
    """A thing and where it stands."""

    id: str = Field(min_length=1, max_length=100)
    x: int = Field(ge=-_FAR, le=_FAR)
    y: int = Field(ge=-_FAR, le=_FAR)
    pinned: bool = False
    hidden: bool = False
    note: str = Field("", max_length=200)


class Group(Part):
    """Things put together; ``members`` are places in the list of things."""

    name: str = Field(min_length=1, max_length=100)
    closed: bool
    members: list[int] = Field(max_length=MOST)
    x: int | None = Field(None, ge=-_FAR, le=_FAR)
    y: int | None = Field(None, ge=-_FAR, le=_FAR)


class Off(Part):
    """What is filtered away."""

    labels: list[str] = Field([], max_length=100)
    types: list[str] = Field([], max_length=100)
    levels: list[str] = Field([], max_length=10)
    units: list[str] = Field([], max_length=1_000)


class Eye(Part):
    """Where the picture is looked at from."""

    zoom: float = Field(gt=0, le=10)
    x: float = Field(ge=-_FAR, le=_FAR)
    y: float = Field(ge=-_FAR, le=_FAR)


class State(Part):
    """All of a map."""

    nodes: list[Spot] = Field(min_length=1, max_length=MOST)
    groups: list[Group] = Field([], max_length=1_000)
    off: Off
    span: tuple[float, float] | None = None
    axis: tuple[float, float, int] | None = None
    eye: Eye | None = None


def kept(board: Whiteboard, state: State) -> tuple[dict[str, Any], list[Node]]:
    """What SQL keeps of the map, and the things on it: those that may be seen."""
    seen = board.seen([spot.id for spot in state.nodes])
    places: dict[int, int] = {}
    nodes: list[dict[str, Any]] = []
    for place, spot in enumerate(state.nodes):
        if node := seen.get(spot.id):
            places[place] = len(nodes)
            rest = spot.model_dump(exclude={"id"}, exclude_defaults=True)
            nodes.append({"is": _reference(node), **rest} | ({"note": masked_text(spot.note)} if spot.note else {}))
    groups = [
        group.model_dump()
        | {"name": masked_text(group.name), "members": [places[m] for m in group.members if m in places]}
        for group in state.groups
    ]
    whole = {"nodes": nodes, "groups": groups, **state.model_dump(include={"off", "span", "axis", "eye"})}
    return whole, list(seen.values())


def restored(board: Whiteboard, whole: dict[str, Any]) -> tuple[dict[str, Any], picture.Picture, int]:
    """The map for the browser, the picture of what may be seen of it, and how many things are gone altogether."""
    ids = _found(board, [node["is"] for node in whole["nodes"]])
    drawn = picture.drawn(board, [node_id for node_id in ids if node_id])
    seen = {node.node_id for node in drawn.nodes}
    shown = [{"id": i} | node for i, node in zip(ids, whole["nodes"], strict=True) if i in seen]
    groups = [group | {"members": [ids[m] for m in group["members"] if ids[m] in seen]} for group in whole["groups"]]
    nodes = [{name: value for name, value in node.items() if name != "is"} for node in shown]
    state = {"nodes": nodes, "groups": groups, **{name: whole[name] for name in ("off", "span", "axis", "eye")}}
    return state, drawn, sum(i is None for i in ids)


def _reference(node: Node) -> list[str]:
    if node.label in _PERSONAL:
        return [node.label, node.node_id, _seal(node)]
    return [node.label, node.key]


def _seal(node: Node) -> str:
    return hmac.new(derived("maps"), f"{node.label}:{node.key}".encode(), "sha256").hexdigest()[:32]


def _found(board: Whiteboard, references: Sequence[list[str]]) -> list[str | None]:
    """The node_id of each, or None for what is gone."""
    known = picture.named(board, {(one[0], one[1]) for one in references if len(one) == 2})
    sealed = board.whole([one[1] for one in references if len(one) == 3])
    found: list[str | None] = []
    for one in references:
        if len(one) == 2:
            found.append(known.get((one[0], one[1])))
        else:
            node = sealed.get(one[1])
            found.append(one[1] if node and hmac.compare_digest(_seal(node), one[2]) else None)
    return found

"""The whiteboard: its page, and what the page asks for as somebody draws."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import orjson
from flask import Blueprint, abort, render_template, request
from pydantic import Field, ValidationError

from graph import settings
from graph.analysis import picture, ways
from graph.analysis.whiteboard import TYPES, Node, Whiteboard
from graph.look import SAYINGS, legend
from web import about, reading, words
from web.audit import Action, note
from web.communities.views import calls, seen
from web.map_state import MOST
from web.picture import called, links, shown, things
from web.posted import Part, posted
from web.screens.explore_words import said

blueprint = Blueprint("explore", __name__, url_prefix="/explore")

_NODE = Field(min_length=1, max_length=300)
#: Things of each label that the search box offers.
_FOUND = 3
#: The page's modules but the worker's, named in the page so that none has to wait for the one that imports it.
_MODULES = sorted({path.name for path in (words.ROOT / "static" / "explore").glob("*.js")} - {"layout-worker.js"})
Answer = TypeVar("Answer")


class FirstAsked(Part):
    """The first picture of a thing; ``there``: what stands on the board already."""

    node: str = _NODE
    there: list[str] = Field([], max_length=MOST)


class NodesAsked(Part):
    """These nodes, by node_id or as `Label:key`."""

    nodes: list[str] = Field(max_length=MOST)
    there: list[str] = Field([], max_length=MOST)


class MoreAsked(Part):
    """Neighbours of one kind, behind the first ``skip``."""

    node: str = _NODE
    type: str
    outgoing: bool
    label: str
    skip: int = Field(0, ge=0, le=1_000_000)
    limit: int = Field(50, ge=1, le=MOST)
    there: list[str] = Field([], max_length=MOST)


class WaysAsked(Part):
    """A shortest way, or all of them, over relationships of ``types``; over all when there are none."""

    start: str = _NODE
    end: str = _NODE
    types: list[str] = Field([], max_length=len(TYPES))
    longest: int = Field(8, ge=1, le=16)
    every: bool = False


@blueprint.get("")
def board() -> str:
    """The whiteboard, with what the address names, else the gravest dispute that the visitor sees."""
    nodes = [node for node in request.args.getlist("node") if 0 < len(node) <= 300][:MOST]
    if community := request.args.get("community"):
        part = seen([community])[community]
        if not part.disputes:
            abort(404)
        nodes = [*part.inside.nodes, *calls(community)][:MOST]
    return _page(nodes, request.args.get("map", type=int))


@blueprint.post("")
def open_with() -> str:
    """The whiteboard with nodes chosen on another page, as a JSON list of node_ids in ``nodes``."""
    try:
        asked = NodesAsked.model_validate({"nodes": orjson.loads(request.form.get("nodes", ""))})
    except (orjson.JSONDecodeError, ValidationError):
        abort(400)
    return _page(asked.nodes, None)


def _page(nodes: list[str], saved: int | None) -> str:
    reading.whiteboard(lambda _: None)  # who has no whiteboard is told so by a page, not by an empty one
    gravest = None if nodes or saved else _gravest()
    setup = {
        "nodes": nodes,
        "map": saved,
        "gravest": gravest,
        "legend": legend(words.language()),
        "levels": {level: str(name) for level, name in words.LEVELS.items()},
        "words": said(),
        "language": words.language(),
        "zone": str(settings.zone()),
    }
    return render_template(
        "explore.html",
        setup=orjson.dumps(setup).decode(),
        modules=_MODULES,
    )


def _gravest() -> str | None:
    rows = reading.rows("dispute_list", sort="risk", limit=1)
    return f"Dispute:{rows[0]['dispute_id']}" if rows else None


@blueprint.post("/first")
def first() -> dict[str, Any]:
    """The first picture of a thing."""
    asked = posted(FirstAsked)
    found = _of_node(asked.node, lambda board, node: (node, picture.first(board, node, asked.there)))
    node, drawn = found
    note(Action.GRAPH_READ, called(node), shown=len(drawn.nodes), hidden=drawn.hidden)
    return {"node": node.node_id, **shown(drawn)}


@blueprint.post("/nodes")
def nodes() -> dict[str, Any]:
    """These nodes and the links among them, and to what is there."""
    asked = posted(NodesAsked)
    drawn = reading.whiteboard(lambda board: picture.drawn(board, _ids(board, asked.nodes), asked.there))
    note(Action.GRAPH_READ, _several(drawn.nodes), shown=len(drawn.nodes), hidden=drawn.hidden)
    return shown(drawn)


@blueprint.get("/kinds")
def kinds() -> dict[str, Any]:
    """What leads away from a node: how many of which kind."""
    found = _of_node(request.args.get("node", ""), lambda board, node: (node, picture.kinds(board, node)))
    note(Action.GRAPH_READ, called(found[0]), counts=len(found[1]))
    return {
        "kinds": [
            {"type": one.type, "outgoing": one.outgoing, "label": one.label, "count": one.count} for one in found[1]
        ]
    }


@blueprint.post("/more")
def more() -> dict[str, Any]:
    """Neighbours of a kind."""
    asked = posted(MoreAsked)
    sought = picture.Sought(asked.type, asked.outgoing, asked.label, asked.skip, asked.limit)
    node, drawn = _of_node(asked.node, lambda board, node: (node, picture.beside(board, node, sought, asked.there)))
    note(Action.GRAPH_READ, called(node), over=asked.type, shown=len(drawn.nodes), hidden=drawn.hidden)
    return shown(drawn)


@blueprint.post("/ways")
def between() -> dict[str, Any]:
    """How one thing leads to another: a shortest way, or all of them."""
    asked = posted(WaysAsked)
    types = [type_ for type_ in asked.types if type_ in SAYINGS] or None

    def look(board: Whiteboard) -> ways.AllWays | None:
        start, end = board.find(asked.start), board.find(asked.end)
        if not start or not end:
            return None
        if asked.every:
            return ways.all_shortest(board, start, end, types, asked.longest)
        one = ways.shortest(board, start, end, types, asked.longest)
        return ways.AllWays(one.nodes, one.steps, int(bool(one.nodes)), len(one.steps), one.hidden, one.hubs, one.ended)

    found = reading.whiteboard(look)
    if found is None:
        abort(404)
    note(Action.GRAPH_READ, _several(found.nodes), steps=found.length, ways=found.count, hidden=found.hidden)
    return {
        "nodes": things(found.nodes),
        "links": links(found.steps),
        "count": min(found.count, 2**53),
        "length": found.length,
        "hidden": found.hidden,
        "hubs": found.hubs,
        "ended": found.ended,
    }


@blueprint.get("/find")
def find() -> dict[str, Any]:
    """Things that are called so."""
    text = " ".join(request.args.get("text", "").split())[:100]
    found = [hit.node for hit in reading.search(text, _FOUND)]
    note(Action.GRAPH_READ, "", text=text, shown=len(found))
    return {"nodes": things(found)}


@blueprint.get("/about")
def of_node() -> dict[str, Any]:
    """What is written in a node."""
    node, written = _of_node(request.args.get("node", ""), lambda board, node: (node, picture.written(board, node)))
    note(Action.GRAPH_READ, called(node), properties=len(written))
    [thing] = things([node])
    return {"node": thing, "facts": about.node(node, written)}


@blueprint.get("/link")
def of_link() -> dict[str, Any]:
    """What a relationship says: its score, and why."""
    type_ = request.args.get("type", "")

    def look(board: Whiteboard) -> tuple[Node, Node, list[dict[str, Any]]] | None:
        start, end = board.find(request.args.get("start", "")), board.find(request.args.get("end", ""))
        return (start, end, picture.said(board, start, type_, end)) if start and end else None

    found = reading.whiteboard(look)
    if found is None or not found[2]:
        abort(404)
    start, end, written = found
    note(Action.GRAPH_READ, f"{called(start)} - {called(end)}", over=type_)
    return {"facts": [fact for one in written for fact in about.link(one)]}


def _of_node(written: str, look: Callable[[Whiteboard, Node], Answer]) -> Answer:
    """What is found of a node that the visitor sees, else 404."""

    def found(board: Whiteboard) -> Answer | None:
        node = board.find(written) if 0 < len(written) <= 300 else None
        return look(board, node) if node else None

    answer = reading.whiteboard(found)
    return abort(404) if answer is None else answer


def _ids(board: Whiteboard, written: list[str]) -> list[str]:
    """node_ids, those of nodes called by label and key among them."""
    named = {one: (one.partition(":")[0], one.partition(":")[2]) for one in written if one[:1].isalpha()}
    known = picture.named(board, named.values())
    return [known.get(named[one], one) if one in named else one for one in written]


def _several(found: list[Node]) -> str:
    """The nodes as the audit names them, when there are many the first and how many more."""
    first = ", ".join(called(node) for node in found[:3])
    return first[:150] + (f" + {len(found) - 3}" if len(found) > 3 else "")

"""What a page asks to have exported: a dispute, a community, a saved map, or nodes with where they are drawn."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any

from flask import abort

from graph.export.layout import Point
from graph.export.selection import Selection
from web import map_state, maps, reading
from web.communities import views
from web.numbers import masked_text
from web.visitor import Number, database, visitor

#: Characters of a node_id and of a title that are looked at.
_ID, _TITLE = 200, 120


@dataclass(frozen=True)
class Wanted:
    """What was asked for. ``kind`` is one of ``FINDERS``, ``number`` what it is called there.

    ``positions``: node_id -> where the browser drew it.
    """

    kind: str = "nodes"
    number: str = ""
    nodes: tuple[str, ...] = ()
    positions: Mapping[str, Point] = field(default_factory=dict)
    title: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Wanted | None:
        """From an address or a form; None when nothing is asked for, 400 for what no page of ours sends."""
        title = masked_text(" ".join(given.get("title", "").split())[:_TITLE])
        for kind in FINDERS:
            if number := given.get(kind, "")[:_ID]:
                return cls(kind, number, title=title, positions=_positions(given))
        nodes = _parsed(given.get("nodes") or "[]", list)
        if not all(isinstance(node, str) and 0 < len(node) <= _ID for node in nodes):
            abort(400)
        return cls(nodes=tuple(dict.fromkeys(nodes)), positions=_positions(given), title=title) if nodes else None

    @property
    def fields(self) -> dict[str, str]:
        """The same as the hidden fields of a form, without the title."""
        placed = {"positions": json.dumps(self.positions)} if self.positions else {}
        if self.kind in FINDERS:
            return {self.kind: self.number, **placed}
        return {"nodes": json.dumps(self.nodes), **placed}


@dataclass(frozen=True)
class Found:
    """What of it this visitor may have, what it is called, where its nodes stand (by node_id)."""

    selection: Selection
    title: str
    positions: Mapping[str, Point] = field(default_factory=dict)


def find(wanted: Wanted) -> Found:
    """Look for it; 404 for what is not there or belongs to units that the visitor does not see."""
    finder = FINDERS.get(wanted.kind)
    found = finder(wanted.number) if finder else Found(reading.selected(wanted.nodes), "")
    return replace(found, title=wanted.title or found.title, positions=wanted.positions or found.positions)


def _dispute(number: str) -> Found:
    rows = reading.rows("dispute_one", dispute=number)
    if not rows:
        abort(404)
    matter = rows[0]
    return Found(reading.around_disputes([matter["dispute_id"]]), f"{matter['title']} {matter['dispute_id']}")


def _community(number: str) -> Found:
    part = views.seen([number])[number]
    if not part.disputes:
        abort(404)
    return Found(reading.around_disputes([one.node.key for one in part.disputes]), f"{part.title} {number}")


def _map(number: str) -> Found:
    """A saved map as it is drawn, without what is hidden on it."""
    if not number.isdecimal() or int(number) > Number.LARGEST:
        abort(404)
    with database().reading() as sql:
        saved = maps.readable(sql, visitor().account, int(number)) or abort(404)
        title, whole = saved.title, maps.state(saved)
    state, _, _ = reading.whiteboard(lambda board: map_state.restored(board, whole))
    places = {spot["id"]: (float(spot["x"]), float(spot["y"])) for spot in state["nodes"] if not spot.get("hidden")}
    return Found(reading.selected(list(places)), title, places)


#: What can be asked for by its number -> finds it.
FINDERS: dict[str, Callable[[str], Found]] = {"dispute": _dispute, "community": _community, "map": _map}


def _positions(given: Mapping[str, str]) -> dict[str, Point]:
    found: dict[str, Point] = {}
    for node, point in _parsed(given.get("positions") or "{}", dict).items():
        if not isinstance(point, list) or len(point) != 2 or not all(_is_place(number) for number in point):
            abort(400)
        found[node] = (float(point[0]), float(point[1]))
    return found


def _is_place(number: object) -> bool:
    return isinstance(number, int | float) and not isinstance(number, bool) and isfinite(number) and abs(number) < 1e7


def _parsed(text: str, kind: type) -> Any:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        abort(400)
    return found if isinstance(found, kind) else abort(400)

"""Saved maps: kept, opened, shared, deleted, from the whiteboard's page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort
from pydantic import Field
from sqlalchemy.orm import Session

from web import map_state, maps, reading
from web.accounts import units
from web.audit import Action, note
from web.map_state import State
from web.models import SavedMap
from web.picture import shown
from web.posted import Part, posted
from web.visitor import Number, database, visitor

blueprint = Blueprint("maps", __name__, url_prefix="/explore/maps")


class ToKeep(Part):
    """A map to keep; ``seen``: the stamp of the one that it is kept over."""

    title: str = Field(max_length=200)
    state: State
    seen: str = Field("", max_length=60)


class WithWhom(Part):
    """A login name, or the number of a unit."""

    person: str = Field("", max_length=64)
    unit: int | None = Field(None, ge=1, le=Number.LARGEST)


class Which(Part):
    """The number of a share."""

    share: int = Field(ge=1, le=Number.LARGEST)


@blueprint.get("")
def listed() -> dict[str, Any]:
    """The maps that the visitor may open, and the units there are to share one with."""
    with database().reading() as sql:
        found = [_said(saved) for saved in maps.listed(sql, visitor().account)]
        places = [{"id": unit.id, "name": unit.name} for unit in units.everything(sql)]
    return {"maps": found, "units": places}


@blueprint.post("")
def add() -> Any:
    """Keep the board as a new map."""

    def made(sql: Session, asked: ToKeep, state: dict[str, Any]) -> SavedMap:
        saved = maps.add(sql, visitor().account, asked.title, state)
        sql.refresh(saved)
        return saved

    return _keep(made)


@blueprint.get("/<int:number>")
def one(number: int) -> dict[str, Any]:
    """A map as it was kept, of what the visitor sees."""
    with database().reading() as sql:
        saved = maps.readable(sql, visitor().account, number) or abort(404)
        said, whole = _said(saved), maps.state(saved)
    state, drawn, gone = reading.whiteboard(lambda board: map_state.restored(board, whole))
    note(Action.GRAPH_READ, f"{said['id']} {said['title']}", shown=len(drawn.nodes), hidden=drawn.hidden)
    return {"map": said, "state": state, "gone": gone, **shown(drawn)}


@blueprint.post("/<int:number>")
def replace(number: int) -> Any:
    """Keep the board over an own map, unless that was changed elsewhere since: 409."""

    def replaced(sql: Session, asked: ToKeep, state: dict[str, Any]) -> SavedMap:
        saved = maps.own(sql, visitor().account, number) or abort(404)
        maps.replace(saved, asked.title, state, asked.seen)
        return saved

    return _keep(replaced)


def _keep(saving: Callable[[Session, ToKeep, dict[str, Any]], SavedMap]) -> Any:
    """Keep the board that is posted as ``saving`` does it, and write that down."""
    asked = posted(ToKeep)
    state, nodes = reading.whiteboard(lambda board: map_state.kept(board, asked.state))
    try:
        with database().writing() as sql:
            saved = saving(sql, asked, state)
            note(Action.MAP_SAVED, f"{saved.id} {saved.title}", sql=sql, nodes=len(nodes))
            said = _said(saved)
    except maps.MapError as problem:
        return _problem(problem)
    return said


@blueprint.post("/<int:number>/delete")
def delete(number: int) -> dict[str, Any]:
    """Delete an own map for good."""
    with database().writing() as sql:
        saved = maps.own(sql, visitor().account, number) or abort(404)
        note(Action.MAP_DELETED, f"{saved.id} {saved.title}", sql=sql)
        sql.delete(saved)
    return {}


@blueprint.post("/<int:number>/share")
def share(number: int) -> Any:
    """Let somebody or a unit open an own map; 404 for nobody."""
    asked = posted(WithWhom)
    try:
        with database().writing() as sql:
            saved = maps.own(sql, visitor().account, number) or abort(404)
            made = maps.share(sql, saved, asked.person.strip(), asked.unit)
            [(_, name)] = maps.names([made])
            note(Action.MAP_SHARED, f"{saved.id} {saved.title}", sql=sql, to=name)
            said = _said(saved)
    except maps.MapError as problem:
        return _problem(problem)
    return said


@blueprint.post("/<int:number>/unshare")
def unshare(number: int) -> dict[str, Any]:
    """Take a share back."""
    asked = posted(Which)
    with database().writing() as sql:
        saved = maps.own(sql, visitor().account, number) or abort(404)
        for one in [one for one in saved.shares if one.id == asked.share]:
            note(Action.MAP_SHARED, f"{saved.id} {saved.title}", sql=sql, no_longer_to=maps.names([one])[0][1])
            saved.shares.remove(one)
        sql.flush()
        return _said(saved)


def _said(saved: SavedMap) -> dict[str, Any]:
    """The map without what is on it; with whom it is shared only to its owner."""
    mine = saved.account_id == visitor().account.id
    return {
        "id": saved.id,
        "title": saved.title,
        "mine": mine,
        "owner": saved.account.display_name or saved.account.name,
        "changed": maps.stamp(saved),
        "changed_at": int(saved.changed_at.timestamp()),
        "shares": [{"id": number, "name": name} for number, name in maps.names(saved.shares)] if mine else [],
    }


def _problem(problem: maps.MapError) -> Any:
    return {"problem": problem.code}, {"changed": 409, "nobody": 404}.get(problem.code, 400)

"""A directive is drafted, edited and issued: about one dispute or several, to one unit or several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import orjson
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.wrappers import Response

from graph import settings
from graph.casework import moves
from graph.casework.directing import MOST, disputes_around, units_of
from graph.casework.history import BEGIN
from graph.casework.moves import Actor, Refused
from graph.casework.states import facts, machines
from graph.settings import SettingError
from web import clock, reading
from web.accounts import units
from web.audit import Action, note
from web.casework import drafting, naming
from web.casework.concerned import tell_moved
from web.graph_link import link
from web.visitor import database, visitor

blueprint = Blueprint("directives", __name__, url_prefix="/directives")
_NODES = 5_000


class _Chosen(BaseModel):
    """Things chosen on another page, by the engine's own ids or as label and key."""

    model_config = ConfigDict(extra="forbid")

    nodes: list[str] = Field(min_length=1, max_length=_NODES)


@blueprint.get("/new")
def new() -> str | tuple[str, int]:
    """The form, with a text drafted from what is known of the disputes; it can go down or across."""
    found = _disputes(request.args.getlist("dispute"))
    direction = request.args.get("direction", "vertical")
    if direction not in facts()["direction"].choices:
        abort(400)
    problem = ""
    try:
        due = drafting.deadline([row["level"] for row in found]).astimezone(settings.zone()).strftime("%Y-%m-%dT%H:%M")
    except SettingError as error:
        due, problem = "", str(error)
    note(Action.DISPUTE_OPENED, found[0]["dispute_id"], draft=len(found))
    near, _names = _units(found)
    chosen = near[:1] if direction == "vertical" else []
    given = {"order": drafting.draft(found, direction), "deadline": due, "direction": direction}
    return _form(found, given, chosen, problem)


@blueprint.post("/about")
def about() -> str | Response:
    """The form for the disputes that things chosen on the whiteboard, or found by a query, are or have to do with."""
    try:
        asked = _Chosen.model_validate({"nodes": orjson.loads(request.form.get("nodes", ""))})
    except (orjson.JSONDecodeError, ValidationError):
        abort(400)
    seen = reading.whiteboard_and_driver(
        lambda driver, board: disputes_around(
            driver, [node.node_id for name in asked.nodes if (node := board.find(name))]
        )
    )
    mine = [dispute for dispute in seen if reading.rows("dispute_one", dispute=dispute)]
    if not mine:
        return render_template("directive_nothing.html")
    return redirect(url_for("directives.new", dispute=mine))


@blueprint.post("")
def issue() -> Response | str | tuple[str, int]:
    """Issue it, once for every unit chosen; those who have to act are told."""
    found = _disputes(request.form.getlist("dispute"))
    _near, names = _units(found)
    chosen = [key for key in request.form.getlist("unit") if key in names]
    given = {name: request.form.get(name, "") for name in machines()["directive"].needs}
    if not chosen:
        return _form(found, given, chosen, _("Choose a unit that it goes to.")), 400
    who = Actor(visitor().account.name, visitor().role.value)
    note(Action.WORK_MOVED, f"dispute {' '.join(_ids(found))}"[:200], move="begin directive", units=len(chosen))
    try:
        done = link().once(
            lambda driver: moves.begin(driver, "directive", _ids(found), who, given=given, at=clock.now(), units=chosen)
        )
    except Refused as refused:
        return _form(found, given, chosen, naming.refusal("directive", refused)), 400
    issued = [work for work, _state in done.moved if work.kind == "directive"]
    for work in issued:
        tell_moved(done.act, work, machines()["directive"], BEGIN, who.name)
    flash(ngettext("%(num)d directive is issued.", "%(num)d directives are issued.", len(issued)))
    if len(issued) == 1:
        return redirect(url_for("casework.one", kind="directive", number=issued[0].id))
    return redirect(url_for("disputes.one", dispute=found[0]["dispute_id"]))


def _disputes(asked: list[str]) -> list[dict[str, Any]]:
    """What is known of the disputes that the visitor sees; 404 for none, 400 for too many."""
    if len(asked) > MOST:
        abort(400)
    rows = [row for dispute in dict.fromkeys(asked) for row in reading.rows("dispute_one", dispute=dispute)]
    found = list({row["dispute_id"]: row for row in rows}.values())
    return found or abort(404)


def _ids(found: Sequence[dict[str, Any]]) -> list[str]:
    return [row["dispute_id"] for row in found]


def _units(found: Sequence[dict[str, Any]]) -> tuple[list[str], dict[str, str]]:
    """Keys of the units that have to do with the disputes, and key -> name of every unit that it can go to."""
    near = link().ask(lambda driver: units_of(driver, _ids(found)))
    with database().reading() as sql:
        known = {unit.key: unit.name for unit in units.everything(sql)}
    return near, {key: key for key in near} | known


def _form(found: Sequence[dict[str, Any]], given: dict[str, str], chosen: Sequence[str], problem: str = "") -> str:
    near, names = _units(found)
    return render_template(
        "directive.html",
        found=found,
        given=given,
        chosen=set(chosen),
        near=[(key, names[key]) for key in near],
        others=sorted((name, key) for key, name in names.items() if key not in near),
        directions=facts()["direction"].choices,
        problem=problem,
        naming=naming,
    )

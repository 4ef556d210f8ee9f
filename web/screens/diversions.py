"""A call that is not for the police is handed over to a partner agency, which has twelve hours to take it up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy import select
from werkzeug.wrappers import Response

from graph import settings
from graph.casework import moves
from graph.casework.history import BEGIN
from graph.casework.moves import Actor, Refused
from graph.casework.states import machines
from web import clock, reading
from web.audit import Action, note
from web.casework import naming
from web.casework.concerned import tell_moved
from web.graph_link import link
from web.models import Account, Unit
from web.roles import Role
from web.visitor import database, visitor

blueprint = Blueprint("diversions", __name__, url_prefix="/diversions")
#: 12小时介入: 《黄石: 警情分流》 gives an agency so long to take a matter up.
_WITHIN = timedelta(hours=12)


@blueprint.get("/new")
def new() -> str:
    """The form for one call."""
    call = _call(request.args.get("incident", ""))
    due = (clock.now() + _WITHIN).astimezone(settings.zone()).strftime("%Y-%m-%dT%H:%M")
    note(Action.DISPUTE_OPENED, call["dispute_id"] or call["incident_id"], divert=call["incident_id"])
    return _form(call, {"matter": call["content"] or "", "due_at": due, "agency": ""})


@blueprint.post("")
def divert() -> Response | str | tuple[str, int]:
    """Hand it over; the agency is told."""
    call = _call(request.form.get("incident", ""))
    given = {name: request.form.get(name, "") for name in (*machines()["diversion"].needs, "agency")}
    if given["agency"] not in _agencies():
        return _form(call, given, _("Choose an agency that it goes to.")), 400
    who = Actor(visitor().account.name, visitor().role.value)
    note(Action.WORK_MOVED, f"incident {call['incident_id']}", move="begin diversion", agency=given["agency"])
    try:
        done = link().once(
            lambda driver: moves.divert(driver, call["incident_id"], given["agency"], who, given=given, at=clock.now())
        )
    except Refused as refused:
        return _form(call, given, naming.refusal("diversion", refused)), 400
    [(work, _state)] = done.moved
    tell_moved(done.act, work, machines()["diversion"], BEGIN, who.name)
    flash(_("%(work)s is sent to %(agency)s.", work=work.id, agency=_agencies()[given["agency"]]))
    return redirect(url_for("casework.one", kind="diversion", number=work.id))


def _call(incident: str) -> dict[str, Any]:
    """What is known of the call; 404 for one that the visitor does not see."""
    rows = reading.rows("incident_one", incident=incident)
    return rows[0] if rows else abort(404)


def _agencies() -> dict[str, str]:
    """Key -> name of every unit that partners belong to."""
    with database().reading() as sql:
        partners = select(Account.unit_id).where(Account.role == Role.PARTNER.value, Account.locked.is_(False))
        return {
            unit.key: unit.name for unit in sql.scalars(select(Unit).where(Unit.id.in_(partners)).order_by(Unit.name))
        }


def _form(call: dict[str, Any], given: dict[str, str], problem: str = "") -> str:
    return render_template(
        "diversion.html", call=call, given=given, agencies=_agencies(), problem=problem, naming=naming
    )

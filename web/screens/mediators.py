"""Mediators: who can be asked, with what each has in hand; added, changed, retired."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graph.casework.states import machines
from web.accounts import units
from web.audit import Action, note
from web.boards import mediators
from web.boards.asked import KINDS
from web.boards.mediator_tables import Mediator
from web.boards.mediators import NAMES, NotSaved
from web.casework import naming
from web.visitor import Number, database

blueprint = Blueprint("mediators", __name__, url_prefix="/mediators")


@blueprint.get("")
def listed() -> str:
    """All of them with their load; `edit` names the one whose form is open."""
    return _listed()


@blueprint.post("")
def save() -> Response | tuple[str, int]:
    """Add a mediator, or change the one whose number is given."""
    number, unit = request.form.get("number", type=int), request.form.get("unit", type=int)
    if any(given is not None and not 0 < given <= Number.LARGEST for given in (number, unit)):
        abort(400)
    try:
        with database().writing() as sql:
            kept = mediators.save(sql, number, request.form.get("name", ""), request.form.get("kind", ""), unit)
            note(Action.MEDIATOR_SAVED, kept.name, sql=sql, kind=kept.kind, new=number is None)
    except LookupError:
        abort(404)
    except NotSaved as error:
        return _listed(_refusals()[error.code]), 400
    flash(_("Saved."))
    return redirect(url_for("mediators.listed"))


@blueprint.post("/<int:number>/retire")
def retire(number: int) -> Response:
    """Offer somebody no more, or again; past mediations keep the name."""
    with database().writing() as sql:
        kept = sql.get(Mediator, number)
        if kept is None:
            abort(404)
        kept.active = request.form.get("active") == "1"
        note(Action.MEDIATOR_SAVED, kept.name, sql=sql, active=kept.active)
    flash(_("Saved."))
    return redirect(url_for("mediators.listed"))


def _listed(problem: str = "") -> str:
    with database().reading() as sql:
        found = units.everything(sql)
    return render_template(
        "mediators.html",
        mediators=mediators.everybody(),
        names=NAMES,
        units=found,
        edited=request.args.get("edit", request.form.get("number", 0, type=int), type=int),
        problem=problem,
        kinds=[(kind, naming.called(machines()[kind])) for kind in KINDS],
        naming=naming,
    )


def _refusals() -> dict[str, str]:
    return {
        "empty": _("A mediator needs a name."),
        "kind": _("Choose what the mediator is."),
        "unit": _("There is no such unit."),
        "known": _("Somebody of this name is in the list already. Add what tells them apart."),
    }

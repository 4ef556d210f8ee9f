"""Administration of units: which one is below which."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from web.accounts import units
from web.audit import Action, note
from web.models import Unit
from web.visitor import database

blueprint = Blueprint("units", __name__, url_prefix="/units")


@blueprint.get("")
def listed() -> str:
    """All units."""
    return _listed()


def _listed(problem: str = "") -> str:
    with database().reading() as sql:
        found = units.everything(sql)
    return render_template("units.html", units=found, names={unit.id: unit.name for unit in found}, problem=problem)


@blueprint.post("")
def add() -> Response | tuple[str, int]:
    """Add a unit."""
    try:
        with database().writing() as sql:
            made = units.named(sql, request.form.get("name", "")[:200])
            note(Action.UNIT_ADDED, made.name, sql=sql)
    except units.UnitError:
        return _listed(_("A unit needs a name.")), 400
    return redirect(url_for("units.listed"))


@blueprint.post("/<int:number>")
def place(number: int) -> Response | tuple[str, int]:
    """Put a unit below another, or below none."""
    try:
        with database().writing() as sql:
            unit = sql.get(Unit, number)
            if unit is None:
                abort(404)
            parent = request.form.get("parent", type=int)
            if parent is not None and sql.get(Unit, parent) is None:
                abort(400)
            units.put_below(sql, unit, parent)
            above = sql.get(Unit, parent) if parent is not None else None
            note(Action.UNIT_MOVED, unit.name, sql=sql, below=above.name if above else "")
    except units.UnitError:
        return _listed(_("A unit cannot be below itself.")), 400
    flash(_("Saved."))
    return redirect(url_for("units.listed"))

"""Undoing an import, however it came in: what that would do, then doing it."""

from __future__ import annotations

import re

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ingest.undoing import outlook
from web.audit import Action, note
from web.graph_link import link
from web.imports import shown, starting
from web.jobs import queue
from web.screens.imports import brought_of
from web.visitor import database, visitor

blueprint = Blueprint("undoing", __name__, url_prefix="/imports")
_ID = re.compile(r"[0-9a-f]{32}")


@blueprint.post("/adopt")
def adopt() -> Response:
    """A page for an import that came in another way, so that it can be undone there."""
    identity = request.form.get("import_id", "")
    found = shown.in_graph(identity) if _ID.fullmatch(identity) else None
    if found is None:
        abort(404)
    with database().writing() as sql:
        brought = starting.bring(sql, "other", found.name, import_id=found.import_id)
        brought.counts = shown.written(found.counts)
        brought.created_at = found.started_at or brought.created_at
    return redirect(url_for("undoing.form", number=brought.id))


@blueprint.get("/<int:number>/undo")
def form(number: int) -> str:
    """What undoing it would do, before anything is done."""
    with database().reading() as sql:
        brought = brought_of(sql, number)
    if not starting.may_undo(brought):
        abort(404)
    would = link().ask(lambda driver: outlook(driver, brought.import_id))
    return render_template("import_undo.html", brought=brought, would=would)


@blueprint.post("/<int:number>/undo")
def undo(number: int) -> Response:
    """Undo it."""
    with database().writing() as sql:
        brought = brought_of(sql, number)
        if not starting.may_undo(brought):
            abort(404)
        if starting.undo(sql, visitor().account.id, brought):
            seen = request.form.get("goes", 0, type=int)
            note(Action.IMPORT_UNDONE, f"{number} {brought.name}", sql=sql, import_id=brought.import_id, calls=seen)
    queue.wake()
    return redirect(url_for("imports.one", number=number))

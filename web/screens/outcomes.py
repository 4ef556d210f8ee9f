"""What came of the work on disputes, on a page and as a file."""

from __future__ import annotations

import tempfile
from pathlib import Path

from flask import Blueprint, abort, render_template, request, send_file
from werkzeug.wrappers import Response

from graph.casework.states import machines
from graph.export import tables
from web.audit import Action, note
from web.boards import outcomes
from web.boards.asked import KINDS
from web.boards.outcomes import BY, SMALL, Asked
from web.casework import naming
from web.clock import now

blueprint = Blueprint("outcomes", __name__, url_prefix="/outcomes")
FORMS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
}


@blueprint.get("")
def page() -> str:
    """Counts and rates of a period."""
    asked = Asked.read(request.args)
    return render_template(
        "outcomes.html",
        asked=asked,
        ways=BY,
        found=outcomes.tables(asked),
        small=SMALL,
        forms=list(FORMS),
        kinds=[(kind, naming.called(machines()[kind])) for kind in KINDS],
        naming=naming,
    )


@blueprint.post("/export")
def export() -> Response:
    """The same as a file; that it was taken is written down first."""
    asked, suffix = Asked.read(request.form), request.form.get("form", "")
    if suffix not in FORMS:
        abort(400)
    lines = list(outcomes.lines(outcomes.tables(asked)))
    note(Action.EXPORTED, f"outcomes{suffix}", asked=asked.given, rows=len(lines))
    with tempfile.TemporaryDirectory(prefix="fengqiao-export-") as directory:
        opened = tables.write(lines, outcomes.head(), Path(directory) / f"outcomes{suffix}").open("rb")
    name = f"outcomes-{now():%Y%m%d-%H%M%S}{suffix}"
    return send_file(opened, mimetype=FORMS[suffix], as_attachment=True, download_name=name)

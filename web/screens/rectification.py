"""The rectification list (整改清单) of just what is filtered in the list of disputes, as a workbook or a document."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graph import settings
from graph.export.output import ExportError
from queries import rectification
from web import reading
from web.audit import Action, note
from web.clock import now
from web.disputes import finding
from web.disputes.asked import Asked

blueprint = Blueprint("rectification", __name__, url_prefix="/disputes/rectification")
FORMS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: Rows of one file of each form; more are for the command line.
MOST = {".xlsx": 200_000, ".docx": rectification.MOST_DOCX}
#: Bytes of a file without rows, and of a row (measured on 10,000 rows).
_SIZES = {".xlsx": (6_000, 70), ".docx": (37_000, 60)}


@blueprint.get("")
def form() -> str:
    """What would be in the file, and how large it would be."""
    asked = Asked.read(request.args)
    rows = finding.total(asked, MOST[".xlsx"] + 1)
    return render_template(
        "dispute_export.html",
        asked=asked,
        title=_("Rectification list"),
        action=url_for("rectification.take"),
        rows=rows,
        most=MOST[".xlsx"],
        head=rectification.HEAD,
        forms={suffix: base + each * rows for suffix, (base, each) in _SIZES.items() if rows <= MOST[suffix]},
    )


@blueprint.post("")
def take() -> Response:
    """The file; that it was taken is written down first."""
    asked, suffix = Asked.read(request.form), request.form.get("form", "")
    rows = finding.total(asked, MOST[".xlsx"] + 1)
    if suffix not in FORMS or rows > MOST[suffix]:
        abort(400)
    note(Action.EXPORTED, f"rectification{suffix}", asked=asked.given, rows=rows)
    with tempfile.TemporaryDirectory(prefix="fengqiao-export-") as directory:
        try:
            file = rectification.write(rectification.rows(_found(asked)), Path(directory) / f"list{suffix}")
        except ExportError:  # grew past the limit since it was counted
            abort(400)
        opened = file.open("rb")  # goes on to be read when the directory is gone
    name = f"rectification-{now().astimezone(settings.zone()):%Y%m%d-%H%M%S}{suffix}"
    answer = send_file(opened, mimetype=FORMS[suffix], as_attachment=True, download_name=name)
    answer.content_length = os.fstat(opened.fileno()).st_size
    return answer


def _found(asked: Asked) -> Iterator[dict[str, Any]]:
    """What was done about the disputes of the list, in its order, as the visitor may see it."""
    for page in finding.walk(asked):
        numbers = [row["dispute_id"] for row in page]
        if numbers:
            done = {row["dispute_id"]: row for row in reading.rows("rectification", disputes=numbers)}
            yield from (done[number] for number in numbers if number in done)

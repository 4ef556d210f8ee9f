"""The list of disputes as a file: just what is filtered, told how large it will be before, written down when taken."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from flask import Blueprint, abort, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graph.export import tables
from graph.export.heads import HEADS
from web.audit import Action, note
from web.clock import now
from web.disputes import finding
from web.disputes.asked import Asked

blueprint = Blueprint("dispute_export", __name__, url_prefix="/disputes/export")
HEAD = HEADS["disputes"]
FORMS = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
#: Rows of one file; more are for the command line.
MOST = 200_000
#: Rows that the size is guessed from, and what an XLSX row is to a CSV row (measured on 100,000 rows).
_TRIED, _XLSX = 100, 0.55


@blueprint.get("")
def form() -> str:
    """What would be in the file, and how large it would be."""
    asked = Asked.read(request.args)
    rows, size = finding.total(asked, MOST + 1), _row_size(asked)
    return render_template(
        "dispute_export.html",
        asked=asked,
        title=_("Export disputes"),
        action=url_for("dispute_export.take"),
        rows=rows,
        most=MOST,
        head=HEAD,
        forms={".csv": round(rows * size), ".xlsx": round(rows * size * _XLSX) + 6_000},
    )


@blueprint.post("")
def take() -> Response:
    """The file; that it was taken is written down first."""
    asked, suffix = Asked.read(request.form), request.form.get("form", "")
    rows = finding.total(asked, MOST + 1)
    if suffix not in FORMS or rows > MOST:
        abort(400)
    note(Action.EXPORTED, f"disputes{suffix}", asked=asked.given, rows=rows)
    with tempfile.TemporaryDirectory(prefix="fengqiao-export-") as directory:
        file = tables.write(_rows(asked), HEAD, Path(directory) / f"disputes{suffix}")
        opened = file.open("rb")  # goes on to be read when the directory is gone
    name = f"disputes-{now():%Y%m%d-%H%M%S}{suffix}"
    answer = send_file(opened, mimetype=FORMS[suffix], as_attachment=True, download_name=name)
    answer.content_length = os.fstat(opened.fileno()).st_size
    return answer


def _rows(asked: Asked) -> Iterator[Sequence[object]]:
    for rows in finding.walk(asked):
        for row in rows:
            yield [row[column] for column in HEAD]


def _row_size(asked: Asked) -> float:
    """Bytes of a row as CSV, from the first ones."""
    rows = next(finding.walk(asked, _TRIED))
    file = BytesIO()
    tables.write_csv(([row[column] for column in HEAD] for row in rows), HEAD, file)
    return len(file.getvalue()) / max(1, len(rows))

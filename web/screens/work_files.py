"""What is taken away from the page of a piece of work: its paper, and the files that belong to its moves."""

from __future__ import annotations

from io import BytesIO

from flask import Blueprint, abort, send_file
from werkzeug.wrappers import Response

from graph.casework.states import Kind
from graph.export.papers import FORMS
from web.audit import Action, note
from web.casework import papers
from web.casework.attachments import keeping
from web.casework.attachments.kinds import KINDS
from web.casework.papers.gathering import gather
from web.numbers import masked_text
from web.screens.casework import seen
from web.visitor import database

blueprint = Blueprint("work_files", __name__, url_prefix="/casework")


@blueprint.get("/<kind>/<number>/document.<suffix>")
def document(kind: Kind, number: str, suffix: str) -> Response:
    """The paper of a piece of work; that it was taken is written down first."""
    work, standing = seen(kind, number)
    form = FORMS.get(f".{suffix}")
    if form is None or not papers.there_is(work, standing.state):
        abort(404)
    gathered = gather(work, standing)
    paper = papers.PAPERS[work.kind](gathered)
    note(Action.EXPORTED, f"{work.kind} {work.id}", form=f".{suffix}", paper=paper.title, whole=gathered.whole)
    return send_file(
        BytesIO(form.make(paper)),
        mimetype=form.media,
        as_attachment=True,
        download_name=f"{work.id}-{paper.title}.{suffix}",
    )


@blueprint.get("/<kind>/<path:number>/attachments/<int:attachment>")
def attachment(kind: Kind, number: str, attachment: int) -> Response:
    """A file that belongs to a move of the work, to be saved: no browser opens it by itself (web/security.py)."""
    work, _standing = seen(kind, number)
    with database().reading() as sql:
        found = keeping.one_of(sql, work, attachment) or abort(404)
    file = keeping.file_of(found)
    if not file.is_file():
        abort(404)
    note(Action.ATTACHMENT_TAKEN, f"{work.kind} {work.id}", file=found.name, sha256=found.digest)
    return send_file(
        file, mimetype=KINDS[found.suffix], as_attachment=True, download_name=masked_text(found.name), etag=found.digest
    )

"""The shelf of queries: found by word and tag, kept at hand, asked with values, ended, taken away as a file."""

from __future__ import annotations

import re
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import orjson
from flask import Blueprint, abort, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graph import settings
from graph.export import tables
from graph.export.output import ExportError
from graph.gate import Refused
from graph.gate.runs import end_run
from queries import head
from web import words
from web.asking import answers, forms
from web.asking.chart import chart
from web.asking.forms import FormError
from web.asking.found import Entry, favourites, find, keep, may_ask_written, offered, said
from web.asking.schedule_tables import Schedule
from web.audit import Action, note
from web.clock import now
from web.visitor import database, visitor

blueprint = Blueprint("queries", __name__, url_prefix="/queries")

#: What an answer can be taken away as: suffix -> media type.
FORMS = {
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".csv": "text/csv",
    ".json": "application/json",
}
_RUN = re.compile(r"[A-Za-z0-9_-]{1,64}")


@blueprint.get("")
def listed() -> str:
    """What the visitor may ask, by tag; found by words, favourites first."""
    text = request.args.get("text", "").strip()[:100]
    tag = request.args.get("tag", "")
    tag = tag if tag in head.tags() else ""
    entries = offered(text, tag)
    with database().reading() as sql:
        kept = favourites(sql, visitor().account)
    return render_template(
        "queries.html",
        text=text,
        tag=tag,
        tags={name: said(named) for name, named in head.tags().items()},
        kept=[entry for entry in entries if entry.name in kept],
        own=[entry for entry in entries if entry.number and entry.name not in kept],
        groups=_grouped([entry for entry in entries if not entry.number and entry.name not in kept], tag),
        total=len(entries),
        favourites=kept,
        writes=may_ask_written(),
    )


def _grouped(entries: list[Entry], tag: str) -> dict[str, list[Entry]]:
    """The entries under what they are about, each once: under the tag that is asked for, else its first."""
    found: dict[str, list[Entry]] = {}
    for name in head.tags():
        of_tag = [entry for entry in entries if (tag or entry.query.tags[0]) == name]
        if of_tag:
            found[name] = of_tag
    return found


@blueprint.get("/<name>")
def one(name: str) -> str:
    """A query: what it finds, the form of its values (those of one's own ``schedule`` of it), its Cypher."""
    entry = find(name)
    with database().reading() as sql:
        kept = name in favourites(sql, visitor().account)
        schedule = sql.get(Schedule, request.args.get("schedule", 0, type=int))
    fields = forms.fields(entry.query, entry.ours)
    if schedule and schedule.account_id == visitor().account.id and schedule.query == name:
        fields = forms.filled(fields, orjson.loads(schedule.given))
    return render_template(
        "query.html",
        entry=entry,
        fields=fields,
        prefix=forms.PREFIX,
        kept=kept,
        tags=[(tag, said(head.tags()[tag])) for tag in entry.query.tags],
        forms=list(FORMS),
        seconds=settings.number("FENGQIAO_QUERY_SECONDS"),
    )


@blueprint.post("/<name>/run")
def run(name: str) -> Any:
    """The answer, for the page's script: rows, or what is wrong with which value, or why the query was ended."""
    entry = find(name)
    try:
        given = forms.read(entry.query, request.form, entry.ours)
    except FormError as error:
        return {"problems": error.problems}, 422
    called = request.form.get("run", "")
    try:
        answered = answers.ask(entry, given, called if _RUN.fullmatch(called) else "")
    except Refused as refused:
        return refusal(entry, given, refused)
    note(Action.QUERY_RUN, _called(entry), parameters=given, rows=len(answered.rows), more=answered.more)
    shown = answers.shown(answered)
    if entry.query.shape == "chart":
        shown["chart"] = chart([column["title"] for column in shown["columns"]], shown["rows"])
    return shown


def refusal(entry: Entry, given: dict[str, Any], refused: Refused) -> tuple[dict[str, Any], int]:
    """What the page is told of a query that was ended or not let through."""
    note(Action.QUERY_REFUSED, _called(entry), code=refused.code, parameters=given)
    return {"refused": refused.say("zh" if words.language() == "zh" else "en"), "code": refused.code}, 409


def _called(entry: Entry) -> str:
    """What the audit calls it."""
    return f"{entry.name} {entry.query.title.zh}" if entry.number else entry.name


@blueprint.post("/runs/<run>/end")
def end(run: str) -> dict[str, Any]:
    """End one's own run, in whichever process it is."""
    if not _RUN.fullmatch(run) or not end_run(visitor().account.name, run):
        abort(404)
    return {}


@blueprint.post("/<name>/export")
def export(name: str) -> Any:
    """The answer as a file, asked anew; that it was taken is written down first."""
    entry, suffix = find(name), request.form.get("form", "")
    if suffix not in FORMS:
        abort(400)
    try:
        given = forms.read(entry.query, request.form, entry.ours)
        answered = answers.ask(entry, given)
    except FormError as error:
        return {"problems": error.problems}, 422
    except Refused as refused:
        return refusal(entry, given, refused)
    note(
        Action.EXPORTED,
        f"query {_called(entry)}",
        form=suffix,
        parameters=given,
        rows=len(answered.rows),
        more=answered.more,
    )
    called = f"fengqiao-{entry.name}-{now().astimezone(settings.zone()):%Y%m%d-%H%M%S}{suffix}"
    try:
        with TemporaryDirectory(prefix="fengqiao-export-") as directory:
            heads = answers.headings(answered, names=suffix == ".json")
            written = tables.write(answers.masked(answered), heads, Path(directory) / called)
            file = written.open("rb")
    except ExportError:
        return {"refused": _("This cannot be written in that format. Choose CSV.")}, 409
    return send_file(file, mimetype=FORMS[suffix], as_attachment=True, download_name=called)


@blueprint.post("/<name>/favourite")
def favourite(name: str) -> Response:
    """Keep a query at hand, or no longer."""
    find(name)
    with database().writing() as sql:
        keep(sql, visitor().account, name, request.form.get("keep") == "1")
    if request.form.get("back") == "shelf":
        return redirect(url_for("queries.listed"))
    return redirect(url_for("queries.one", name=name))

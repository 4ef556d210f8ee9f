"""Where analysts write queries of their own: looked at while they write, tried, kept version by version, shared."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

import queries
from graph import gate, schema
from graph.gate import Refused
from queries import head
from queries.writing import written
from web import words
from web.asking import answers, drafts, keeping
from web.asking.chart import chart
from web.asking.drafts import Attempt, Draft, DraftError
from web.asking.found import Entry, find, of_own, readable, said
from web.asking.tables import OwnQuery
from web.audit import Action, note
from web.posted import posted
from web.visitor import database, visitor

blueprint = Blueprint("own_queries", __name__, url_prefix="/queries/own")

#: Largest file that is read in, in bytes.
_LARGEST = 100_000
_START = "MATCH (d:Dispute)\nWHERE d.merged_into IS NULL\nRETURN d.id AS dispute_id, d.title AS title\nLIMIT 25"


@blueprint.get("/new")
def new() -> str:
    """An empty desk, or one with a copy of another query."""
    like = request.args.get("like", "")
    return _desk(drafts.of_query(find(like).query) if like else {"cypher": _START, "tags": [], "parameters": {}})


@blueprint.post("/bring")
def bring() -> str:
    """A desk with the query of a file."""
    file = request.files.get("file")
    text = file.stream.read(_LARGEST).decode("utf-8-sig", errors="replace") if file else ""
    try:
        query = head.read(text, Path(Path(file.filename if file and file.filename else "file").name[:100]))
    except queries.HeadError as error:
        empty = {"cypher": text if "//" not in text[:2] else _START, "tags": [], "parameters": {}}
        return _desk(empty, _("This file has no head as the shelf's have: %(why)s", why=str(error)[:300]))
    return _desk(drafts.of_query(query))


def _desk(draft: dict[str, Any], problem: str = "", entry: Entry | None = None, version: int = 0) -> str:
    setup = {
        "draft": draft | {"seen": version},
        "labels": {node.label: [node.key, *node.indexed, *node.properties] for node in schema.NODES},
        "types": {one.type: list(one.properties) for one in schema.RELATIONSHIPS},
        "functions": sorted(gate.functions()),
        "words": _said(),
    }
    return render_template(
        "own_query.html",
        setup=orjson.dumps(setup).decode(),
        draft=draft,
        tags={tag: said(named) for tag, named in head.tags().items()},
        entry=entry,
        problem=problem,
        version=version,
    )


def _said() -> dict[str, str]:
    """What the desk's script says."""
    return {
        "editor": _("Cypher"),
        "checked": _("The Cypher is right. Columns: COLUMNS"),
        "type": _("Type of $NAME"),
        "zh": _("Chinese name of $NAME"),
        "en": _("English name of $NAME"),
        "default": _("Default of $NAME"),
        "choices": _("Choices of $NAME, with commas between them"),
        "required": _("$NAME is needed"),
        "rows": _("about ROWS rows"),
        "saved": _("Saved"),
        "lost": _("The server did not answer. Try again."),
        "ended": _("The session has ended. Sign in again."),
        "running": _("Running …"),
        "integer": _("whole number"),
        "number": _("number"),
        "text": _("text"),
        "texts": _("several texts"),
        "boolean": _("yes or no"),
        "datetime": _("time"),
    }


@blueprint.post("/check")
def check() -> Any:
    """What is right or wrong with the Cypher, and what the engine would do."""
    draft = posted(Draft)
    try:
        query, steps = drafts.checked(draft.model_copy(update={"title_zh": draft.title_zh or "-"}))
    except (DraftError, Refused) as error:
        return _problem(error)
    language = _language()
    said_of = [
        {"words": step.say(language), "details": step.details[:200], "rows": round(step.rows), "costly": step.costly}
        for step in steps
    ]
    return {"columns": list(query.columns), "steps": said_of}


@blueprint.post("/attempt")
def attempt() -> Any:
    """The answer to a draft, with the defaults of its parameters; by the name of its run it can be ended."""
    draft = posted(Attempt)
    try:
        query, _steps = drafts.checked(draft.model_copy(update={"title_zh": draft.title_zh or "-"}))
        answered = answers.ask(Entry("own", query, number=-1), {}, draft.run)
    except (DraftError, Refused, queries.ParameterError) as error:
        return _problem(error, draft)
    note(Action.QUERY_RUN, "own", cypher=draft.cypher, rows=len(answered.rows), more=answered.more)
    shown = answers.shown(answered)
    if query.shape == "chart":
        shown["chart"] = chart([column["title"] for column in shown["columns"]], shown["rows"])
    return shown


def _problem(error: ValueError, draft: Draft | None = None) -> dict[str, Any]:
    """What the page is told of a draft that will not do: an answer, not a failure, as people are still typing.

    That ``draft`` was refused is written down.
    """
    if isinstance(error, DraftError):
        return {"problems": error.problems}
    if isinstance(error, Refused):
        if draft:
            note(Action.QUERY_REFUSED, "own", code=error.code, cypher=draft.cypher)
        return {"refused": error.say(_language()), "at": error.position, "line": error.line, "column": error.column}
    name = getattr(error, "name", "")
    return {"problems": {name: _("To try the query, give $%(name)s a default.", name=name)}}


def _language() -> gate.Language:
    return "zh" if words.language() == "zh" else "en"


@blueprint.post("")
def add() -> Any:
    """Keep a new query."""
    draft = posted(Draft)
    try:
        query, _steps = drafts.checked(draft)
        with database().writing() as sql:
            own = keeping.add(sql, visitor().account, query)
            note(Action.QUERY_SAVED, f"{own.name} {query.title.zh}", sql=sql, version=1)
            number = own.id
    except (DraftError, Refused) as error:
        return _problem(error, draft)
    except keeping.KeepingError:
        return {"problems": {"": _("You keep %(most)d queries already. Delete one first.", most=keeping.EACH)}}
    return {"address": url_for("own_queries.edit", number=number)}


@blueprint.get("/<int:number>")
def edit(number: int) -> str:
    """The desk with a query that was kept; somebody else's can be looked at and copied."""
    entry, version, _text = _seen(number)
    return _desk(drafts.of_query(entry.query), entry=entry, version=version)


@blueprint.post("/<int:number>")
def save(number: int) -> Any:
    """Keep what was changed as a new version."""
    with database().reading() as sql:
        _mine(sql, number)
    draft = posted(Draft)
    try:
        query, _steps = drafts.checked(draft)
        with database().writing() as sql:
            own = _mine(sql, number)
            keeping.save(own, written(query), draft.seen)
            version = own.versions[-1].number
            note(Action.QUERY_SAVED, f"{own.name} {query.title.zh}", sql=sql, version=version)
    except (DraftError, Refused) as error:
        return _problem(error, draft)
    except keeping.KeepingError:
        return {"problems": {"": _("It was changed elsewhere meanwhile. Open it anew and change it there.")}}
    return {"seen": version}


def _mine(sql: Any, number: int) -> OwnQuery:
    """The visitor's own query; 404 for any other."""
    return keeping.mine(sql, visitor().account, number) or abort(404)


def _seen(number: int) -> tuple[Entry, int, str]:
    """A query that the visitor may look at, the number of its latest version, and its file; 404 for any other."""
    with database().reading() as sql:
        own = readable(sql, visitor().account, number) or abort(404)
        entry = of_own(own) or abort(404)
        return entry, own.versions[-1].number, written(entry.query.model_copy(update={"name": f"own_{own.id}"}))


@blueprint.post("/<int:number>/share")
def share(number: int) -> AnyResponse:
    """Let everybody who sees every unit run it, or nobody else any more."""
    shared = request.form.get("shared") == "1"
    with database().writing() as sql:
        own = _mine(sql, number)
        own.shared = shared
        note(Action.QUERY_SHARED, own.name, sql=sql, shared=shared)
    return redirect(url_for("own_queries.edit", number=number))


@blueprint.post("/<int:number>/delete")
def delete(number: int) -> AnyResponse:
    """Delete it for good."""
    with database().writing() as sql:
        own = _mine(sql, number)
        note(Action.QUERY_DELETED, own.name, sql=sql)
        keeping.drop(sql, own)
    return redirect(url_for("queries.listed"))


@blueprint.get("/<int:number>/versions")
def versions(number: int) -> str:
    """Every version, and what differs between one and the one before it."""
    with database().reading() as sql:
        own = _mine(sql, number)
        entry = of_own(own) or abort(404)
        kept = [(one.number, one.at, one.text) for one in own.versions]
    texts = {one[0]: one[2] for one in kept}
    asked = request.args.get("version", type=int) or kept[-1][0]
    if asked not in texts:
        abort(404)
    lines = list(keeping.difference(texts.get(asked - 1, ""), texts[asked]))
    return render_template("query_versions.html", entry=entry, kept=kept[::-1], asked=asked, lines=lines)


@blueprint.post("/<int:number>/restore")
def restore(number: int) -> AnyResponse:
    """Make an earlier version the present one, as a new version."""
    wanted = request.form.get("version", type=int)
    with database().writing() as sql:
        own = _mine(sql, number)
        text = next((one.text for one in own.versions if one.number == wanted), None) or abort(404)
        keeping.save(own, text, own.versions[-1].number)
        note(Action.QUERY_SAVED, own.name, sql=sql, version=own.versions[-1].number, restored=wanted)
    return redirect(url_for("own_queries.versions", number=number))


@blueprint.get("/<int:number>/file")
def file(number: int) -> Response:
    """The query as a file of the shelf."""
    entry, _version, text = _seen(number)
    answer = Response(text, mimetype="text/plain")
    answer.headers["Content-Disposition"] = f"attachment; filename={entry.name.replace('-', '_')}.cypher"
    return answer

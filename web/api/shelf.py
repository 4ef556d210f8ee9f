"""GET /queries, POST /queries/{name}/run and its end: the shelf, through the gate, kept to what the account sees."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import nullcontext
from datetime import date, time
from typing import Any

import neo4j.graph
import neo4j.spatial
import neo4j.time
from flask import abort
from pydantic import BaseModel, ConfigDict, Field

import queries
from graph.gate import Refused
from graph.gate.runs import end_run, named_run
from queries.asking import ask_shelf
from web import reading
from web.api.door import Asked, Said, blueprint, problems
from web.api.problems import Refusal
from web.audit import Action, note
from web.graph_link import link
from web.visitor import visitor
from web.words import language

#: Parameters that the account sets, not the one who asks.
_OURS = frozenset({"units", "agency"})
_STATUS = {"busy_user": 429, "busy": 503, "cancelled": 409, "same_run": 409}


class Words(Said):
    """The same in both languages."""

    zh: str
    en: str


class ParameterOf(Said):
    """A parameter of a query."""

    name: str
    type: str
    required: bool
    default: Any
    choices: list[Any]
    title: Words


class QueryOf(Said):
    """A query of the shelf; one without ``tags`` is not offered to people, as it only feeds a page."""

    name: str
    title: Words
    explanation: Words
    tags: list[str]
    shape: str
    parameters: list[ParameterOf]
    columns: dict[str, Words]


class Shelf(Said):
    """The queries that this account may run."""

    queries: list[QueryOf]


class QueryPath(Asked):
    """Which query."""

    name: str = Field(min_length=1, max_length=100, json_schema_extra={"example": "dispute_list"})


class RunPath(Asked):
    """Which run."""

    run: str = Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")


class RunAsked(BaseModel):
    """With which values; ``run`` names this run, so that DELETE /queries/runs/{run} can end it."""

    model_config = ConfigDict(extra="forbid")

    parameters: dict[str, Any] = {}
    run: str | None = Field(None, min_length=1, max_length=64, pattern=r"^[A-Za-z0-9_-]+$")


class Table(Said):
    """What the query found. ``more``: these are only the first rows, as there are limits on 'rows' and on 'bytes'."""

    columns: list[str]
    rows: list[list[Any]]
    more: str


class Ended(Said):
    """The run was told to end; its own answer is a 409."""

    run: str


@blueprint.get("/queries", responses={200: Shelf})
def shelf() -> dict[str, Any]:
    """The queries of the shelf that this account may run, with their parameters."""
    mine = [_described(query) for query in reading.those_asked(queries.load().values())]
    return Shelf(queries=mine).model_dump(mode="json")


def _described(query: queries.Query) -> QueryOf:
    return QueryOf(
        name=query.name,
        title=Words(zh=query.title.zh, en=query.title.en),
        explanation=Words(zh=query.explanation.zh, en=query.explanation.en),
        tags=list(query.tags),
        shape=query.shape,
        parameters=[
            ParameterOf(
                name=name,
                type=parameter.type,
                required=parameter.required,
                default=parameter.default,
                choices=parameter.choices,
                title=Words(zh=parameter.zh, en=parameter.en),
            )
            for name, parameter in query.parameters.items()
            if name not in _OURS
        ],
        columns={name: Words(zh=column.zh, en=column.en) for name, column in query.columns.items()},
    )


@blueprint.post("/queries/<name>/run", responses={200: Table, **problems(404, 409, 413, 415)})
def run(path: QueryPath, body: RunAsked) -> dict[str, Any]:
    """Run a query of the shelf, within the limits of time, rows and bytes that every user's query has."""
    query = queries.load().get(path.name)
    if query is None:
        abort(404)
    if not reading.may_ask(query):
        abort(403)
    if taken := sorted(_OURS & body.parameters.keys()):
        raise queries.ParameterError(f"{taken[0]} is not yours to set: the account does")
    user = visitor().account.name
    values = body.parameters | reading.scope_for(query)
    try:
        with named_run(user, body.run) if body.run else nullcontext() as cancel:
            asked = link().ask(lambda driver: ask_shelf(driver, query.name, values, user, cancel))
    except Refused as refused:
        note(Action.QUERY_REFUSED, query.name, code=refused.code, parameters=body.parameters)
        status = _STATUS.get(refused.code, 422)
        raise Refusal(status, refused.say("zh" if language() == "zh" else "en"), code=refused.code) from refused
    note(Action.QUERY_RUN, query.name, parameters=body.parameters, rows=len(asked.result.rows), more=asked.more)
    rows = reading.leaving([_plain(record) for record in asked.result.records()])
    columns = list(asked.result.columns)
    return Table(columns=columns, rows=[[row[name] for name in columns] for row in rows], more=asked.more).model_dump(
        mode="json"
    )


@blueprint.delete("/queries/runs/<run>", responses={200: Ended, **problems(404)})
def cancel(path: RunPath) -> dict[str, Any]:
    """End one's own run of a query, in whichever process it is."""
    if not end_run(visitor().account.name, path.run):
        abort(404)
    return Ended(run=path.run).model_dump(mode="json")


def _plain(value: Any) -> Any:
    """A value of the graph as JSON can say it; a node or relationship as its labels or type and its properties."""
    said = value
    match value:
        case neo4j.graph.Node():
            said = {"labels": sorted(value.labels), "properties": _plain(dict(value))}
        case neo4j.graph.Relationship():
            said = {"type": value.type, "properties": _plain(dict(value))}
        case neo4j.graph.Path():
            said = {"nodes": _plain(list(value.nodes)), "relationships": _plain(list(value.relationships))}
        case Mapping():
            said = {name: _plain(item) for name, item in value.items()}
        case list() | tuple():
            said = [_plain(item) for item in value]
        case date() | time():
            said = value.isoformat()
        case neo4j.time.DateTime() | neo4j.time.Date() | neo4j.time.Time():
            said = value.iso_format()
        case neo4j.time.Duration() | neo4j.spatial.Point():
            said = str(value)
    return said

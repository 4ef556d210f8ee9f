"""Questions to the graph by name: the role may ask, its scope goes along, and the answer is masked on its way out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from flask import abort
from neo4j import Driver

import queries
from graph.analysis.search import Hit
from graph.analysis.search import search as search_for
from graph.analysis.whiteboard import Whiteboard
from graph.export import selection
from ingest.extract.phones import normalise
from queries.patterns import Repeat, repeats
from web import permission, personal
from web.graph_link import link
from web.visitor import database, visitor

Answer = TypeVar("Answer")


def rows(name: str, /, *, unmasked: bool = False, **parameters: object) -> list[dict[str, Any]]:
    """The rows of the shelf's query ``name`` that the visitor may see; 403 when the role may not ask it.

    A query that knows no scope is answered only to those who see everything. ``unmasked``: the visitor has unmasked the
    dispute that the rows are of; no query may have a parameter of that name.
    """
    query = queries.find(name)
    if not may_ask(query):
        abort(403)
    parameters |= scope_for(query)
    found = link().ask(lambda driver: queries.run(driver, name, **parameters).records())
    return leaving(found, whole=unmasked)


def may_ask(query: queries.Query) -> bool:
    """Whether the visitor's role may run the query, and the query can be kept to what the visitor sees."""
    return bool(those_asked([query]))


def those_asked(offered: Iterable[queries.Query]) -> list[queries.Query]:
    """Those of the queries that the visitor may ask."""
    role, limits = visitor().role, scope().parameters()
    everything = all(limit is None for limit in limits.values())
    return [
        query
        for query in offered
        if permission.may_run(role, query.roles) and (everything or limits.keys() <= query.parameters.keys())
    ]


def sees_everything() -> bool:
    """Whether the visitor sees the matters of all units."""
    return all(limit is None for limit in scope().parameters().values())


def scope_for(query: queries.Query) -> dict[str, object]:
    """The visitor's scope as parameters of the query; empty for a query that takes none."""
    limits = scope().parameters()
    return limits if limits.keys() <= query.parameters.keys() else {}


def scope() -> permission.Scope:
    """Whose disputes the visitor sees."""
    with database().reading() as sql:
        return permission.scope_of(sql, visitor().account)


def leaving(found: list[dict[str, Any]], *, whole: bool = False) -> list[dict[str, Any]]:
    """Rows as the visitor may see them; ``whole``: he has unmasked what they are of."""
    return personal.leaving(found, visitor().role, whole=whole)


def whiteboard(work: Callable[[Whiteboard], Answer]) -> Answer:
    """What ``work`` finds on the visitor's whiteboard, which knows no partner agencies: 403 for one."""
    return whiteboard_and_driver(lambda _, board: work(board))


def whiteboard_and_driver(work: Callable[[Driver, Whiteboard], Answer]) -> Answer:
    """As ``whiteboard``, for work that finds nodes by other ways and asks the board which of them may be seen."""
    sees = scope()
    if sees.agency is not None:
        abort(403)
    return link().ask(lambda driver: work(driver, Whiteboard(driver, sees.units)))


def selected(nodes: Sequence[str]) -> selection.Selection:
    """The nodes called so and what lies between them, as far as the visitor may see it."""
    return whiteboard_and_driver(lambda driver, board: selection.of_nodes(driver, board, nodes))


def around_disputes(disputes: Sequence[str]) -> selection.Selection:
    """The network around the disputes, as far as the visitor may see it."""
    return whiteboard_and_driver(
        lambda driver, board: selection.of_links(
            board, queries.stream(driver, "dispute_network", disputes=list(disputes))
        )
    )


def search(text: str, each: int) -> list[Hit]:
    """What the text may mean, ``each`` of a label at most, of what the visitor may see; 403 for a partner agency."""
    return whiteboard_and_driver(lambda driver, board: search_for(driver, board, text, each, normalise))


def latest_call() -> datetime | None:
    """When the latest call was reported that the graph has, whoever may see it; None for an empty graph."""
    rows = link().ask(lambda driver: queries.run(driver, "latest_call").records())
    return cast(datetime, rows[0]["reported_at"]) if rows else None


def repeats_of(disputes: list[str]) -> list[Repeat]:
    """Which repeat rules these disputes meet. The caller has seen that the visitor may see them."""
    return link().ask(lambda driver: list(repeats(driver, disputes=disputes))) if disputes else []


def repeating(window: int) -> list[str]:
    """The disputes that meet a repeat rule in this window, whoever may see them: only to narrow another question."""
    return link().ask(lambda driver: [repeat.dispute_id for repeat in repeats(driver, windows=(window,))])

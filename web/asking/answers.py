"""The answer to a query: asked through the gate, masked, and made into what a page or a file shows."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from neo4j.graph import Node, Path, Relationship

import queries
from graph import gate, settings
from graph.analysis import picture
from graph.export.cells import plain
from graph.gate.runs import named_run
from queries.asking import ask_cypher, count_cypher
from queries.parameters import bind
from web import permission, personal, reading, words
from web.asking.found import Entry, said
from web.graph_link import link
from web.roles import Role
from web.visitor import visitor

#: Nodes that are taken along to the whiteboard.
NODES = 500
#: As many rows as there are.
_EVERY = 1_000_000_000


@dataclass(frozen=True)
class Answered:
    """The rows as the graph gave them. ``more``: why they are only the first ('rows', 'bytes', 'limit'), or ''.

    ``total``: how many there are in all of what the query counts; None where counting took too long.
    """

    entry: Entry
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: str
    total: int | None


def ask(entry: Entry, given: Mapping[str, Any], run: str = "") -> Answered:
    """Ask it with these values, kept to what the visitor sees; ``run`` names this run, so that it can be ended.

    QueryError for values that do not fit, gate.Refused when it was ended or may not run.
    """
    query, user = entry.query, visitor().account.name
    values = dict(given) if entry.number else dict(given) | reading.scope_for(query)
    bound = bind(query.parameters, values)
    most = bound.get("limit") if "limit" in query.parameters else None
    if isinstance(most, int):
        bound["limit"] = most + 1  # one more tells whether there are more
    with named_run(user, run) if run else nullcontext() as cancel:
        asked = link().ask(lambda driver: ask_cypher(driver, query.cypher, bound, user, cancel))
        columns, rows, more = asked.result.columns, asked.result.rows, str(asked.more)
        if isinstance(most, int) and len(rows) > most:
            rows, more = rows[:most], "limit"
        total = _counted(query, bound, cancel) if more else _count(query, columns, rows)
    return Answered(entry, columns, rows, more, total)


def _count(query: queries.Query, columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> int:
    """Of rows that are all there are."""
    if not query.count or query.count.of not in columns:
        return len(rows)
    at = columns.index(query.count.of)
    return len({row[at] for row in rows if row[at] is not None})


def _counted(query: queries.Query, bound: Mapping[str, Any], cancel: gate.Cancel | None) -> int | None:
    """Of all the rows that there would be, asked of the graph; None where that is refused or takes too long."""
    of = query.count.of if query.count else ""
    every = {**bound, "limit": _EVERY} if "limit" in query.parameters else bound
    try:
        return link().ask(
            lambda driver: count_cypher(driver, query.cypher, of, every, user=visitor().account.name, cancel=cancel)
        )
    except gate.Refused:
        return None


def masked(answered: Answered) -> list[list[Any]]:
    """The rows as the visitor may see them; in a written query nobody's name for a column spares a value."""
    own_names = not answered.entry.number
    return [
        [personal.veiled(value, name, own_names) for name, value in zip(answered.columns, row, strict=True)]
        for row in answered.rows
    ]


def headings(answered: Answered, *, names: bool = False) -> list[str]:
    """What each column is called, to people or (``names``) to programs; masked, and no two the same."""
    columns = answered.entry.query.columns
    found: list[str] = []
    for name in answered.columns:
        called = said(columns[name]) if name in columns and not names else name
        plain = heading = str(personal.veiled(called, "", False))
        again = 1
        while heading in found:
            again += 1
            heading = f"{plain} ({again})"
        found.append(heading)
    return found


def shown(answered: Answered) -> dict[str, Any]:
    """The answer as the page's script takes it: columns, and cells as numbers, texts, or lists of texts."""
    columns = answered.entry.query.columns
    labels = {name: columns[name].label if name in columns else "" for name in answered.columns}
    rows = [[_cell(name, value) for name, value in zip(answered.columns, row, strict=True)] for row in masked(answered)]
    nodes = _nodes(answered, labels)
    return {
        "columns": [
            {"title": title, "dispute": labels[name] == "Dispute"}
            for name, title in zip(answered.columns, headings(answered), strict=True)
        ],
        "rows": rows,
        "more": _more(answered),
        "total": _total(answered),
        "nodes": nodes[:NODES],
        "left": max(0, len(nodes) - NODES),
    }


def _total(answered: Answered) -> str:
    """How many there are in all, and of what."""
    if answered.total is None:
        return ""
    count = answered.entry.query.count
    what = said(count) if count else _("rows")
    return str(_("%(total)s %(what)s in all", total=f"{answered.total:,}", what=what))


def _more(answered: Answered) -> str:
    """That these are only the first rows, and what can be done."""
    count = len(answered.rows)
    said_of = {
        "limit": lambda: _(
            "Only the first %(count)d rows; there are more. Ask for more rows, or for less.", count=count
        ),
        "bytes": lambda: _("Only the first %(count)d rows: the answer became too large. Ask for less.", count=count),
        "rows": lambda: _("Only the first %(count)d rows, as many as one answer may have. Ask for less.", count=count),
    }
    return str(said_of[answered.more]()) if answered.more else ""


def _cell(name: str, value: Any) -> Any:
    """A masked value for the page, codes in the visitor's words."""
    shown: Any
    match value:
        case bool():
            shown = _("yes") if value else _("no")
        case None | int():
            shown = value
        case float():
            shown = round(value, 4)
        case datetime():
            shown = value.astimezone(settings.zone()).strftime("%Y-%m-%d %H:%M")
        case date():
            shown = value.isoformat()
        case list() | tuple():
            shown = [str(_cell(name, item)) for item in value if item is not None]
        case _:
            shown = _word(name, str(plain(value)))
    return shown


def _word(name: str, value: str) -> str:
    """A text of the graph that is a code, in words."""
    told = _CODES.get(name)
    return str(told(value)) if told else value


def _reason(value: str) -> str:
    return words.why(value) if ":" in value or "|" in value else value


_CODES: dict[str, Callable[[str], Any]] = {
    "level": lambda value: words.LEVELS.get(value, value),
    "status": lambda value: words.STATUSES.get(value, value),
    "pattern": lambda value: words.PATTERNS.get(value, value),
    "what": lambda value: words.LABELS.get(value, value),
    "kind": lambda value: words.kind_name(value) if value else "",
    "risk_reasons": _reason,
    "reasons": _reason,
    "result": lambda value: words.RESULTS.get(value, value),
    "sides": lambda value: words.SIDES.get(value, value),
}


def _nodes(answered: Answered, labels: Mapping[str, str]) -> list[str]:
    """The node_ids of what the rows are about, in order: nodes, ends of relationships, and keys of nodes."""
    if visitor().role is Role.PARTNER or not permission.may(visitor().role, "explore.open_with"):
        return []
    found: dict[str | tuple[str, str], None] = {}
    for row in answered.rows:
        for name, value in zip(answered.columns, row, strict=True):
            for one in value if isinstance(value, list) else [value]:
                if isinstance(one, Node | Relationship | Path):
                    found.update(dict.fromkeys(_ids(one)))
                elif labels[name] and isinstance(one, str):
                    found[labels[name], one] = None
        if len(found) > 4 * NODES:
            break
    keys = [one for one in found if isinstance(one, tuple)]
    known = reading.whiteboard(lambda board: picture.named(board, keys)) if keys else {}
    ids = [one if isinstance(one, str) else known.get(one) for one in found]
    return list(dict.fromkeys(one for one in ids if one))


def _ids(one: Node | Relationship | Path) -> Sequence[str]:
    if isinstance(one, Node):
        return [one.element_id]
    if isinstance(one, Path):
        return [node.element_id for node in one.nodes]
    return [node.element_id for node in one.nodes if node is not None]

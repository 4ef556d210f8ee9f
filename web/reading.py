"""Questions to the graph by name: the role may ask, its scope goes along, and the answer is masked on its way out."""

from __future__ import annotations

from typing import Any

from flask import abort

import queries
from queries.patterns import Repeat, repeats
from web import permission, personal
from web.graph_link import link
from web.visitor import database, visitor


def rows(name: str, *, whole: bool = False, **parameters: object) -> list[dict[str, Any]]:
    """The rows of the shelf's query ``name`` that the visitor may see; 403 when the role may not ask it.

    A query that knows no scope is answered only to those who see everything. ``whole``: the visitor has unmasked the
    dispute that the rows are of.
    """
    who, query = visitor(), queries.find(name)
    if not permission.may_run(who.role, query.roles):
        abort(403)
    with database().reading() as sql:
        scope = permission.scope_of(sql, who.account).parameters()
    if scope.keys() <= query.parameters.keys():
        parameters |= scope
    elif any(limit is not None for limit in scope.values()):
        abort(403)
    found = link().ask(lambda driver: queries.run(driver, name, **parameters).records())
    return personal.leaving(found, who.role, whole=whole)


def repeats_of(disputes: list[str]) -> list[Repeat]:
    """Which repeat rules these disputes meet. The caller has seen that the visitor may see them."""
    return link().ask(lambda driver: list(repeats(driver, disputes=disputes))) if disputes else []


def repeating(window: int) -> list[str]:
    """The disputes that meet a repeat rule in this window, whoever may see them: only to narrow another question."""
    return link().ask(lambda driver: [repeat.dispute_id for repeat in repeats(driver, windows=(window,))])

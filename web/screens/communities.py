"""The list of communities, and one community: who and what is in it and what changed since last time."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

from flask import Blueprint, Response, abort, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from graph.analysis.communities.matching import Change
from graph.export.drawing import svg
from graph.export.sheet import Sheet
from web import reading, words
from web.audit import Action, note
from web.communities import keeping
from web.communities.views import calls, drawn, seen
from web.visitor import database

blueprint = Blueprint("communities", __name__, url_prefix="/communities")
PAGE = 25
#: Members of a kind that a page lists, and members of a community that its page draws.
MOST, DRAWN = 200, 120
CHANGES = {
    Change.NEW: _("New"),
    Change.GROWN: _("Grown"),
    Change.SHRUNK: _("Shrunk"),
    Change.MERGED: _("Merged with others"),
    Change.SPLIT: _("Split off"),
    Change.SAME: _("Unchanged"),
    Change.GONE: _("Gone"),
}


@dataclass(frozen=True)
class Asked:
    """What the list is asked for; anything that makes no sense there is left out."""

    change: str
    sort: str
    rising: bool
    page: int

    @classmethod
    def read(cls, given: MultiDict[str, str]) -> Asked:
        """From the parameters of the address."""
        change, sort = given.get("change", ""), given.get("sort", "")
        return cls(
            change=change if change in set(Change) else "",
            sort=sort if sort in keeping.SORTS else "risk",
            rising=given.get("rising") == "1",
            page=min(max(given.get("page", 1, type=int), 1), 1_000_000),
        )

    def address(self, **changed: object) -> str:
        """The address of this list with something changed; from its first page unless the page is what changes."""
        now = {**self.__dict__, "rising": int(self.rising), "page": 1} | changed
        return url_for("communities.listed", **{name: value for name, value in now.items() if value})


@blueprint.get("")
def listed() -> str | AnyResponse:
    """The list, a page at a time."""
    asked = Asked.read(request.args)
    scope = reading.scope()
    with database().reading() as sql:
        found = keeping.page(
            sql,
            scope,
            change=asked.change,
            sort=asked.sort,
            rising=asked.rising,
            skip=(asked.page - 1) * PAGE,
            limit=PAGE,
        )
    if not found.rows and asked.page > 1:
        return redirect(asked.address())
    note(Action.GRAPH_READ, "communities", change=asked.change, shown=len(found.rows))
    return render_template(
        "communities.html",
        asked=asked,
        found=found,
        seen=seen([row.number for row in found.rows]),
        changes=CHANGES,
        pages=max(1, ceil(found.total / PAGE)),
        first=(asked.page - 1) * PAGE + 1,
    )


@blueprint.get("/<path:number>")
def one(number: str) -> str | AnyResponse:
    """One community, as far as the visitor sees it; 404 when that is nothing."""
    with database().reading() as sql:
        row, run = keeping.one(sql, number), keeping.latest(sql)
    if row is None:
        abort(404)
    if row.number != number:
        return redirect(url_for("communities.one", number=row.number))
    part = seen([number])[number]
    if not part.disputes:
        abort(404)
    disputes = reading.rows("disputes_named", disputes=[member.node.key for member in part.disputes], limit=MOST)
    note(Action.GRAPH_READ, f"community {number}", shown=len(part.members), hidden=part.hidden)
    return render_template(
        "community.html",
        row=row,
        run=run,
        seen=part,
        disputes=disputes,
        nodes=[*part.inside.nodes, *calls(number)],
        changes=CHANGES,
        most=MOST,
        picture=len(part.members) <= DRAWN,
    )


@blueprint.get("/<path:number>/picture.svg")
def picture(number: str) -> Response:
    """A drawing of what the visitor sees of a small community, for its page."""
    part = seen([number])[number]
    if not part.disputes or len(part.members) > DRAWN:
        abort(404)
    return Response(svg(drawn(part), Sheet(part.title, words.language())), mimetype="image/svg+xml")

"""The calendar of casework: a month or a week, appointments moved to another day, and the feed for other calendars."""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_date
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from graph.casework import boards as graph_boards
from graph.casework.states import machines
from queries import listing
from web import reading, words
from web.audit import Action, note
from web.boards import asked as board_asked
from web.boards import calendar, feed, moving
from web.boards.asked import Asked
from web.boards.calendar import KINDS, VIEWS, Span
from web.boards.cards import chosen
from web.boards.moving import Picked
from web.casework import naming
from web.graph_link import link
from web.models import Account
from web.screens import proving
from web.visitor import database, visitor

blueprint = Blueprint("calendar", __name__, url_prefix="/calendar")
_REPLAN = "replan"


@blueprint.get("")
def page() -> str:
    """A month or a week."""
    return _page()


def _page(shown: str = "", problem: str = "") -> str:
    asked = Asked.read(request.args)
    kinds = [kind for kind in KINDS if kind in request.args.getlist("kind")] or list(KINDS)
    view = request.args.get("view", "")
    span = Span.read(view if view in VIEWS else VIEWS[0], request.args.get("day", ""))
    days, more = calendar.appointments(asked.wanted(), kinds, span.first, span.last)
    scope = reading.scope().parameters()
    with database().reading() as sql:
        kept = feed.of(sql, visitor().account)
    move = machines()["mediation"].move(_REPLAN)
    return render_template(
        "calendar.html",
        span=span,
        days=days,
        more=more,
        today=calendar.today(),
        asked=asked,
        chosen_kinds=kinds,
        all_kinds=[(kind, naming.called(machines()[kind])) for kind in KINDS],
        kind_names={kind: naming.called(machines()[kind]) for kind in KINDS},
        ways={"month": _("Month"), "week": _("Week")},
        address=calendar.address,
        title_of_span=format_date(span.day, "yyyy年M月" if words.language() == "zh" else "MMMM yyyy"),
        day_names=[format_date(day, "EEE") for day in span.weeks[0]],
        day_name=lambda day: format_date(day, "M月d日 EEE" if words.language() == "zh" else "EEE d MMM"),
        replans=visitor().role.value in move.roles,
        token=kept,
        feed_days=feed.DAYS,
        shown=shown,
        problem=problem,
        units=[(unit, unit) for unit in link().ask(lambda driver: listing.units(driver, scope))],
        abouts=[(about, words.kind_name(about)) for about in words.kinds()],
        kinds=[(kind, naming.called(machines()[kind])) for kind in board_asked.KINDS],
        naming=naming,
        here=request.full_path.rstrip("?") if request.method == "GET" else url_for("calendar.page"),
    )


@blueprint.post("/replan")
def replan() -> tuple[Response, int]:
    """Put a mediation on another day at the same time, for the page's script."""
    picked, day = Picked.read(request.form.getlist("work")), calendar.day_of(request.form.get("day", ""))
    if len(picked) != 1 or day is None:
        abort(400)
    due = _due(picked[0].id)
    if due is None:
        abort(404)
    move = machines()["mediation"].move(_REPLAN)
    given: dict[str, object] = {"planned_at": calendar.on_day(due, day).isoformat()}
    [outcome] = moving.make("mediation", picked, move, given)
    card = chosen("mediation", [picked[0].id]).get(picked[0].id)
    said = f"{outcome.id}: {card.due}" if outcome.done and card else outcome.said
    stands = {"version": card.version, "late": card.late} if card else {}
    return jsonify(said=said, act=outcome.act, **stands), 200 if outcome.done else 409


@blueprint.post("/feed")
def make_feed() -> str | tuple[str, int]:
    """Make the address of one's own feed, or another in its place; this page is the only one that ever shows it."""
    if problem := proving.refusal():
        return _page(problem=problem), 400
    with database().writing() as sql:
        account = sql.get_one(Account, visitor().account.id)
        made, secret = feed.renew(sql, account)
        note(Action.TOKEN_MADE, made.hint, sql=sql, name=made.name, scopes=[feed.SCOPE], days=feed.DAYS)
    return _page(shown=url_for("calendar.feed", secret=secret, language=words.language(), _external=True))


@blueprint.post("/feed/end")
def end_feed() -> AnyResponse:
    """Make the address of one's own feed useless."""
    with database().writing() as sql:
        account = sql.get_one(Account, visitor().account.id)
        kept = feed.of(sql, account)
        if kept is None:
            abort(404)
        feed.end(sql, account)
        note(Action.TOKEN_REVOKED, kept.hint, sql=sql)
    flash(_("The address of your calendar is of no use any more."))
    return redirect(url_for("calendar.page"))


@blueprint.get("/feed/<secret>/<language>.ics", endpoint="feed")
def read_feed(secret: str, language: str) -> Response:  # noqa: ARG001 - web.visitor has read it
    """One's appointments, for whoever has the address."""
    if visitor().token is None or language not in words.LANGUAGES:
        abort(404)
    return Response(feed.written(reading.scope(), language), mimetype="text/calendar")


def _due(number: str) -> datetime | None:
    """When a mediation that the visitor sees is planned for."""
    wanted = Asked().wanted()
    found = link().ask(lambda driver: graph_boards.some(driver, "mediation", wanted, [number])).get(number)
    return found["due"] if found else None

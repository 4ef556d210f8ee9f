"""The list of disputes: searched, filtered, sorted, a page at a time; its columns and saved filters."""

from __future__ import annotations

import time

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response as AnyResponse

from graph import thresholds
from queries import listing
from web import reading, words
from web.audit import Action, note
from web.disputes import columns, finding, saved
from web.disputes.asked import STANDING, Asked
from web.graph_link import link
from web.permission import MAY_DECIDE
from web.visitor import database, visitor

blueprint = Blueprint("disputes", __name__)


@blueprint.get("/disputes")
def listed() -> str | AnyResponse:
    """The list, a page at a time."""
    began = time.perf_counter()
    asked = Asked.read(request.args)
    after, before = request.args.get("after", ""), request.args.get("before", "")
    if asked.text:
        note(Action.DISPUTES_LISTED, "", text=asked.text)
    page = finding.page(asked, after, before)
    if (after or before) and len(page.rows) < finding.PAGE and not page.before and not page.looked_at:
        return redirect(asked.address())  # what stood before has gone, or its place is no longer known
    scope = reading.scope().parameters()
    with database().reading() as sql:
        shown, filters = columns.chosen(sql, visitor().account), saved.usable(sql, visitor().account)
    return render_template(
        "disputes.html",
        asked=asked,
        page=page,
        total=_total(asked, page, bool(after or before)),
        shown=shown,
        columns=columns.COLUMNS,
        filters=filters,
        kinds=[(kind, words.kind_name(kind)) for kind in words.kinds()],
        states={state: words.STATUSES[state] for state in STANDING},
        windows=thresholds.repeats(),
        units=[(unit, unit) for unit in link().ask(lambda driver: listing.units(driver, scope))],
        asked_for=asked.given,
        may_decide=visitor().role in MAY_DECIDE,
        took_ms=round((time.perf_counter() - began) * 1000),
    )


def _total(asked: Asked, page: finding.Page, moved: bool) -> str:
    """How many there are, where that is known without a further look at them; else ''."""
    if not moved and not page.after:
        return in_words(len(page.rows), False)
    wide = all(limit is None for limit in reading.scope().parameters().values())
    return "" if asked.narrowed or not wide else in_words(*finding.count(asked))


def in_words(total: int, more: bool) -> str:
    """A number of matters in the visitor's language."""
    if more:
        return str(_("More than %(total)s matters", total=f"{total:,}"))
    return str(ngettext("%(total)s matter", "%(total)s matters", total, total=f"{total:,}"))


@blueprint.get("/disputes/count")
def counted() -> Response:
    """How many disputes the list has, for the page that is shown already."""
    asked = Asked.read(request.args)
    total, more = finding.count(asked)
    said = in_words(total, more)
    if asked.repeating:
        said = _("At most %(total)s before the rule for repeats is looked at", total=f"{total:,}{'+' * more}")
    return jsonify(said=said)


@blueprint.post("/disputes/columns", endpoint="columns")
def choose_columns() -> AnyResponse:
    """Keep which columns this account wants."""
    with database().writing() as sql:
        columns.choose(sql, visitor().account, request.form.getlist("column"))
    return _back()


@blueprint.post("/disputes/filters", endpoint="save")
def save_filter() -> AnyResponse:
    """Keep what the list is asked for under a name."""
    asked, share = Asked.read(request.form), request.form.get("share") == "1"
    try:
        with database().writing() as sql:
            kept = saved.save(sql, visitor().account, request.form.get("name", ""), asked, share=share)
        flash(_("Saved as “%(name)s”.", name=kept.name))
    except saved.NotSaved:
        flash(_("Not saved: a filter needs a name, and an account can keep %(most)d.", most=saved.MOST))
    return _back()


@blueprint.post("/disputes/filters/<int:number>/remove", endpoint="unsave")
def remove_filter(number: int) -> AnyResponse:
    """Remove one's own saved filter."""
    with database().writing() as sql:
        if not saved.remove(sql, visitor().account, number):
            abort(404)
    return _back()


def _back() -> AnyResponse:
    """To the list as it was asked for."""
    return redirect(Asked.read(request.form).address())

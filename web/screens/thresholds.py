"""Thresholds: what makes a repeat and a level of risk, changed within bounds after a look at what that would do."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from neo4j import Driver
from werkzeug.wrappers import Response

from graph import thresholds
from graph.analysis.levels import relevel
from graph.one_writer import WriterBusy, one_writer
from graph.thresholds import ThresholdError
from graph.versions import SHIPPED, Superseded
from web.administration.effects import Effect, effect
from web.audit import Action, note
from web.graph_link import link
from web.visitor import database, visitor

blueprint = Blueprint("thresholds", __name__, url_prefix="/administration/thresholds")
#: How long another import or screening is waited for.
_WAIT_S = 10.0
_WHY_MOST = 200
#: What each is called, in groups as the page has them.
GROUPS = (
    (
        lazy_gettext("Repeats"),
        {
            "week": lazy_gettext("Calls within 7 days"),
            "month": lazy_gettext("Calls within 30 days"),
            "year": lazy_gettext("Calls within 365 days"),
        },
    ),
    (
        lazy_gettext("Levels of risk"),
        {
            "medium": lazy_gettext("Medium from a risk of"),
            "high": lazy_gettext("High from a risk of"),
            "critical": lazy_gettext("Critical from a risk of"),
        },
    ),
    (
        lazy_gettext("Working hours until a directive is due"),
        {
            "due_critical": lazy_gettext("At critical risk"),
            "due_high": lazy_gettext("At high risk"),
            "due_medium": lazy_gettext("At medium risk"),
            "due_low": lazy_gettext("At low risk"),
        },
    ),
    (lazy_gettext("Review queue"), {"second_review": lazy_gettext("Of 100 pairs, judged by a second person")}),
)
NAMES = {name: words for _title, names in GROUPS for name, words in names.items()}


@blueprint.get("")
def page() -> str:
    """The thresholds in force, the form to change them, and every version there was."""
    return _page(thresholds.in_force())


@blueprint.post("/preview")
def preview() -> str | tuple[str, int]:
    """What other values would change; nothing is saved."""
    try:
        wanted = _wanted()
    except ThresholdError as error:
        return _page(dict(request.form), _problem(error)), 400
    return _page(wanted, shown=link().ask(lambda driver: effect(driver, thresholds.in_force(), wanted)))


@blueprint.post("/save")
def save() -> Response | str | tuple[str, int]:
    """Make these values hold from now on; levels of risk in the graph follow at once."""
    try:
        wanted = _wanted()
    except ThresholdError as error:
        return _page(dict(request.form), _problem(error)), 400
    why = " ".join(request.form.get("why", "").split())[:_WHY_MOST]
    try:
        link().once(lambda driver: _save(driver, wanted, why))
    except Superseded:
        text = _("Somebody else changed the thresholds meanwhile. Look at what holds now, and try again.")
        return _page(thresholds.in_force(), text), 409
    except WriterBusy:
        return _page(wanted, _("An import, a screening or another decision is under way. Try again soon.")), 503
    flash(_("Saved. The new thresholds hold from now on."))
    return redirect(url_for("thresholds.page"))


def _save(driver: Driver, wanted: Mapping[str, float], why: str) -> None:
    """Written down, saved and obeyed as the one writer, so that no import goes by the old lines meanwhile."""
    before = thresholds.in_force()
    changed = {name: [before[name], value] for name, value in wanted.items() if before[name] != value}
    with one_writer(lambda _: None, _WAIT_S):
        with database().writing() as sql:
            note(Action.THRESHOLDS_CHANGED, "thresholds", purpose=why, sql=sql, changed=changed)
            kept = {name: value for name, value in wanted.items() if not thresholds.every()[name].fixed}
            thresholds.VERSIONS.save(kept, visitor().account.name, why, _seen())
        relevel(driver)


def _wanted() -> dict[str, float]:
    """The values of the form; what Fengqiao ships with, or an earlier version, where that is asked for."""
    number = request.form.get("version", type=int)
    if number is None:
        return thresholds.read(request.form)
    versions = {version.number: version for version in [SHIPPED, *thresholds.VERSIONS.every()]}
    values = thresholds.defaults() | dict(versions.get(number, SHIPPED).values)
    return thresholds.read({name: str(value) for name, value in values.items()})


def _seen() -> int:
    return request.form.get("seen", -1, type=int)


def _page(values: Mapping[str, object], problem: str = "", shown: Effect | None = None) -> str:
    return render_template(
        "thresholds.html",
        groups=GROUPS,
        every=thresholds.every(),
        values=values,
        held=thresholds.in_force(),
        versions=thresholds.VERSIONS.every(),
        names=NAMES,
        effect=shown,
        problem=problem,
        seen=thresholds.VERSIONS.in_force().number,
    )


def _problem(error: ThresholdError) -> str:
    one, words = thresholds.every()[error.name], NAMES[error.name]
    said = {
        "number": _("%(name)s: a number is wanted.", name=words),
        "bounds": _("%(name)s: from %(least)s to %(most)s.", name=words, least=one.least, most=one.most),
        "order": _("%(name)s: must not be below the one before it.", name=words),
    }
    return str(said[error.problem])

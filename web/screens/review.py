"""The review queue on a screen: two calls side by side, decided by keyboard alone; and how far reviewers agree."""

from __future__ import annotations

from collections.abc import Callable
from threading import Thread
from typing import Any

import structlog
from flask import Blueprint, Flask, abort, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from neo4j import Driver
from neo4j.exceptions import DriverError, Neo4jError
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from graph.casework import decisions
from graph.casework.decisions import UnknownDecision, UnknownIncident
from graph.connection import GraphUnavailable
from graph.one_writer import WriterBusy
from ingest import doubtful
from ingest.deciding import decide, undecide
from web import reading
from web.audit import Action, note
from web.graph_link import link
from web.review import agreement, judging, queue
from web.review.marking import common
from web.review.tables import ANSWERS, DIFFERENT, SAME, SKIP, UNSURE, ReviewPair
from web.visitor import database, visitor

blueprint = Blueprint("review", __name__, url_prefix="/review")
#: How long another import, screening or decision is waited for.
_WAIT_S = 10.0
#: Pairs that cannot be shown to the visitor, after which the search ends.
_TRIES = 50
#: Pairs on which two people differ that are listed.
_DIFFERING = 50
_BUSY = lazy_gettext("An import, a screening or another decision is under way. Try again soon.")
#: What somebody says, its key, and its words.
KEYS = {
    SAME: ("1", lazy_gettext("Same matter")),
    DIFFERENT: ("2", lazy_gettext("Not the same")),
    UNSURE: ("3", lazy_gettext("Unsure")),
    SKIP: ("4", lazy_gettext("Skip")),
}
SAID = {
    SAME: lazy_gettext("same matter"),
    DIFFERENT: lazy_gettext("not the same"),
    UNSURE: lazy_gettext("unsure"),
    SKIP: lazy_gettext("skipped"),
}


@blueprint.get("")
def page() -> str:
    """The pair that the visitor has on the screen, or the next one."""
    _fill()
    pair, calls = _next()
    who = visitor().account
    with database().reading() as sql:
        waiting = queue.waiting(sql, who, _units())
        last = judging.latest(sql, who)
    if pair:
        note(Action.REVIEW_SHOWN, " ".join(pair.calls))
    return render_template(
        "review.html",
        pair=pair,
        calls=calls,
        second=bool(pair and any(one.undone_at is None for one in pair.answers if one.answer != SKIP)),
        reasons=_reasons(pair) if pair else [],
        content=common(*(call["content"] or "" for call in calls)) if pair else (),
        outcome=common(*(call["outcome"] or "" for call in calls)) if pair else (),
        waiting=waiting,
        last=last[0] if last else None,
        keys=KEYS,
        said=SAID,
    )


def _reasons(pair: ReviewPair) -> list[tuple[str, bool]]:
    """Each reason, and whether it speaks for one matter; the strongest first."""
    found = pair.reasons.split()
    return [(reason, float(reason.partition(":")[2]) > 0) for reason in found]


def _units() -> list[str] | None:
    units = reading.scope().units
    return None if units is None else sorted(units)


def _fill() -> None:
    """Fill the queue when calls were grouped since: the first time now, later beside, while people go on with it."""
    step = link().ask(doubtful.step)
    with database().reading() as sql:
        if not queue.stale(sql, step):
            return
        first = not queue.ever_filled(sql)
    if first:
        _fill_now(step)
        return
    with database().writing() as sql:
        claimed = queue.claim(sql, step)
    if claimed:
        app = current_app._get_current_object()  # type: ignore[attr-defined]
        Thread(target=_fill_beside, args=(app, step), daemon=True).start()


def _fill_now(step: str) -> None:
    found = link().ask(lambda driver: doubtful.doubtful(driver, queue.EACH_UNIT))
    with database().writing() as sql:
        queue.fill(sql, found, step)


def _fill_beside(app: Flask, step: str) -> None:
    with app.app_context():
        try:
            _fill_now(step)
        except (GraphUnavailable, DriverError, Neo4jError, SQLAlchemyError) as error:
            structlog.get_logger().warning("the review queue was not filled", kind=type(error).__name__)


def _next() -> tuple[ReviewPair | None, list[dict[str, Any]]]:
    """The pair for the visitor, both of whose calls may be seen; (None, []) when nothing waits."""
    who, units, everything = visitor().account, _units(), reading.sees_everything()
    passed: list[int] = []
    with database().writing() as sql:
        pair = queue.held_by(sql, who) or queue.take(sql, who, units, passed)
    while pair and len(passed) < _TRIES:
        calls = reading.rows("review_calls", incidents=list(pair.calls))
        if len(calls) == len(pair.calls):
            return pair, calls
        passed.append(pair.id)
        with database().writing() as sql:
            sql.get_one(ReviewPair, pair.id).leased_until = None
            if everything:
                queue.drop(sql, pair.id)  # a call is no more, as when an import was undone
            pair = queue.take(sql, who, units, passed)
    return None, []


@blueprint.post("/<int:number>", endpoint="answer")
def answer_now(number: int) -> Response:
    """Say what the pair is; the first word on it is obeyed by the graph before the next pair comes."""
    said = request.form.get("answer", "")
    if said not in ANSWERS:
        abort(400)
    who = visitor().account
    pair = _shown(number)
    with database().writing() as sql:
        claimed = judging.claim(sql, who, number, said)
    if claimed is None:
        flash(
            _("You had this pair on the screen for too long, and it may be with somebody else now. Nothing was kept.")
        )
        return redirect(url_for("review.page"))
    decision = ""
    try:
        if claimed.decides:
            decision = link().once(lambda driver: decide(driver, _making(driver, pair, said), wait_s=_WAIT_S)).id
    except (UnknownIncident, WriterBusy) as error:
        with database().writing() as sql:
            judging.withdraw(sql, who, claimed.answer)
        gone = isinstance(error, UnknownIncident)
        flash(_("One of the calls is no more. Nothing was kept.") if gone else _BUSY)
        return redirect(url_for("review.page"))
    with database().writing() as sql:
        judging.decided(sql, claimed.answer, decision)
        note(Action.REVIEWED, " ".join(pair.calls), sql=sql, said=said, decision=decision)
    return redirect(url_for("review.page"))


def _shown(number: int) -> ReviewPair:
    """The pair, when its calls may be seen; else 404."""
    with database().reading() as sql:
        pair = sql.get(ReviewPair, number)
    if pair is None or len(reading.rows("review_calls", incidents=list(pair.calls))) < len(pair.calls):
        abort(404)
    return pair


def _making(driver: Driver, pair: ReviewPair, said: str) -> Callable[[], str]:
    """What records the decision. It is written down before: when that fails, nothing is decided."""
    by, (earlier, later) = visitor().account.name, pair.calls
    reason = str(_("In the review queue"))

    def make() -> str:
        note(Action.DECIDED, f"{earlier} {later}", what="review", said=said)
        if said == SAME:
            return decisions.same(driver, [earlier, later], by, reason)
        return decisions.part(driver, [earlier], [later], by, reason)

    return make


@blueprint.post("/undo")
def undo() -> Response:
    """Take one's own last word back, with the decision that followed from it."""
    who = visitor().account
    with database().reading() as sql:
        found = judging.latest(sql, who)
    if found is None:
        flash(_("There is nothing of yours to undo."))
        return redirect(url_for("review.page"))
    last, pair = found
    try:
        if last.decision:
            link().once(lambda driver: _undo_decision(driver, last.decision))
    except WriterBusy:
        flash(_BUSY)
        return redirect(url_for("review.page"))
    with database().writing() as sql:
        again = judging.latest(sql, who)
        if again and again[0].id == last.id:
            judging.take_back(sql, who, *again)
            note(Action.REVIEWED, " ".join(pair.calls), sql=sql, said="undone", was=last.answer)
    return redirect(url_for("review.page"))


def _undo_decision(driver: Driver, decision: str) -> None:
    note(Action.DECISION_UNDONE, decision)
    try:
        undecide(driver, decision, visitor().account.name, wait_s=_WAIT_S)
    except UnknownDecision:
        return  # somebody undid it on the dispute's page: what was said can still be taken back


@blueprint.get("/agreement", endpoint="agreement")
def agreement_page() -> str:
    """How far people who judged the same pairs agree, where they do not, and who judged how many."""
    with database().reading() as sql:
        judged = agreement.judged(sql)
        reviewers = agreement.reviewers(sql)
        counts = queue.counts(sql)
    said = [words for _pair, words in judged]
    differing = [(pair, words[:2]) for pair, words in judged if len({one.answer for one in words[:2]}) > 1]
    return render_template(
        "review_agreement.html",
        found=agreement.agreement(said),
        order=agreement.SAID,
        said=SAID,
        differing=differing[:_DIFFERING],
        differing_in_all=len(differing),
        reviewers=reviewers,
        counts=counts,
    )

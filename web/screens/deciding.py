"""People decide which calls are one matter: looked at once more before, and undone if need be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from neo4j import Driver
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from graph.casework import disputes
from graph.casework.decisions import UnknownDecision, UnknownDispute
from graph.casework.disputes import DisputeChanged, Seen
from graph.one_writer import WriterBusy
from ingest.deciding import Decided, decide, undecide
from web import reading
from web.audit import Action, note
from web.disputes import deciding
from web.graph_link import link
from web.screens.dispute import seen
from web.visitor import visitor

blueprint = Blueprint("deciding", __name__)
#: How long another import, screening or decision is waited for.
_WAIT_S = 10.0
_REASON_LEAST, _REASON_MOST = 2, 300
#: Calls of a dispute that are shown to recognise it by.
_SHOWN = 5
_NO_SUCH = lazy_gettext("There is no such dispute, or it is not yours to see.")


@dataclass(frozen=True)
class Asked:
    """What is to be decided, as the address or the form says it."""

    action: str
    calls: tuple[str, ...]
    to: str
    reason: str
    stamps: tuple[str, str]

    @classmethod
    def read(cls, given: MultiDict[str, str]) -> Asked:
        """From the parameters; 400 for an action that there is not."""
        action = given.get("action", "")
        if action not in deciding.ACTIONS:
            abort(400)
        return cls(
            action=action,
            calls=tuple(dict.fromkeys(given.getlist("call"))),
            to=" ".join(given.get("to", "").split())[:200],
            reason=" ".join(given.get("reason", "").split())[:_REASON_MOST],
            stamps=(given.get("stamp", ""), given.get("to_stamp", "")),
        )


@blueprint.get("/disputes/<path:dispute>/decide")
def form(dispute: str) -> str | Response:
    """What will be decided, to be looked at once more, with the reason."""
    if seen(dispute)["dispute_id"] != dispute:
        return redirect(url_for("disputes.one", dispute=dispute))
    return _form(dispute, Asked.read(request.args))


@blueprint.post("/disputes/<path:dispute>/decide", endpoint="decide")
def decide_now(dispute: str) -> str | Response | tuple[str, int]:
    """Decide; the neighbourhood is settled anew before the answer comes."""
    asked = Asked.read(request.form)
    if seen(dispute)["dispute_id"] != dispute:
        return redirect(url_for("disputes.one", dispute=dispute))
    if asked.to:
        seen(asked.to)
    if problem := _lacking(dispute, asked):
        return _form(dispute, asked, problem), 400
    try:
        decided = link().once(lambda driver: decide(driver, _making(driver, dispute, asked), wait_s=_WAIT_S))
    except DisputeChanged:
        return _changed(dispute, asked)
    except ValueError:
        return _form(dispute, asked, _("Some of its calls are wanted, not all: to join it with another, merge.")), 400
    except WriterBusy:
        return _form(dispute, asked, _("An import, a screening or another decision is under way. Try again soon.")), 503
    return redirect(url_for("deciding.made", decision=decided.id, dispute=dispute))


def _lacking(dispute: str, asked: Asked) -> str:
    """What is missing for this decision; '' for nothing."""
    action = deciding.ACTIONS[asked.action]
    if action.takes_calls and not asked.calls:
        return str(_("Choose the calls first: go back and tick them."))
    if action.takes_another and asked.to in ("", dispute):
        return str(_("Choose another dispute."))
    if action.wants_reason and len(asked.reason) < _REASON_LEAST:
        return str(_("Say in a few words why."))
    return ""


def _making(driver: Driver, dispute: str, asked: Asked) -> Callable[[], str]:
    """What records the decision. It is written down before: when that fails, nothing is decided."""
    by, reason = visitor().account.name, asked.reason
    here, there = Seen(dispute, asked.stamps[0]), Seen(asked.to, asked.stamps[1])
    kinds: dict[str, Callable[[], str]] = {
        "confirm": lambda: disputes.confirm(driver, here, by, reason),
        "reject": lambda: disputes.reject(driver, here, asked.calls, by, reason),
        "split": lambda: disputes.split(driver, here, asked.calls, by, reason),
        "move": lambda: disputes.move(driver, (here, there), asked.calls, by, reason),
        "merge": lambda: disputes.merge(driver, (here, there), by, reason),
    }

    def make() -> str:
        action = deciding.ACTIONS[asked.action]
        if action.takes_calls:
            disputes.rest(driver, here, asked.calls)
        for one in (here, there) if action.takes_another else (here,):
            disputes.as_seen(driver, one)
        note(Action.DECIDED, dispute, what=asked.action, calls=asked.calls[:50], to=asked.to, reason=reason)
        return kinds[asked.action]()

    return make


def _changed(dispute: str, asked: Asked) -> Response | tuple[str, int]:
    """Somebody else was first, or a call has come: look again, at what there is now."""
    if not reading.rows("dispute_one", dispute=dispute):
        flash(_("Nothing was decided: the dispute is no more. Somebody decided about its calls meanwhile."))
        return redirect(url_for("deciding.listed"))
    text = _("Nothing was decided: the dispute has changed since you looked at it. Here it is as it stands now.")
    return _form(dispute, asked, text, latest=True), 409


def _form(dispute: str, asked: Asked, problem: str = "", *, latest: bool = False) -> str:
    matter = seen(dispute)
    only: dict[str, Any] = {"incidents": list(asked.calls)} if asked.calls else {"limit": _SHOWN}
    other = _other(asked.to) if asked.to and asked.to != dispute else None
    takes_another = deciding.ACTIONS[asked.action].takes_another
    return render_template(
        "deciding.html",
        asked=asked,
        action=deciding.ACTIONS[asked.action],
        matter=matter,
        calls=reading.rows("dispute_calls", dispute=dispute, **only),
        other=other,
        other_calls=reading.rows("dispute_calls", dispute=other["dispute_id"], limit=_SHOWN) if other else [],
        near=reading.rows("disputes_near", dispute=dispute) if takes_another and not other else [],
        stamps=(_stamp(dispute), _stamp(other["dispute_id"]) if other else ""),
        decided=deciding.lately(dispute) if latest else [],
        done_names=deciding.DONE,
        problem=problem or (str(_NO_SUCH) if asked.to and not other else ""),
    )


def _other(dispute: str) -> dict[str, Any] | None:
    found = reading.rows("dispute_one", dispute=dispute)
    return found[0] if found else None


def _stamp(dispute: str) -> str:
    try:
        return link().ask(lambda driver: disputes.sight(driver, dispute)).stamp
    except UnknownDispute:
        return ""


@blueprint.get("/decisions")
def listed() -> str:
    """The latest decisions that the visitor may see."""
    return render_template(
        "decisions.html", decisions=reading.rows("decisions_made"), made=None, done_names=deciding.DONE
    )


@blueprint.get("/decisions/<decision>")
def made(decision: str) -> str | Response:
    """One decision: to where its calls are now, with the way back."""
    found = _visible(decision)
    dispute = request.args.get("dispute", "")
    now = [one["dispute_id"] for one in reading.rows("dispute_one", dispute=dispute)] if dispute else []
    if now and not found["undone_at"]:
        return redirect(url_for("disputes.one", dispute=now[0], decided=decision))
    return _made(found)


def _made(one: dict[str, Any] | None = None) -> str:
    decisions = reading.rows("decisions_made")
    return render_template("decisions.html", decisions=decisions, made=one, done_names=deciding.DONE)


@blueprint.post("/decisions/<decision>/undo")
def undo(decision: str) -> Response:
    """Undo a decision; what it named is settled as if it had not been made."""
    _visible(decision)

    def undoing(driver: Driver) -> Decided:
        note(Action.DECISION_UNDONE, decision)
        return undecide(driver, decision, visitor().account.name, wait_s=_WAIT_S)

    try:
        link().once(undoing)
        flash(_("The decision is undone."))
    except UnknownDecision:
        flash(_("Somebody else undid this decision before."))
    except WriterBusy:
        flash(_("An import, a screening or another decision is under way. Try again soon."))
    dispute = next(iter(_visible(decision)["now_dispute_id"]), "")
    return redirect(url_for("disputes.one", dispute=dispute) if dispute else url_for("deciding.listed"))


def _visible(decision: str) -> dict[str, Any]:
    """The decision, when it is about calls that the visitor may see; else 404."""
    found = reading.rows("decisions_made", decision=decision)
    return found[0] if found else abort(404)

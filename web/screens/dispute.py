"""One dispute: its story, who is in it and where, why its calls belong together, which rules it meets."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graph import settings
from graph.casework.decisions import UnknownDispute
from graph.casework.disputes import sight
from graph.casework.moves import works_of
from graph.casework.states import machines
from queries.filled import filled
from web import reading, unmasking
from web.audit import Action, note
from web.casework import naming
from web.clock import now
from web.disputes import deciding, picture, story
from web.disputes.sides import by_side
from web.graph_link import link
from web.permission import MAY_DECIDE, MAY_UNMASK
from web.screens import casework
from web.screens.disputes import blueprint
from web.visitor import database, visitor

__all__ = ["blueprint", "seen"]


@blueprint.get("/disputes/<path:dispute>")
def one(dispute: str) -> str | Response:
    """One dispute: what it is, its story, why its calls belong together, which rules it meets."""
    matter = seen(dispute)
    if matter["dispute_id"] != dispute:
        return redirect(url_for("disputes.one", dispute=matter["dispute_id"]))
    return _one(dispute)


def seen(dispute: str, whole: bool = False) -> dict[str, Any]:
    """What is to be said of the dispute; 404 for one that the visitor does not see."""
    found = reading.rows("dispute_one", unmasked=whole, dispute=dispute)
    return found[0] if found else abort(404)


def _one(dispute: str, problem: str = "") -> str:
    who = visitor()
    until = unmasking.until(who, dispute)
    whole = until is not None
    matter = seen(dispute, whole)
    told = story.tell(dispute, matter["visible"], request.args.get("page", 1, type=int), whole)
    note(Action.DISPUTE_OPENED, dispute, calls=len(told.calls), whole=whole)
    return render_template(
        "dispute.html",
        matter=matter,
        story=told,
        people=by_side(reading.rows("dispute_people", unmasked=whole, dispute=dispute)),
        places=reading.rows("dispute_places", unmasked=whole, dispute=dispute),
        repeats=[(repeat, _cypher(repeat.pattern, repeat.window, dispute)) for repeat in reading.repeats_of([dispute])],
        drawn=picture.of_dispute(dispute, whole=whole),
        actions=deciding.ACTIONS,
        offers=casework.offers("dispute", matter["status"]) if who.role in MAY_DECIDE else [],
        beginnings=casework.beginnings() if who.role in MAY_DECIDE else [],
        works=link().ask(lambda driver: works_of(driver, dispute)) if who.role in MAY_DECIDE else [],
        naming=naming,
        work_kinds=machines(),
        done_names=deciding.DONE,
        side_names=deciding.SIDES,
        printed_at=now(),
        stamp=_stamp(dispute) if who.role in MAY_DECIDE else "",
        unmasked_until=until,
        may_unmask=who.role in MAY_UNMASK and who.session is not None,
        minutes=settings.number("FENGQIAO_UNMASK_MIN"),
        problem=problem,
    )


def _cypher(pattern: str, window: int, dispute: str) -> str:
    return filled(f"repeats_{pattern}", window=window, disputes=[dispute])


def _stamp(dispute: str) -> str:
    """What somebody who decides about the dispute has seen of it; '' for one without calls."""
    try:
        return link().ask(lambda driver: sight(driver, dispute)).stamp
    except UnknownDispute:
        return ""


@blueprint.post("/disputes/<path:dispute>/unmask")
def unmask(dispute: str) -> Response | tuple[str, int]:
    """Show the numbers of people in one dispute whole for a while, for a purpose and a case, which are written down."""
    matter, session = seen(dispute), visitor().session
    purpose, case = (" ".join(request.form.get(name, "").split()) for name in ("purpose", "case"))
    if session is None:
        abort(403)
    if matter["dispute_id"] != dispute:
        abort(404)
    if not unmasking.purpose_will_do(purpose):
        return _one(dispute, _("Say in a few words what you need the numbers for.")), 400
    if not unmasking.case_will_do(case):
        return _one(dispute, _("A case number has 4 to 60 letters and digits, and is no phone or ID number.")), 400
    with database().writing() as sql:
        until = unmasking.grant(sql, session, dispute)
        note(Action.UNMASKED, dispute, purpose=purpose, case=case, sql=sql, until=until.isoformat(timespec="seconds"))
    return redirect(url_for("disputes.one", dispute=dispute))


@blueprint.post("/disputes/<path:dispute>/mask")
def mask(dispute: str) -> Response:
    """Mask the numbers again before the time is over."""
    session = visitor().session
    if session is not None:
        with database().writing() as sql:
            unmasking.revoke(sql, session, dispute)
    return redirect(url_for("disputes.one", dispute=dispute))

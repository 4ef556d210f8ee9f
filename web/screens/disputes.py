"""The list of disputes, and one dispute with its calls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from graph import settings
from queries.patterns import Repeat
from web import reading, unmasking, words
from web.audit import Action, note
from web.permission import MAY_UNMASK
from web.visitor import database, visitor

blueprint = Blueprint("disputes", __name__)
PAGE = 25
SORTS = ("title", "risk", "incidents", "first", "last")


@dataclass(frozen=True)
class Asked:
    """What the list is asked for, as its address says it; anything that makes no sense there is left out."""

    text: str
    kind: str
    level: str
    window: int
    sort: str
    rising: bool
    page: int

    @classmethod
    def read(cls, given: MultiDict[str, str]) -> Asked:
        """From the parameters of the address."""
        kind, level, sort = given.get("kind", ""), given.get("level", ""), given.get("sort", "")
        window = given.get("window", 0, type=int)
        return cls(
            text=given.get("text", "").strip()[:100],
            kind=kind if kind in words.kinds() else "",
            level=level if level in words.LEVELS else "",
            window=window if window in settings.thresholds() else 0,
            sort=sort if sort in SORTS else "risk",
            rising=given.get("rising") == "1",
            page=min(max(given.get("page", 1, type=int), 1), 1_000_000),
        )

    def address(self, **changed: object) -> str:
        """The address of this list with something changed; from its first page unless the page is what changes."""
        now = {**self.__dict__, "rising": int(self.rising), "page": 1} | changed
        return url_for("disputes.listed", **{name: value for name, value in now.items() if value})


@blueprint.get("/disputes")
def listed() -> str | Response:
    """The list, a page at a time."""
    asked = Asked.read(request.args)
    if asked.text:
        note(Action.DISPUTES_LISTED, "", text=asked.text)
    rows = reading.rows(
        "dispute_list",
        text=asked.text or None,
        kind=asked.kind or None,
        level=asked.level or None,
        disputes=reading.repeating(asked.window) if asked.window else None,
        sort=asked.sort,
        rising=asked.rising,
        skip=(asked.page - 1) * PAGE,
        limit=PAGE,
    )
    if not rows and asked.page > 1:
        return redirect(asked.address())
    total = rows[0]["total"] if rows else 0
    patterns: dict[str, list[Repeat]] = defaultdict(list)
    for repeat in reading.repeats_of([row["dispute_id"] for row in rows]):
        patterns[repeat.dispute_id].append(repeat)
    return render_template(
        "disputes.html",
        asked=asked,
        rows=rows,
        patterns=patterns,
        total=total,
        pages=max(1, ceil(total / PAGE)),
        first=(asked.page - 1) * PAGE + 1,
        kinds=words.kinds(),
        windows=settings.thresholds(),
    )


@blueprint.get("/disputes/<path:dispute>")
def one(dispute: str) -> str | Response:
    """One dispute: what it is, its calls in time order, why they belong together, which rules it meets."""
    matter = _seen(dispute)
    if matter["dispute_id"] != dispute:
        return redirect(url_for("disputes.one", dispute=matter["dispute_id"]))
    return _one(dispute)


def _seen(dispute: str, whole: bool = False) -> dict[str, Any]:
    """What is to be said of the dispute; 404 for one that the visitor does not see."""
    found = reading.rows("dispute_one", whole=whole, dispute=dispute)
    return found[0] if found else abort(404)


def _one(dispute: str, problem: str = "") -> str:
    who = visitor()
    until = unmasking.until(who, dispute)
    whole = until is not None
    matter = _seen(dispute, whole)
    calls = reading.rows("dispute_calls", whole=whole, dispute=dispute)
    note(Action.DISPUTE_OPENED, dispute, calls=len(calls), whole=whole)
    return render_template(
        "dispute.html",
        matter=matter,
        calls=calls,
        callers=_callers(calls),
        repeats=reading.repeats_of([dispute]),
        unmasked_until=until,
        may_unmask=who.role in MAY_UNMASK and who.session is not None,
        minutes=settings.number("FENGQIAO_UNMASK_MIN"),
        problem=problem,
    )


@blueprint.post("/disputes/<path:dispute>/unmask")
def unmask(dispute: str) -> Response | tuple[str, int]:
    """Show the numbers of people in one dispute whole for a while, for a purpose and a case, which are written down."""
    matter, session = _seen(dispute), visitor().session
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


def _callers(calls: list[dict[str, object]]) -> list[dict[str, object]]:
    """Who called, with the numbers used and how often, the most frequent first."""
    found: dict[object, dict[str, object]] = {}
    for call in calls:
        if call["caller_key"] is None and not call["phone"]:
            continue
        entry = found.setdefault(
            call["caller_key"] or call["phone"], {"name": call["caller"], "phones": [], "count": 0}
        )
        phones, count = entry["phones"], entry["count"]
        assert isinstance(phones, list)
        assert isinstance(count, int)
        entry["count"] = count + 1
        if call["phone"] and call["phone"] not in phones:
            phones.append(call["phone"])
    return sorted(found.values(), key=lambda entry: -int(str(entry["count"])))

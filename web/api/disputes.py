"""GET /disputes and /disputes/{id}: the list a page at a time, and one dispute with its calls."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

from flask import abort
from pydantic import Field

from web import reading
from web.api import cursor
from web.api.door import Asked, Moment, Said, blueprint, problems
from web.audit import Action, note
from web.words import why

MOST = 200
_PAGES = {"id": "dispute_page", "risk": "dispute_page_risk"}


class ListAsked(Asked):
    """Which disputes, in which order, from where on."""

    kind: str = Field("", max_length=100, description="kind of dispute, as it is kept (Chinese)")
    level: Literal["", "low", "medium", "high", "critical"] = ""
    status: str = Field("", max_length=40)
    unit: str = Field("", max_length=200, description="key of the unit that answers for it")
    since: Moment | None = Field(None, description="last call not before")
    until: Moment | None = Field(None, description="first call before")
    sort: Literal["id", "risk"] = Field("risk", description="by number, or by falling risk")
    limit: int = Field(50, ge=1, le=MOST)
    cursor: str = Field("", max_length=400, description="`next` of the page before; its other parameters stay the same")


class Known(Said):
    """What is said of a dispute wherever it is named."""

    dispute_id: str
    title: str | None
    kind: str | None
    status: str | None
    risk: float
    level: str | None
    first_at: datetime | None
    last_at: datetime | None
    unit: str | None
    escalated: bool


class Dispute(Known):
    """A dispute in the list."""

    incidents: int
    callers: int


class Page(Said):
    """Some disputes; ``next`` is the cursor of the following page, null on the last."""

    disputes: list[Dispute]
    next: str | None


class DisputePath(Asked):
    """Which dispute."""

    dispute: str = Field(min_length=1, max_length=100, json_schema_extra={"example": "D-L1"})


class Reason(Said):
    """Why, as a code with its weight or value, and in words."""

    code: str
    words: str


class Call(Said):
    """A call of a dispute, with why it was put there."""

    incident_id: str
    reported_at: datetime
    caller: str | None
    phone: str | None
    address: str | None
    content: str | None
    outcome: str | None
    unit: str | None
    case_number: str | None
    danger: int | None
    score: float | None
    reasons: list[Reason]
    decided_by: str | None


class Repeat(Said):
    """A repeat rule that the dispute meets: ``count`` calls within ``window`` days."""

    pattern: str
    window: int
    count: int
    first_at: datetime
    last_at: datetime


class Matter(Known):
    """One dispute. ``asked`` is the number asked for: another one where that was merged into this."""

    asked: str
    risk_reasons: list[Reason]
    place: str | None
    repeats: list[Repeat]
    calls: list[Call]
    hidden_calls: int = Field(description="calls of it that this account may not see")


@blueprint.get("/disputes", responses={200: Page})
def disputes(query: ListAsked) -> dict[str, Any]:
    """Disputes that the account may see, a page at a time.

    Pages are asked for by the cursor of the one before: a late page costs what the first costs, and disputes that
    come meanwhile shift nothing. By risk, one whose risk changes between two pages may come twice or not at all.
    """
    place = _place(query)
    chosen = query.model_dump(include={"kind", "level", "status", "unit", "since", "until"})
    asked: dict[str, Any] = {name: value or None for name, value in chosen.items()}
    rows = reading.rows(_PAGES[query.sort], **asked, **place, limit=query.limit + 1)
    shown = rows[: query.limit]
    note(Action.DISPUTES_LISTED, "", shown=len(shown), **query.model_dump(mode="json", exclude_defaults=True))
    following = None
    if len(rows) > len(shown):
        last = shown[-1]
        end = (last["dispute_id"],) if query.sort == "id" else (last["risk"], last["dispute_id"])
        following = cursor.written(query.sort, *end)
    return Page(disputes=[Dispute.model_validate(row) for row in shown], next=following).model_dump(mode="json")


def _place(query: ListAsked) -> dict[str, Any]:
    if not query.cursor:
        return {}
    match cursor.read(query.cursor, query.sort):
        case [str() as after] if query.sort == "id":
            return {"after": after}
        case [int() | float() as below, str() as after] if query.sort == "risk":
            return {"below": below, "after": after}
    raise cursor.refused()


@blueprint.get("/disputes/<path:dispute>", responses={200: Matter, **problems(404)})
def dispute(path: DisputePath) -> dict[str, Any]:
    """One dispute with its calls in time order; the number of one that was merged gives the one it went into."""
    found = reading.rows("dispute_one", dispute=path.dispute)
    if not found:
        abort(404)
    [matter] = found
    number, hidden = matter["dispute_id"], matter.pop("incidents") - matter.pop("visible")
    calls = reading.rows("dispute_calls", dispute=number)
    note(Action.DISPUTE_OPENED, number, calls=len(calls), whole=False)
    return Matter(
        asked=path.dispute,
        **matter | {"risk_reasons": _reasons(matter["risk_reasons"])},
        repeats=[Repeat.model_validate(repeat, from_attributes=True) for repeat in reading.repeats_of([number])],
        calls=[Call.model_validate(call | {"reasons": _reasons(call["reasons"])}) for call in calls],
        hidden_calls=hidden,
    ).model_dump(mode="json")


def _reasons(codes: list[str]) -> list[Reason]:
    return [Reason(code=code, words=why(code)) for code in codes]

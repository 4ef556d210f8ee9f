"""GET /briefing: who is calling, what happened before, what to beware of; for whoever takes the call."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import Field

from ingest.hearing import Heard, hear
from web import reading
from web.api.disputes import Dispute
from web.api.door import Asked, Said, blueprint
from web.audit import Action, note

#: Earlier calls that are looked at, and that are shown.
_LOOKED_AT, _SHOWN = 200, 20
_DISPUTES = 20


class BriefingAsked(Asked):
    """What is known of the call: some of the three."""

    phone: str = Field("", max_length=100)
    address: str = Field("", max_length=500)
    text: str = Field("", max_length=20_000, description="what the caller has said so far")


class Read(Said):
    """What was read from what was given."""

    phone: str
    place_name: str
    kind: str
    danger: int = Field(description="0 none .. 5 killing")
    danger_words: list[str]
    refers_back: bool = Field(description="the text points to an earlier call")
    non_police: bool = Field(description="no matter for the police")


class Caller(Said):
    """Somebody who used this number, with the calls among those looked at."""

    caller_key: str
    name: str | None
    calls: int
    last_at: datetime


class Before(Said):
    """An earlier call. ``ties``: by phone, caller or place."""

    incident_id: str
    reported_at: datetime
    ties: list[str]
    caller: str | None
    phone: str | None
    address: str | None
    content: str | None
    danger: int | None
    unit: str | None
    officer: str | None
    dispute_id: str | None


class Danger(Said):
    """The gravest that was said or done in the calls before, or now."""

    grade: int
    words: list[str]
    incident_id: str | None = Field(description="where; null when it is said now")


class Briefing(Said):
    """Only what the account may see; ``hidden`` of the calls looked at belong to units that it does not see."""

    read: Read
    callers: list[Caller]
    calls: int = Field(description="calls before, at most 200 are looked at")
    hidden: int
    latest: list[Before]
    disputes: list[Dispute]
    danger: Danger | None
    last_officer: str | None
    last_unit: str | None


@blueprint.get("/briefing", responses={200: Briefing})
def briefing(query: BriefingAsked) -> dict[str, Any]:
    """What is known about caller and place: who uses the number, calls before, disputes, danger, who went last."""
    heard = hear(query.phone, query.address, query.text)
    rows = reading.rows("briefing_calls", phone=heard.phone or None, place=heard.place or None, limit=_LOOKED_AT)
    seen = [row for row in rows if row["seen"]]
    matters = list(dict.fromkeys(row["dispute_id"] for row in seen if row["dispute_id"]))
    disputes = reading.rows("dispute_list", disputes=matters, limit=_DISPUTES) if matters else []
    [read] = reading.leaving([{name: value for name, value in asdict(heard).items() if name in Read.model_fields}])
    note(Action.BRIEFING_READ, heard.place_name, phone=heard.phone, calls=len(seen), hidden=len(rows) - len(seen))
    went = next((row for row in seen if row["officer"] or row["unit"]), None)
    return Briefing(
        read=Read.model_validate(read),
        callers=list(_callers(seen)),
        calls=len(seen),
        hidden=len(rows) - len(seen),
        latest=[Before.model_validate(row) for row in seen[:_SHOWN]],
        disputes=[Dispute.model_validate(row) for row in disputes],
        danger=_gravest(heard, seen),
        last_officer=went["officer"] if went else None,
        last_unit=went["unit"] if went else None,
    ).model_dump(mode="json")


def _callers(rows: Iterable[dict[str, Any]]) -> Iterable[Caller]:
    """Who used the number, the most frequent first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["caller_key"] and "phone" in row["ties"]:
            found.setdefault(row["caller_key"], []).append(row)
    for key, calls in sorted(found.items(), key=lambda item: -len(item[1])):
        yield Caller(caller_key=key, name=calls[0]["caller"], calls=len(calls), last_at=calls[0]["reported_at"])


def _gravest(heard: Heard, rows: Iterable[dict[str, Any]]) -> Danger | None:
    said = [Danger(grade=heard.danger, words=list(heard.danger_words), incident_id=None)]
    said += [
        Danger(grade=row["danger"] or 0, words=row["danger_words"] or [], incident_id=row["incident_id"])
        for row in rows
    ]
    gravest = max(said, key=lambda danger: danger.grade)
    return gravest if gravest.grade else None

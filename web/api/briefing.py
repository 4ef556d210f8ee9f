"""GET /briefing: who is calling, what happened before, what to beware of; for whoever takes the call."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from pydantic import Field

from graph.casework.advice import Whose
from ingest.hearing import hear
from web import reading
from web.api.disputes import Dispute
from web.api.door import Asked, Said, blueprint
from web.audit import Action, note
from web.briefing import brief
from web.words import language


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
    outcome: str | None
    danger: int | None
    unit: str | None
    officer: str | None
    dispute_id: str | None


class Danger(Said):
    """The gravest that was said or done in the calls before, or now."""

    grade: int
    words: list[str]
    incident_id: str | None = Field(description="where; null when it is said now")
    at: datetime | None


class Advice(Said):
    """Whose matter it is by what is said now, who answers for matters of the kind, what to ask and what to say."""

    whose: Whose
    agency: str
    ask: list[str]
    say: list[str]


class Briefing(Said):
    """Only what the account may see; ``hidden`` of the calls looked at belong to units that it does not see."""

    read: Read
    callers: list[Caller]
    calls: int = Field(description="calls before, at most 100 are looked at")
    hidden: int
    latest: list[Before]
    disputes: list[Dispute]
    danger: Danger | None
    last_officer: str | None
    last_unit: str | None
    advice: Advice


@blueprint.get("/briefing", responses={200: Briefing})
def briefing(query: BriefingAsked) -> dict[str, Any]:
    """What is known about caller and place: who uses the number, calls before, disputes, danger, who went last."""
    found = brief(reading.rows, hear(query.phone, query.address, query.text), language())
    [read] = reading.leaving(
        [{name: value for name, value in asdict(found.heard).items() if name in Read.model_fields}]
    )
    note(Action.BRIEFING_READ, found.heard.place_name, phone=found.heard.phone, calls=found.calls, hidden=found.hidden)
    return Briefing(
        read=Read.model_validate(read),
        callers=[Caller.model_validate(asdict(caller)) for caller in found.callers],
        calls=found.calls,
        hidden=found.hidden,
        latest=[Before.model_validate(row) for row in found.latest],
        disputes=[Dispute.model_validate(row) for row in found.disputes],
        danger=Danger.model_validate(asdict(found.danger)) if found.danger else None,
        last_officer=found.last_officer,
        last_unit=found.last_unit,
        advice=Advice.model_validate(asdict(found.advice)),
    ).model_dump(mode="json")

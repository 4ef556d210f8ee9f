"""The briefing (接警推送): what is known about who calls and from where, and what to do about it.

Page, API and command line ask for it here and only show it differently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.casework.advice import Advice, advise
from ingest.extract.kinds import NAMES
from ingest.hearing import Heard

#: Earlier calls that are looked at, those of them that are told one by one, and disputes that are shown.
LOOKED_AT, TOLD, _DISPUTES = 100, 20, 20
_TENSE = ("critical", "high")


#: Rows of a query of the shelf, by its name and parameters, as whoever asks may see them.
Ask = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who used this number, with the calls among those looked at."""

    caller_key: str
    name: str | None
    calls: int
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Gravest:
    """The gravest that was said or done; ``incident_id`` None when it is said now."""

    grade: int
    words: list[str]
    incident_id: str | None
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Briefing:
    """Only what whoever asks may see.

    Of the calls looked at he sees ``calls``; ``hidden`` belong to units that he does not see. ``latest`` are rows of
    briefing_calls, at most ``TOLD``, latest first; ``disputes`` rows of disputes_named, the gravest first.
    """

    heard: Heard
    callers: list[Caller]
    calls: int
    hidden: int
    latest: list[dict[str, Any]]
    disputes: list[dict[str, Any]]
    danger: Gravest | None
    last_officer: str | None
    last_unit: str | None
    advice: Advice


def brief(ask: Ask, heard: Heard, language: str = "zh") -> Briefing:
    """The briefing on what was heard. Cost: two questions to the graph, about at most ``LOOKED_AT`` earlier calls."""
    rows = ask("briefing_calls", phone=heard.phone or None, place=heard.place or None, limit=LOOKED_AT, told=TOLD)
    seen = [row for row in rows if row["seen"]]
    matters = list(dict.fromkeys(row["dispute_id"] for row in seen if row["dispute_id"]))
    disputes = ask("disputes_named", disputes=matters, limit=_DISPUTES) if matters else []
    went = next((row for row in seen if row["officer"] or row["unit"]), None)
    return Briefing(
        heard=heard,
        callers=_callers(seen),
        calls=sum(row["calls"] for row in seen),
        hidden=sum(row["calls"] for row in rows if not row["seen"]),
        latest=seen[:TOLD],
        disputes=disputes,
        danger=_gravest(heard, seen),
        last_officer=went["officer"] if went else None,
        last_unit=went["unit"] if went else None,
        advice=advise(
            _kind(heard, disputes),
            heard.danger,
            again=bool(seen),
            tense=any(row["level"] in _TENSE for row in disputes),
            language=language,
        ),
    )


def _kind(heard: Heard, disputes: list[dict[str, Any]]) -> str:
    """The kind of what is said now, else of the gravest dispute before."""
    if heard.kind_key or not disputes:
        return heard.kind_key
    return next((key for key, name in NAMES.items() if name == disputes[0]["kind"]), "")


def _callers(rows: Iterable[dict[str, Any]]) -> list[Caller]:
    """Who used the number, the most frequent first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row["caller_key"] and "phone" in row["ties"]:
            found.setdefault(row["caller_key"], []).append(row)
    callers = [
        Caller(key, alike[0]["caller"], sum(row["calls"] for row in alike), alike[0]["reported_at"])
        for key, alike in found.items()
    ]
    return sorted(callers, key=lambda caller: -caller.calls)


def _gravest(heard: Heard, rows: Iterable[dict[str, Any]]) -> Gravest | None:
    said = [Gravest(heard.danger, list(heard.danger_words), None, None)]
    said += [
        Gravest(row["danger"] or 0, row["danger_words"] or [], row["incident_id"], row["reported_at"]) for row in rows
    ]
    gravest = max(said, key=lambda danger: danger.grade)
    return gravest if gravest.grade else None

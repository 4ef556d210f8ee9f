"""Pieces of work as boards, lists and calendars show them: by state, unit or date, in what somebody may see.

One text of Cypher serves all kinds; what differs is put in from the closed tables here, never from outside.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import neo4j
import neo4j.time
from neo4j import Driver

from graph.casework.states import Kind, facts, machines
from graph.session import opened
from graph.settings import zone
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: Kinds of work that have a board, and the property of the date that each goes by; it is indexed with the state.
DUE: dict[Kind, str] = {"directive": "deadline", "mediation": "planned_at", "visit": "due", "diversion": "due_at"}
#: The states in which that date is still awaited; in the others it is past whatever happened.
AWAITED: dict[Kind, tuple[str, ...]] = {
    "directive": ("issued", "received", "in_work", "sent_back", "overdue"),
    "mediation": ("planned",),
    "visit": ("due",),
    "diversion": ("sent", "overdue"),
}
Sort = Literal["due", "number", "level", "unit", "state"]
_LEVELS = (
    "CASE head([(w)WAY(d:Dispute) | d.level]) WHEN 'critical' THEN 0 WHEN 'high' THEN 1 WHEN 'medium' THEN 2 ELSE 3 END"
)
_KEYS: dict[Sort, str] = {
    "due": "w.DUE",
    "number": "w.id",
    "level": _LEVELS,
    "unit": "coalesce(head([(w)-[:SENT_TO]->(to) | to.key]), head([(w)WAY(d:Dispute) | d.unit]), '')",
    "state": "w.status",
}
#: What a unit sees is gathered from its calls while it has no more than this.
_FEW_CALLS = 20_000
_DATES = (date(1, 1, 2), date(9999, 12, 30))
_MOMENTS = (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC))
#: What is turned when a column falls.
_TURNED = (("w.DUE, w.id", "w.DUE DESC, w.id DESC"), ("due, id", "due DESC, id DESC"), ("w.status,", "w.status DESC,"))

Card = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which work: ``units`` and ``agency`` are the scope; the others narrow it, None for what is not asked.

    ``unit``: the key of whoever has to act. ``person``: a part of the mediator's name, or the name of an account that
    made a move. ``about``: the kind of dispute. ``text``: a number, or a part of the dispute's title.
    """

    units: list[str] | None = None
    agency: str | None = None
    unit: str | None = None
    person: str | None = None
    about: str | None = None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """Work in one of these states, ``since`` its date (included) and before ``until``; of all dates with neither."""

    states: tuple[str, ...]
    since: datetime | None = None
    until: datetime | None = None


def finished(kind: Kind) -> tuple[str, ...]:
    """The states that nothing leads out of."""
    machine = machines()[kind]
    return tuple(state for state in machine.states if not any(machine.out_of(state)))


def going_on(kind: Kind) -> tuple[str, ...]:
    """The other states."""
    done = finished(kind)
    return tuple(state for state in machines()[kind].states if state not in done)


def columns(
    driver: Driver, kind: Kind, wanted: Wanted, asked: Sequence[Column], each: int, *, falling: bool = False
) -> list[list[Card]]:
    """For each column its first ``each`` cards by date; the last ones for ``falling``."""
    text, parameters = as_asked(driver, kind, wanted, asked, each, falling=falling)
    found: list[list[Card]] = [[] for _ in asked]
    for row in _asked(driver, text, parameters):
        found[row.pop("place")].append(row)
    return found


def as_asked(
    driver: Driver, kind: Kind, wanted: Wanted, asked: Sequence[Column], each: int, *, falling: bool = False
) -> tuple[str, dict[str, Any]]:
    """The Cypher of ``columns``, and its parameters."""
    text = _text("columns", kind, _conditions(driver, wanted, kind), spans=_spans(asked))
    if falling:
        for rising, turned in _TURNED:
            text = text.replace(rising.replace("DUE", DUE[kind]), turned.replace("DUE", DUE[kind]))
    return text, {**asdict(wanted), "columns": [_column(kind, one) for one in asked], "each": each}


def counts(driver: Driver, kind: Kind, wanted: Wanted, asked: Sequence[Column], most: int) -> list[int]:
    """How much work each column has, counted no further than ``most``."""
    text = _text("counts", kind, _conditions(driver, wanted, kind), spans=_spans(asked))
    given = {**asdict(wanted), "columns": [_column(kind, one) for one in asked], "most": most}
    return [row["total"] for row in _asked(driver, text, given)]


def by_unit(driver: Driver, kind: Kind, wanted: Wanted, each: int, most: int) -> dict[str, tuple[int, list[Card]]]:
    """Unit ('' for none) -> how much is going on there, and the first ``each`` cards; the busiest ``most`` units."""
    text = _text("by_unit", kind, _conditions(driver, wanted, kind))
    given = {**asdict(wanted), "states": going_on(kind), "each": each, "most": most}
    found: dict[str, tuple[int, list[Card]]] = {}
    for row in _asked(driver, text, given):
        found.setdefault(row.pop("place"), (row.pop("total"), []))[1].append(row)
    return found


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list: the work in these states, in an order, after so many rows and at most so many."""

    states: tuple[str, ...]
    sort: Sort = "due"
    rising: bool = True
    skip: int = 0
    limit: int = 50


def listed(driver: Driver, kind: Kind, wanted: Wanted, page: Page) -> list[Card]:
    """The cards of a page."""
    text = _text("listed", kind, _conditions(driver, wanted, kind), key=_KEYS[page.sort])
    if not page.rising:
        text = text.replace("ORDER BY key, w.id", "ORDER BY key DESC, w.id DESC")
        text = text.replace("ORDER BY place, id", "ORDER BY place DESC, id DESC")
    given = {**asdict(wanted), "states": list(page.states), "skip": page.skip, "limit": page.limit}
    rows = _asked(driver, text, given)
    return [{name: value for name, value in row.items() if name != "place"} for row in rows]


def total(driver: Driver, kind: Kind, wanted: Wanted, states: Sequence[str], most: int) -> int:
    """How much work is in these states, counted no further than ``most``."""
    text = _text("total", kind, _conditions(driver, wanted, kind))
    return int(_asked(driver, text, {**asdict(wanted), "states": list(states), "most": most})[0]["total"])


def some(driver: Driver, kind: Kind, wanted: Wanted, ids: Sequence[str]) -> dict[str, Card]:
    """Number -> card, of those that are wanted."""
    text = _text("some", kind, _conditions(driver, wanted, kind, gather=False))
    rows = _asked(driver, text, {**asdict(wanted), "ids": list(ids)})
    return {row["id"]: row for row in rows}


@dataclass(frozen=True, slots=True)
class Load:
    """What a mediator has: mediations in hand, planned for this month, agreed and not agreed (refused too) ever."""

    in_hand: int = 0
    this_month: int = 0
    agreed: int = 0
    not_agreed: int = 0


def loads(driver: Driver, names: Sequence[str], month: datetime, following: datetime) -> dict[str, Load]:
    """Name -> load, for every name; ``month`` is when this one began, ``following`` when the next does."""
    given = {
        "names": list(names),
        "open": list(going_on("mediation")),
        "month": month.astimezone(UTC),
        "next": following.astimezone(UTC),
    }
    return {row.pop("name"): Load(**row) for row in _asked(driver, CYPHER["loads"], given)}


def _conditions(driver: Driver, wanted: Wanted, kind: Kind, *, gather: bool = True) -> tuple[str, ...]:
    """What is asked; what is left out costs nothing. `seen` stands for a scope of units that is gathered beforehand."""
    asked = [name for name, value in asdict(wanted).items() if value is not None]
    if gather and wanted.units is not None:
        calls = _asked(driver, CYPHER["calls_of_units"], {"units": wanted.units})[0]["calls"]
        asked[0] = "seen" if calls <= _FEW_CALLS else "units"
    return tuple("own_agency" if (name, kind) == ("agency", "diversion") else name for name in asked)


def _spans(asked: Sequence[Column]) -> bool:
    return any(one.since or one.until for one in asked)


def _column(kind: Kind, column: Column) -> dict[str, Any]:
    first, last = _DATES if by_day(kind) else _MOMENTS
    since = _bound(kind, column.since) if column.since else first
    until = _bound(kind, column.until) if column.until else last
    return {"states": list(column.states), "since": since, "until": until}


def by_day(kind: Kind) -> bool:
    """Whether the date of this kind is a day, and no moment."""
    return DUE[kind] in facts() and facts()[DUE[kind]].type == "date"


def _bound(kind: Kind, at: datetime) -> date | datetime:
    """A moment as the property can be compared with: a day for a day."""
    return at.astimezone(zone()).date() if by_day(kind) else at.astimezone(UTC)


@cache
def _text(name: str, kind: Kind, conditions: tuple[str, ...], *, spans: bool = False, key: str = "") -> str:
    wanted = " AND\n".join(_bare(CYPHER[name]) for name in ("any", *conditions) if name != "seen")
    way = "-[:OF]->(:Incident)-[:ABOUT]->" if kind == "diversion" else "-[:ON]->"
    text = CYPHER[name]
    if "seen" in conditions:
        text = f"{CYPHER['seen']}\n{text}"
    text = text.replace("FOUND", CYPHER["of_those" if "seen" in conditions else "every"])
    text = text.replace("CARD", CYPHER["card"]).replace("WITHIN", CYPHER["span" if spans else "all"])
    if name == "by_unit":
        text = text.replace("RETURN\n  place,", "RETURN\n  total,\n  place,")
    text = text.replace("WANTED", wanted).replace("KEY", key)
    return text.replace(":Work", f":{machines()[kind].label}").replace("WAY", way).replace("DUE", DUE[kind])


def _bare(condition: str) -> str:
    """Without the lines that explain it."""
    return "\n".join(line for line in condition.splitlines() if not line.startswith("//"))


def _asked(driver: Driver, text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with opened(driver, default_access_mode=neo4j.READ_ACCESS) as session:
        found = session.execute_read(lambda tx: [record.data() for record in tx.run(text, dict(parameters))])
    return [{name: _native(value) for name, value in row.items()} for row in found]


def _native(value: Any) -> Any:
    """Times as Python's, moments in FENGQIAO_TZ."""
    if isinstance(value, neo4j.time.DateTime):
        return value.to_native().astimezone(zone())
    return value.to_native() if isinstance(value, neo4j.time.Date) else value

"""The list of disputes, a page at a time, in several orders and both directions: each page costs the same.

One text of Cypher serves all orders; what differs is put in from the closed tables here, never from outside.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

import neo4j

from graph import settings
from graph.session import opened
from graph.statements import statements
from queries.running import native

CYPHER = statements(Path(__file__).with_suffix(".cypher"))

Sort = Literal["risk", "incidents", "first", "last"]
#: The property of a dispute that each order goes by; each is indexed.
_KEYS: dict[str, str] = {"risk": "risk", "incidents": "incidents", "first": "first_at", "last": "last_at"}
#: Before and behind every value of them.
_ENDS: dict[str, tuple[Any, Any]] = {
    "risk": (-1.0, 2.0),
    "incidents": (-1, 2**62),
    "first": (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)),
    "last": (datetime(1, 1, 2, tzinfo=UTC), datetime(9999, 12, 30, tzinfo=UTC)),
}
_TIMES = ("first", "last")
#: Conditions that are in the text only when they are asked for.
_OPTIONAL = ("text", "least", "units", "agency")
#: What can be nothing but the number of a call or a phone: then no title is looked at that does not come by it.
_NUMBER = re.compile(r"\d{7,}")
#: What falls in the text, and how it rises.
_TURNED = (
    ("d.KEY <= $from", "d.KEY >= $from"),
    ("d.id > $after", "d.id < $after"),
    ("ORDER BY d.KEY DESC, d.id", "ORDER BY d.KEY, d.id DESC"),
    ("ORDER BY place_in_order DESC, dispute_id", "ORDER BY place_in_order, dispute_id DESC"),
)
#: A unit's disputes are gathered from its calls while it has no more than this; else the order is walked.
_FEW_CALLS = 20_000


@dataclass(frozen=True, slots=True)
class Order:
    """An order of the list: falling, with disputes of one key by rising number; ``rising`` is the exact reverse."""

    sort: Sort = "risk"
    rising: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A place in an order: just behind the dispute with this key (risk, calls or time) and number."""

    key: float | datetime
    dispute: str


def rows(
    driver: neo4j.Driver, wanted: Mapping[str, Any], order: Order, behind: Place | None, limit: int
) -> list[dict[str, Any]]:
    """The next ``limit`` disputes that are ``wanted`` (see ``complete``), behind a place or from the start."""
    return _asked(driver, *as_asked(driver, wanted, order, behind, limit))


def as_asked(
    driver: neo4j.Driver, wanted: Mapping[str, Any], order: Order, behind: Place | None, limit: int
) -> tuple[str, dict[str, Any]]:
    """The Cypher of ``rows``, and its parameters."""
    text = _text("rows", _start(driver, wanted), _conditions(wanted), order)
    start, end = _ENDS[order.sort]
    before_all = start if order.rising else end
    place = {"from": behind.key if behind else before_all, "after": behind.dispute if behind else ""}
    return text, {**wanted, **place, "limit": limit, "zone": settings.read("FENGQIAO_TZ")}


def count(driver: neo4j.Driver, wanted: Mapping[str, Any], most: int) -> int:
    """How many disputes are ``wanted``, counted no further than ``most``."""
    if all(value in (None, 0, []) for value in wanted.values()):
        return int(_asked(driver, CYPHER["count_all"], {})[0]["total"])
    text = _text("count", _start(driver, wanted), _conditions(wanted), Order())
    return int(_asked(driver, text, {**wanted, "limit": most})[0]["total"])


def complete(driver: neo4j.Driver, wanted: Mapping[str, Any]) -> dict[str, Any]:
    """``wanted`` with the disputes that its ``text`` names by a call, a phone or a caller.

    It has the parameters of `wanted` in listing.cypher, ``units`` and ``agency`` (the scope) among them.
    """
    text = wanted["text"]
    found = _asked(driver, CYPHER["named"], {"text": text, "agency": wanted["agency"]}) if text else []
    return {**wanted, "named": [row["dispute_id"] for row in found]}


def units(driver: neo4j.Driver, scope: Mapping[str, Any]) -> list[str]:
    """The units that answer for disputes, as far as the scope (``units``, ``agency``) sees them."""
    return [row["unit"] for row in _asked(driver, CYPHER["answering"], scope)]


def _start(driver: neo4j.Driver, wanted: Mapping[str, Any]) -> str:
    """From where the disputes are cheapest gathered."""
    if _NUMBER.fullmatch(wanted["text"] or ""):
        return "disputes_named"
    if wanted["agency"] is not None:
        return "disputes_of_agency"
    if wanted["units"] is None:
        return "disputes_of_all"
    calls = _asked(driver, CYPHER["calls_of_units"], {"units": wanted["units"]})[0]["calls"]
    return "disputes_of_units" if calls <= _FEW_CALLS else "disputes_of_all"


def _conditions(wanted: Mapping[str, Any]) -> tuple[str, ...]:
    """What is left out costs nothing: the plan without it is another, and mostly a better one."""
    return ("as_asked", *(name for name in _OPTIONAL if wanted[name] not in (None, 0)))


@cache
def _text(name: str, start: str, conditions: tuple[str, ...], order: Order) -> str:
    wanted = " AND\n".join(CYPHER[condition] for condition in conditions)
    text = CYPHER[name].replace("DISPUTES", CYPHER[start]).replace("WANTED", wanted)
    if order.rising:
        for falling, turned in _TURNED:
            text = text.replace(falling, turned)
    text = text.replace("d.KEY", f"d.{_KEYS[order.sort]}")
    # Two times of one instant in different zones differ, and those of the graph are in this one.
    return text.replace("$from", "datetime({datetime: $from, timezone: $zone})") if order.sort in _TIMES else text


def _asked(driver: neo4j.Driver, text: str, parameters: Mapping[str, Any]) -> list[dict[str, Any]]:
    with opened(driver, default_access_mode=neo4j.READ_ACCESS) as session:
        found = session.execute_read(lambda tx: [record.data() for record in tx.run(text, dict(parameters))])
    return [{name: native(value) for name, value in row.items()} for row in found]

"""The rows of a list of disputes: a page of them at the same cost wherever it is, and how many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from neo4j import Driver

from queries import listing
from queries.listing import Order, Place
from queries.patterns import Repeat, repeats
from web import reading
from web.api import cursor
from web.api.problems import Refusal
from web.disputes.asked import Asked
from web.graph_link import link

#: Rows of a page of the list.
PAGE = 25
#: How many disputes are counted; beyond that a list says that there are more.
MOST_COUNTED, MOST_EVER = 10_000, 1_000_000_000
#: Disputes in which repeats are looked for at once, and for one page.
_LOOKED_AT, _MOST_LOOKED_AT = 100, 1_000

Row = dict[str, Any]


@dataclass(frozen=True)
class Page:
    """Rows in order, each with its ``repeats``, and the cursors of the pages beside this one ('' for none).

    ``looked_at`` is how many disputes a search for repeats went through before it stopped at its limit, else 0.
    """

    rows: list[Row]
    before: str
    after: str
    looked_at: int = 0


def page(asked: Asked, after: str = "", before: str = "") -> Page:
    """The rows behind the cursor ``after``, or before the cursor ``before``; the first ones for neither."""
    backwards = bool(before) and not after
    order = Order(asked.sort, asked.rising != backwards)
    start = _read(asked, before if backwards else after)
    found = _enough(asked, order, start)
    rows, more = found.rows[:PAGE], len(found.rows) > PAGE or bool(found.looked_at)
    last = found.last if found.looked_at and len(found.rows) <= PAGE else rows[-1] if rows else None
    onwards = _written(asked, last) if more and last else ""
    backs = _written(asked, rows[0]) if rows and start else ""
    shown = _shown(rows[::-1] if backwards else rows)
    return Page(shown, *((onwards, backs) if backwards else (backs, onwards)), looked_at=found.looked_at)


def walk(asked: Asked, at_once: int = 1_000) -> Iterator[list[Row]]:
    """All rows in order, so many at a time, as the visitor may see them, without their repeats."""
    order, start = Order(asked.sort, asked.rising), None
    while True:
        rows = _rows(asked, order, start, at_once)
        yield reading.leaving(_repeating(asked, rows) if asked.repeating else rows)
        if len(rows) < at_once:
            return
        start = _place(rows[-1])


def count(asked: Asked) -> tuple[int, bool]:
    """How many disputes there are as ``total`` has it, and whether there are more that were not counted."""
    found = total(asked, MOST_COUNTED + 1 if asked.narrowed else MOST_EVER)
    return (MOST_COUNTED, True) if asked.narrowed and found > MOST_COUNTED else (found, False)


def total(asked: Asked, most: int) -> int:
    """How many disputes there are, counted up to ``most``.

    Rules for repeats are left out of it: they can be told only dispute by dispute.
    """
    parameters = asked.parameters() | reading.scope().parameters()
    return link().ask(lambda driver: listing.count(driver, listing.complete(driver, parameters), most))


@dataclass(frozen=True)
class _Found:
    rows: list[Row]
    last: Row | None = None
    looked_at: int = 0


def _enough(asked: Asked, order: Order, start: Place | None) -> _Found:
    """A page's rows and one more, where there is one."""
    if not asked.repeating:
        return _Found(_rows(asked, order, start, PAGE + 1))
    found: list[Row] = []
    looked_at = 0
    while looked_at < _MOST_LOOKED_AT:
        rows = _rows(asked, order, start, _LOOKED_AT)
        found += _repeating(asked, rows)
        if len(rows) < _LOOKED_AT or len(found) > PAGE:
            return _Found(found)
        looked_at += len(rows)
        start = _place(rows[-1])
    return _Found(found, rows[-1], looked_at)


def _rows(asked: Asked, order: Order, start: Place | None, limit: int) -> list[Row]:
    parameters = asked.parameters() | reading.scope().parameters()

    def rows(driver: Driver) -> list[Row]:
        return listing.rows(driver, listing.complete(driver, parameters), order, start, limit)

    return link().ask(rows)


def _repeating(asked: Asked, rows: list[Row]) -> list[Row]:
    """Those that meet one of the rules asked for."""
    ids = [row["dispute_id"] for row in rows]
    if not ids:
        return []

    def meeting(driver: Driver) -> set[str]:
        found = repeats(driver, patterns=asked.patterns, windows=asked.windows, disputes=ids)
        return {repeat.dispute_id for repeat in found}

    met = link().ask(meeting)
    return [row for row in rows if row["dispute_id"] in met]


def _shown(rows: list[Row]) -> list[Row]:
    """The rows as the visitor may see them, each with the ``repeats`` whose rules it meets."""
    found: dict[str, list[Repeat]] = defaultdict(list)
    for repeat in reading.repeats_of([row["dispute_id"] for row in rows]):
        found[repeat.dispute_id].append(repeat)
    masked = reading.leaving(rows)
    return [shown | {"repeats": found[row["dispute_id"]]} for row, shown in zip(rows, masked, strict=True)]


def _place(row: Row) -> Place:
    key = row["place_in_order"]
    return Place(key.astimezone(UTC) if isinstance(key, datetime) else key, row["dispute_id"])


def _written(asked: Asked, row: Row) -> str:
    key = row["place_in_order"]
    return cursor.written(asked.sort, key.isoformat() if isinstance(key, datetime) else key, row["dispute_id"])


def _read(asked: Asked, written: str) -> Place | None:
    """The place of a cursor; None for none, and for a word that is no cursor of this order."""
    try:
        match cursor.read(written, asked.sort) if written else None:
            case [str() as key, str() as dispute] if asked.sort in ("first", "last"):
                return Place(datetime.fromisoformat(key).astimezone(UTC), dispute)
            case [int() | float() as key, str() as dispute] if asked.sort not in ("first", "last"):
                return Place(key, dispute)
    except (Refusal, ValueError):
        pass
    return None

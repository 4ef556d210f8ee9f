"""What falls on which day: mediations that are planned, visits that are due, deadlines of directives."""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import url_for
from neo4j import Driver

from graph.casework import boards
from graph.casework.boards import AWAITED, Column, Wanted
from graph.casework.states import Kind
from graph.settings import zone
from web import reading
from web.boards.asked import Asked
from web.boards.cards import Card, cards
from web.clock import now
from web.graph_link import link

#: Kinds that have appointments, in the order of a day.
KINDS: tuple[Kind, ...] = ("mediation", "visit", "directive")
VIEWS = ("month", "week")
#: Appointments of a kind that one page or feed holds; a page that has no room for all says so.
MOST = 500
_WEEK = timedelta(days=7)


@dataclass(frozen=True)
class Appointment:
    """A piece of work on a day; ``at`` is the time of the day, '' for the whole day."""

    kind: Kind
    card: Card
    day: date
    at: str
    moment: datetime | None
    place: str


@dataclass(frozen=True)
class Span:
    """The days that a page shows: ``first`` included, ``last`` too; ``day`` is the one that it was asked for."""

    view: str
    day: date
    first: date
    last: date

    @classmethod
    def read(cls, view: str, written: str) -> Span:
        """A week from Monday, or a month with the days around it that make its weeks whole."""
        day = day_of(written) or today()
        if view == "week":
            first = day - timedelta(days=day.weekday())
            return cls(view, day, first, first + _WEEK - timedelta(days=1))
        start = day.replace(day=1)
        end = start.replace(day=calendar.monthrange(day.year, day.month)[1])
        return cls("month", day, start - timedelta(days=start.weekday()), end + timedelta(days=6 - end.weekday()))

    @property
    def weeks(self) -> list[list[date]]:
        """The days by week."""
        count = (self.last - self.first).days + 1
        days = [self.first + timedelta(days=number) for number in range(count)]
        return [days[start : start + 7] for start in range(0, count, 7)]

    def beside(self, step: int) -> date:
        """A day of the span before (-1) or after (1) this one."""
        if self.view == "week":
            return self.day + step * _WEEK
        start = self.day.replace(day=1)
        return (start - timedelta(days=1)).replace(day=1) if step < 0 else (start + timedelta(days=32)).replace(day=1)


def today() -> date:
    """The day that it is here."""
    return now().astimezone(zone()).date()


def address(asked: Asked, kinds: Sequence[str], view: str, day: date) -> str:
    """The page of these days."""
    given: dict[str, Any] = {**asked.filters, "kind": None if tuple(kinds) == KINDS else list(kinds)}
    return url_for("calendar.page", **given, view=view, day=day.isoformat())


def appointments(
    wanted: Wanted, kinds: Sequence[Kind], first: date, last: date
) -> tuple[dict[date, list[Appointment]], bool]:
    """Day -> what falls on it, in order, from the first day to the last; and whether there was more than fits."""
    since, until = (datetime.combine(day, time(), zone()) for day in (first, last + timedelta(days=1)))

    def read(driver: Driver) -> list[tuple[Kind, list[boards.Card]]]:
        return [
            (kind, boards.columns(driver, kind, wanted, [Column(AWAITED[kind], since, until)], MOST + 1)[0])
            for kind in KINDS
            if kind in kinds
        ]

    found = link().ask(read)
    by_day: dict[date, list[Appointment]] = {}
    for kind, rows in found:
        for row, card in zip(rows[:MOST], cards(kind, rows[:MOST]), strict=True):
            one = _appointment(kind, row, card)
            by_day.setdefault(one.day, []).append(one)
    for day, works in by_day.items():
        by_day[day] = sorted(works, key=lambda one: (one.at, KINDS.index(one.kind), one.card.id))
    return by_day, any(len(rows) > MOST for _kind, rows in found)


def on_day(due: datetime, day: date) -> datetime:
    """The same time of the day on another day, in UTC."""
    return datetime.combine(day, due.astimezone(zone()).time(), zone()).astimezone(UTC)


def _appointment(kind: Kind, row: dict[str, Any], card: Card) -> Appointment:
    due = row["due"]
    moment = due if isinstance(due, datetime) else None
    shown = reading.leaving([{"place": row["held_in"] or ""}])[0]["place"]
    return Appointment(
        kind=kind,
        card=card,
        day=moment.astimezone(zone()).date() if moment else due,
        at=f"{moment.astimezone(zone()):%H:%M}" if moment else "",
        moment=moment,
        place=shown,
    )


def day_of(written: str) -> date | None:
    """A day as a form or an address writes it, 1970 to 2199, or None."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 1970 <= found.year < 2200 else None

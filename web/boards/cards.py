"""The columns of a board and the rows of a list, as a person sees them: what is late, how many more there are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import gettext as _
from neo4j import Driver

from graph.casework import boards
from graph.casework.boards import AWAITED, Column, Page
from graph.casework.states import Kind, machines
from graph.settings import zone
from web import reading
from web.boards.asked import Asked
from web.casework import naming
from web.clock import now
from web.graph_link import link
from web.words import moment

#: Cards of a column: of what goes on, and of what is finished.
EACH, EACH_FINISHED = 30, 8
#: Units that have a column of their own.
UNITS = 12
#: Rows of a page of a list, and how far is counted.
ROWS, MOST_COUNTED = 50, 10_000
_COLUMN_COUNTED = 1_000


@dataclass(frozen=True)
class Card:
    """A piece of work. ``due`` is its date as it is read, ``late`` whether that is past and still awaited."""

    id: str
    state: str
    version: int
    title: str
    dispute: str
    others: int
    level: str
    unit: str
    person: str
    due: str
    late: bool


@dataclass(frozen=True)
class Stack:
    """A column of a board; ``total`` is how many belong there, in words where it was not counted to the end.

    ``state`` is the state it stands for, ``key`` what it is called in the page; ``more`` leads to all of them, where
    ``rest`` are not shown.
    """

    key: str
    title: str
    cards: list[Card]
    total: str
    rest: str
    more: str
    state: str = ""
    finished: bool = False


def board(kind: Kind, asked: Asked) -> list[Stack]:
    """The columns as they are asked for."""
    made = {"state": _by_state, "unit": _by_unit, "deadline": _by_deadline}[asked.by]
    return list(made(kind, asked))


def rows(kind: Kind, asked: Asked, page: int) -> tuple[list[Card], bool]:
    """A page of the list, and whether there is another."""
    states = (asked.state,) if asked.state else tuple(machines()[kind].states)
    wanted, wanting = asked.wanted(), Page(states, asked.sort, not asked.falling, (page - 1) * ROWS, ROWS + 1)
    found = link().ask(lambda driver: boards.listed(driver, kind, wanted, wanting))
    return cards(kind, found[:ROWS]), len(found) > ROWS


def total(kind: Kind, asked: Asked) -> str:
    """How many rows the list has, in words."""
    states = (asked.state,) if asked.state else tuple(machines()[kind].states)
    wanted = asked.wanted()
    return _counted(
        link().ask(lambda driver: boards.total(driver, kind, wanted, states, MOST_COUNTED + 1)), MOST_COUNTED
    )


def chosen(kind: Kind, ids: Sequence[str]) -> dict[str, Card]:
    """Number -> card, of those that the visitor may see."""
    wanted = Asked().wanted()
    found = link().ask(lambda driver: boards.some(driver, kind, wanted, ids))
    return {card.id: card for card in cards(kind, list(found.values()))}


def cards(kind: Kind, found: list[dict[str, Any]]) -> list[Card]:
    """What the graph gave, with numbers of people masked."""
    return [_card(kind, row) for row in reading.leaving(found)]


def _card(kind: Kind, row: dict[str, Any]) -> Card:
    due = row["perform_by"] if row["state"] == "performance_due" else row["due"]
    return Card(
        id=row["id"],
        state=row["state"],
        version=row["version"],
        title=row["title"] or row["dispute_id"] or "",
        dispute=row["dispute_id"] or "",
        others=max(0, row["disputes"] - 1),
        level=row["level"] or "",
        unit=row["unit"] or "",
        person=row["mediator"] or "",
        due=moment(due) if isinstance(due, datetime) else due.isoformat() if due else "",
        late=_late(kind, row["state"], due),
    )


def _late(kind: Kind, state: str, due: date | datetime | None) -> bool:
    if due is None or state not in (*AWAITED[kind], "performance_due"):
        return False
    if isinstance(due, datetime):
        return due < now()
    return due < now().astimezone(zone()).date()


def _by_state(kind: Kind, asked: Asked) -> Iterator[Stack]:
    going, done = boards.going_on(kind), boards.finished(kind)
    wanted = asked.wanted()
    open_columns, done_columns = [Column((state,)) for state in going], [Column((state,)) for state in done]

    def read(driver: Driver) -> tuple[list[list[boards.Card]], list[int]]:
        shown = boards.columns(driver, kind, wanted, open_columns, EACH)
        shown += boards.columns(driver, kind, wanted, done_columns, EACH_FINISHED, falling=True)
        counted = boards.counts(driver, kind, wanted, [*open_columns, *done_columns], _COLUMN_COUNTED)
        return shown, counted

    shown, counted = link().ask(read)
    for state, found, count in zip((*going, *done), shown, counted, strict=True):
        yield Stack(
            key=f"state-{state}",
            title=naming.state(kind, state),
            cards=cards(kind, found),
            total=_counted(count, _COLUMN_COUNTED - 1),
            rest=_rest(len(found), count),
            more=_more(kind, asked, len(found), count, state=state, falling=state in done),
            state=state,
            finished=state in done,
        )


def _by_unit(kind: Kind, asked: Asked) -> Iterator[Stack]:
    wanted = asked.wanted()
    found = link().ask(lambda driver: boards.by_unit(driver, kind, wanted, EACH, UNITS))
    for place, (unit, (count, works)) in enumerate(found.items()):
        shown = cards(kind, works)
        name = str(reading.leaving([{"unit": unit}])[0]["unit"]) or _("No unit")
        yield Stack(
            key=f"unit-{place}",
            title=name,
            cards=shown,
            total=str(count),
            rest=str(count - len(shown)) if count > len(shown) else "",
            more=_more(kind, asked, len(shown), count, unit=unit) if unit else "",
        )


def _by_deadline(kind: Kind, asked: Asked) -> Iterator[Stack]:
    wanted, states = asked.wanted(), AWAITED[kind]
    today = datetime.combine(now().astimezone(zone()).date(), time(), zone())
    tomorrow, week = today + timedelta(days=1), today + timedelta(days=7 - today.weekday())
    # What is due on a day is late when the day is over.
    edge = today if boards.by_day(kind) else now()
    spans = {
        "late": (_("Overdue"), Column(states, None, edge)),
        "today": (_("Today"), Column(states, edge, tomorrow)),
        "week": (_("This week"), Column(states, tomorrow, max(week, tomorrow))),
        "later": (_("Later"), Column(states, max(week, tomorrow), None)),
    }
    if rest := tuple(state for state in boards.going_on(kind) if state not in states):
        spans["none"] = (_("No deadline"), Column(rest))
    columns = [column for _title, column in spans.values()]

    def read(driver: Driver) -> tuple[list[list[boards.Card]], list[int]]:
        counted = boards.counts(driver, kind, wanted, columns, _COLUMN_COUNTED)
        return boards.columns(driver, kind, wanted, columns, EACH), counted

    shown, counted = link().ask(read)
    for (key, (title, _column)), found, count in zip(spans.items(), shown, counted, strict=True):
        yield Stack(
            key=key,
            title=str(title),
            cards=cards(kind, found),
            total=_counted(count, _COLUMN_COUNTED - 1),
            rest=_rest(len(found), count),
            more=_more(kind, asked, len(found), count),
        )


def _rest(shown: int, count: int) -> str:
    return _counted(count - shown, _COLUMN_COUNTED - 1 - shown) if count > shown else ""


def _more(kind: Kind, asked: Asked, shown: int, count: int, **narrowed: Any) -> str:
    return asked.listed(kind, **narrowed) if count > shown else ""


def _counted(count: int, most: int) -> str:
    return f"{most:,}+" if count > most else f"{count:,}"

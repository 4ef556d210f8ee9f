"""What came of the work in a period: counts beside rates, by kind of dispute, unit or mediator."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from graph.settings import zone
from web import reading, words
from web.clock import now

#: What a rate is of fewer than so many is marked: one more or less would turn it.
SMALL = 10
#: How the rows are made; of mediators there are only mediations.
BY = {"about": lazy_gettext("Kind of dispute"), "unit": lazy_gettext("Unit"), "mediator": lazy_gettext("Mediator")}
#: Days of a period that is not chosen.
_DAYS = 90


@dataclass(frozen=True)
class Measure:
    """Something that is counted; ``of`` is the measure that its rate is of, '' for a count alone."""

    name: str
    title: Any
    of: str = ""


@dataclass(frozen=True)
class Part:
    """One of the tables: the query of the shelf that it is made from, and its columns."""

    name: str
    title: Any
    measures: tuple[Measure, ...]
    by: tuple[str, ...] = ("about", "unit")


PARTS = (
    Part(
        "directives",
        lazy_gettext("Directives"),
        (
            Measure("issued", lazy_gettext("Issued")),
            Measure("to_receive", lazy_gettext("To be received")),
            Measure("received_in_time", lazy_gettext("Received in time"), "to_receive"),
            Measure("to_feed_back", lazy_gettext("To be fed back")),
            Measure("fed_back_in_time", lazy_gettext("Fed back in time"), "to_feed_back"),
            Measure("fed_back", lazy_gettext("Fed back")),
            Measure("sent_back", lazy_gettext("Sent back"), "fed_back"),
        ),
    ),
    Part(
        "mediations",
        lazy_gettext("Mediations"),
        (
            Measure("held", lazy_gettext("Held")),
            Measure("agreed", lazy_gettext("Agreed"), "held"),
            Measure("not_agreed", lazy_gettext("Not agreed"), "held"),
            Measure("refused", lazy_gettext("Refused by a party"), "held"),
            Measure("performed", lazy_gettext("Performed"), "agreed"),
            Measure("broken", lazy_gettext("Broken"), "agreed"),
        ),
        ("about", "unit", "mediator"),
    ),
    Part(
        "visits",
        lazy_gettext("Visits"),
        (
            Measure("made", lazy_gettext("Made")),
            Measure("answered", lazy_gettext("Answered"), "made"),
            Measure("satisfied", lazy_gettext("Satisfied"), "answered"),
            Measure("kept", lazy_gettext("Agreement kept"), "answered"),
        ),
    ),
    Part(
        "disputes",
        lazy_gettext("Closings"),
        (
            Measure("closed", lazy_gettext("Closed")),
            Measure("reopened", lazy_gettext("Reopened later"), "closed"),
            Measure("false_closures", lazy_gettext("False closures"), "closed"),
        ),
    ),
)


@dataclass(frozen=True)
class Asked:
    """By what, and for which days: both are included."""

    by: str
    since: date
    until: date

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From an address; what makes no sense there is as if it were not given."""
        today = now().astimezone(zone()).date()
        until = _day(given.get("until", "")) or today
        since = _day(given.get("since", "")) or until - timedelta(days=_DAYS - 1)
        by = given.get("by", "")
        return cls(by if by in BY else "about", min(since, until), max(since, until))

    @property
    def given(self) -> dict[str, str]:
        """As parameters of an address."""
        return {"by": self.by, "since": self.since.isoformat(), "until": self.until.isoformat()}

    def address(self, by: str) -> str:
        """The same by something else."""
        given: dict[str, Any] = replace(self, by=by).given
        return url_for("outcomes.page", **given)


@dataclass(frozen=True)
class Cell:
    """A count; with ``of``, how many it could be, its rate in percent, and whether that is of few."""

    count: int
    of: int | None = None

    @property
    def rate(self) -> str:
        """'75%', or '' where there is nothing to have a rate of."""
        return f"{100 * self.count / self.of:.0f}%" if self.of else ""

    @property
    def small(self) -> bool:
        """Whether the rate is of so few that it says little."""
        return bool(self.of) and (self.of or 0) < SMALL


@dataclass(frozen=True)
class Table:
    """A part with its rows: what each is of, and a cell for each measure; ``total`` is the row of all."""

    part: Part
    rows: list[tuple[str, list[Cell]]]
    total: list[Cell]


def tables(asked: Asked) -> list[Table]:
    """What came of the work that the visitor sees."""
    return [_table(part, asked) for part in PARTS if asked.by in part.by]


def lines(found: list[Table]) -> Iterator[list[object]]:
    """The same for a file: a line for each count, with what it is of and the rate."""
    for table in found:
        for title, cells in [*table.rows, (str(_("All together")), table.total)]:
            for measure, cell in zip(table.part.measures, cells, strict=True):
                yield [
                    str(table.part.title),
                    title,
                    str(measure.title),
                    cell.count,
                    cell.of,
                    cell.rate,
                    _("few") if cell.small else "",
                ]


def head() -> list[str]:
    """What stands above them."""
    return [_("Work"), _("Group"), _("Measure"), _("Count"), _("Of"), _("Rate"), _("Note")]


def _table(part: Part, asked: Asked) -> Table:
    given: dict[str, Any] = {"by": asked.by, "since": _midnight(asked.since), "until": _midnight(asked.until, 1)}
    if part.name == "directives":
        given["now"] = now()
    rows = reading.rows(f"outcomes_{part.name}", **given)
    total = {measure.name: sum(row[measure.name] for row in rows) for measure in part.measures}
    return Table(part, [(_called(asked.by, row["shared"]), _cells(part, row)) for row in rows], _cells(part, total))


def _cells(part: Part, row: Mapping[str, Any]) -> list[Cell]:
    return [Cell(row[one.name], row[one.of] if one.of else None) for one in part.measures]


def _called(by: str, shared: str) -> str:
    if not shared:
        return str(_("Not known"))
    return words.kind_name(shared) if by == "about" else shared


def _midnight(day: date, later_days: int = 0) -> datetime:
    return datetime.combine(day + timedelta(days=later_days), time(), zone()).astimezone(UTC)


def _day(written: str) -> date | None:
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return None
    return found if 1970 <= found.year < 2200 else None

"""What is due now: work whose time has come, as reminders.toml tells, and whom it concerns."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from neo4j import Driver
from pydantic import ConfigDict

from graph.casework.moves import Actor, Refused, Work, follow
from graph.casework.states import Kind, Named, Whom, machines
from graph.session import opened
from graph.settings import zone
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: The hour of a day at which something is due that has only a day.
_MORNING = time(8)
#: How far back a time may lie that makes a move of itself: work may come back into a state whose time is over.
_EVER = timedelta(days=3_660)
SYSTEM = Actor("system")


class Reminder(Named):
    """One kind of reminder; see reminders.toml for what each field says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    kind: Kind
    states: tuple[str, ...]
    property: str
    hours: int
    tells: tuple[Whom, ...]
    lapses: str = ""


@dataclass(frozen=True, slots=True)
class Concern:
    """Work, and the keys of whom it concerns: the unit that has it, the agency, the name of who began it ('': none)."""

    work: Work
    unit: str
    agency: str
    begun_by: str


@dataclass(frozen=True, slots=True)
class Due:
    """A reminder about one piece of work; ``at`` is when it is or was due."""

    reminder: Reminder
    about: Concern
    at: datetime


def due(driver: Driver, now: datetime, since: datetime) -> Iterator[Due]:
    """Everything to be reminded of whose hour came between ``since`` and ``now`` (both aware), kind by kind.

    What the passing of the time moves is there until it is moved, however long its hour is past.
    """
    for reminder in reminders():
        shift = timedelta(hours=reminder.hours)
        begins = now - _EVER if reminder.lapses else since
        with opened(driver) as session:
            rows = session.execute_read(_rows, reminder, begins + shift, now + shift)
        for row in rows:
            at = _moment(row["at"])
            if begins < at - shift <= now:
                yield Due(reminder, _concern(reminder.kind, row), at)


def lapse(driver: Driver, one: Due, now: datetime) -> bool:
    """Make the move that the passing of the time makes; whether it could be made."""
    try:
        follow(driver, one.about.work, one.reminder.lapses, by=SYSTEM.name, given={}, at=now)
    except Refused:
        return False
    return True


def concern(driver: Driver, work: Work) -> Concern:
    """Whom a piece of work concerns. Refused when there is none of this id."""
    with opened(driver) as session:
        rows = session.execute_read(lambda tx: [row.data() for row in tx.run(_for("concern", work.kind), id=work.id)])
    if not rows:
        raise Refused("unknown", work.id)
    return _concern(work.kind, rows[0])


@cache
def reminders() -> tuple[Reminder, ...]:
    """Every kind of reminder, checked against the states."""
    told = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))["reminders"]
    found = tuple(Reminder.model_validate(one) for one in told)
    for one in found:
        machine = machines()[one.kind]
        if unknown := set(one.states) - machine.states.keys():
            raise ValueError(f"{one.name}: no such state: {sorted(unknown)}")
        if one.lapses and not set(one.states) <= set(machine.move(one.lapses).sources):
            raise ValueError(f"{one.name}: {one.lapses} does not lead out of all its states")
    return found


def _rows(tx: Any, reminder: Reminder, since: datetime, until: datetime) -> list[dict[str, Any]]:
    # The property is one of ours; a day is kept as a day, and both bounds are wide enough for its morning.
    cypher = _for("due", reminder.kind).replace("w.due_property", f"w.{reminder.property}")
    rows = tx.run(
        cypher,
        states=list(reminder.states),
        since=since.astimezone(UTC),
        until=until.astimezone(UTC),
        since_day=since.astimezone(zone()).date() - timedelta(days=1),
        until_day=until.astimezone(zone()).date(),
    )
    return [row.data() for row in rows]


def _moment(at: Any) -> datetime:
    native = at.to_native()
    if isinstance(native, datetime):
        return native.astimezone(UTC)
    assert isinstance(native, date)
    return datetime.combine(native, _MORNING, zone()).astimezone(UTC)


def _concern(kind: Kind, row: dict[str, Any]) -> Concern:
    return Concern(Work(kind, row["id"]), row["unit"] or "", row["agency"] or "", row["begun_by"] or "")


def _for(name: str, kind: Kind) -> str:
    """The statement for the label of a kind of work, which is one of ours."""
    return CYPHER[name].replace(":Work", f":{machines()[kind].label}")

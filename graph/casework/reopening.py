"""A closed dispute about which somebody calls again is open again; within seven days its closing was a false one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from neo4j import Driver

from graph.casework.moves import Refused, Work, follow
from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: 假闭环: a new call about the same dispute so soon after its closing.
FALSE_CLOSURE = timedelta(days=7)
_BY, _SAID = "system", "（假闭环）"


@dataclass(frozen=True, slots=True)
class Reopened:
    """A dispute that a call opened again; ``false_closure``: the call came within seven days of the closing."""

    dispute: str
    incident: str
    false_closure: bool


@dataclass(frozen=True, slots=True)
class Lately:
    """A reopening that somebody is told of: the move's id, the dispute, its unit ('': none), who had closed it."""

    move: str
    dispute: str
    unit: str
    false_closure: bool
    closed_by: str


def reopened_since(driver: Driver, since: datetime) -> list[Lately]:
    """The disputes that calls have opened again since then, the earliest first."""
    given = {"since": since.astimezone(UTC), "by": _BY, "false_closure": _SAID}
    with opened(driver) as session:
        rows = session.execute_read(lambda tx: [row.data() for row in tx.run(CYPHER["lately"], given)])
    return [Lately(**row | {"closed_by": next(iter(row["closed_by"]), "")}) for row in rows]


def reopen_called_again(driver: Driver, incidents: Collection[str] | None = None) -> list[Reopened]:
    """Open the closed disputes again that one of these calls (None: that any call) came about after the closing.

    A call that was made before the closing and came in late opens nothing. Cost: the calls given, or the
    closed disputes.
    """
    with opened(driver) as session:
        name, given = ("after", {}) if incidents is None else ("among", {"incidents": list(incidents)})
        rows = session.execute_read(lambda tx: [row.data() for row in tx.run(CYPHER[name], given)])
    found = []
    for row in rows:
        closed, called = (row[name].to_native() for name in ("closed_at", "reported_at"))
        one = Reopened(row["dispute"], row["incident"], called - closed <= FALSE_CLOSURE)
        told = {"reason": f"办结后又有警情 {one.incident}" + (_SAID if one.false_closure else "")}
        try:
            follow(driver, Work("dispute", one.dispute), "reopen", by=_BY, given=told, at=datetime.now(UTC))
        except Refused:
            continue  # somebody was quicker
        found.append(one)
    return found

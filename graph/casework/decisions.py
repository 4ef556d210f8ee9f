"""People decide which incidents are one matter, or one person's; every later screening obeys, and it can be undone.

A decision joins incidents (confirm, merge) or parts two sides (reject, move, split). It is about
incidents, not about dispute numbers or callers' keys, so it outlives any regrouping. Where two decisions
contradict each other the newer one holds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

from neo4j import Driver

from graph import settings
from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))


#: What a decision is about: which matter incidents are, or who called.
Subject = Literal["dispute", "caller"]


class UnknownIncident(ValueError):
    """A decision names an incident that the graph does not hold."""


class UnknownDispute(ValueError):
    """A decision names a dispute that the graph does not hold or that has no incidents."""


class UnknownDecision(ValueError):
    """There is no decision with this id, or it was undone before."""


@dataclass(frozen=True, slots=True)
class Decision:
    """One decision in force: ``joined`` are one; no incident of ``left`` is one with any of ``right``."""

    id: str
    action: str
    by: str
    at_ms: int
    joined: frozenset[str]
    left: frozenset[str]
    right: frozenset[str]


@dataclass(frozen=True, slots=True)
class Constraints:
    """What grouping must obey, free of contradictions: sets that are one, pairs of sets that are not."""

    together: tuple[frozenset[str], ...] = ()
    apart: tuple[tuple[frozenset[str], frozenset[str]], ...] = ()
    decided_by: tuple[tuple[str, str], ...] = ()


def confirm(driver: Driver, incidents: Iterable[str], by: str, reason: str = "") -> str:
    """Decide that the incidents are one matter; returns the decision's id. UnknownIncident."""
    return record(driver, "dispute", "confirm", [(incident, 0) for incident in incidents], by=by, reason=reason)


def same(driver: Driver, incidents: Iterable[str], by: str, reason: str = "") -> str:
    """Decide that the incidents are one matter, without having looked at all of it; as ``confirm`` otherwise."""
    return record(driver, "dispute", "same", [(incident, 0) for incident in incidents], by=by, reason=reason)


def part(driver: Driver, left: Iterable[str], right: Iterable[str], by: str, reason: str = "") -> str:
    """Decide that no incident of ``left`` is one matter with any of ``right``; returns the decision's id."""
    return record(driver, "dispute", "part", [(i, 1) for i in left] + [(i, 2) for i in right], by=by, reason=reason)


def merge(driver: Driver, disputes: Sequence[str], by: str, reason: str = "") -> str:
    """Decide that the disputes are one. UnknownDispute."""
    members = _members(driver, disputes)
    joined = [(incident, 0) for dispute in disputes for incident in members[dispute]]
    return record(driver, "dispute", "merge", joined, by=by, reason=reason)


def split(driver: Driver, dispute: str, leaving: Iterable[str], by: str, reason: str = "") -> str:
    """Decide that the ``leaving`` incidents of a dispute are another matter. UnknownDispute, ValueError."""
    members = set(_members(driver, [dispute])[dispute])
    gone = set(leaving)
    if not gone or not gone < members:
        raise ValueError(f"{dispute}: a split takes some of its incidents, not none and not all")
    return part(driver, gone, members - gone, by, reason)


def undo(driver: Driver, decision: str, by: str) -> list[str]:
    """Undo a decision; returns the incidents to settle anew, none when it was undone already or never made."""
    at = datetime.now(UTC).isoformat()
    records = driver.execute_query(
        CYPHER["undo"], id=decision, by=by, at=at, database_=settings.read("NEO4J_DATABASE")
    ).records
    return sorted(record["id"] for record in records)


def undo_or_refuse(driver: Driver, decision: str, by: str) -> list[str]:
    """Undo a decision; returns the incidents to settle anew. UnknownDecision."""
    records = driver.execute_query(CYPHER["state"], id=decision, database_=settings.read("NEO4J_DATABASE")).records
    if not records:
        raise UnknownDecision(f"no decision {decision}")
    if records[0]["undone"]:
        raise UnknownDecision(f"decision {decision} was undone before")
    return undo(driver, decision, by)


def named(driver: Driver, decision: str) -> list[str]:
    """The incidents that a decision names; none for an unknown one."""
    records = driver.execute_query(CYPHER["named"], id=decision, database_=settings.read("NEO4J_DATABASE")).records
    return sorted(record["id"] for record in records)


def history(driver: Driver) -> list[dict[str, Any]]:
    """Every decision with what became of it, the latest first."""
    found = driver.execute_query(CYPHER["history"], database_=settings.read("NEO4J_DATABASE"), routing_="r")
    return [record.data() for record in found.records]


def active(driver: Driver, incidents: Sequence[str] | None = None, about: Subject = "dispute") -> list[Decision]:
    """Decisions about ``about`` in force, oldest first: all, or those that touch any of ``incidents``."""
    name = "all_active" if incidents is None else "active_on"
    records = driver.execute_query(
        CYPHER[name], ids=list(incidents or ()), about=about, database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    decisions = []
    for r in records:
        sides = [frozenset(i for i, side in r["members"] if side == wanted) for wanted in (0, 1, 2)]
        decisions.append(Decision(r["id"], r["action"], r["by"], r["at"], *sides))
    return decisions


def constraints(decisions: Iterable[Decision]) -> Constraints:
    """What the decisions ask of grouping, contradictions resolved for the newer one. Cost: members squared."""
    block_of: dict[str, set[str]] = {}
    enemies: dict[str, set[str]] = {}
    decided: dict[str, str] = {}
    for decision in sorted(decisions, key=lambda d: (d.at_ms, d.id), reverse=True):
        for incident in decision.joined | decision.left | decision.right:
            decided.setdefault(incident, decision.by)
        for incident in sorted(decision.joined):
            _join(incident, sorted(decision.joined), block_of, enemies)
        for one in decision.left:
            for other in decision.right:
                if other not in block_of.get(one, ()):
                    enemies.setdefault(one, set()).add(other)
                    enemies.setdefault(other, set()).add(one)
    blocks = {frozenset(block) for block in block_of.values() if len(block) > 1}
    pairs = {(min(a, b), max(a, b)) for a, others in enemies.items() for b in others}
    return Constraints(
        together=tuple(sorted(blocks, key=sorted)),
        apart=tuple((frozenset({a}), frozenset({b})) for a, b in sorted(pairs)),
        decided_by=tuple(sorted(decided.items())),
    )


def _join(incident: str, joined: list[str], block_of: dict[str, set[str]], enemies: dict[str, set[str]]) -> None:
    """Put the incident into the first block of those joined with it that holds no enemy of its own block."""
    own = block_of.setdefault(incident, {incident})
    hostile = set().union(*(enemies.get(member, ()) for member in own))
    for other in joined:
        block = block_of.get(other)
        if block is None or block is own or hostile & block:
            continue
        block |= own
        for member in own:
            block_of[member] = block
        return


def record(
    driver: Driver, about: Subject, action: str, members: Iterable[tuple[str, int]], *, by: str, reason: str
) -> str:
    """Keep a decision; returns its id. ``members`` are (incident, side): 0 joined, 1 left, 2 right. UnknownIncident."""
    rows = [{"id": incident, "side": side} for incident, side in sorted(set(members))]
    decision = uuid4().hex
    at = datetime.now(UTC).isoformat()
    with opened(driver) as session, session.begin_transaction() as tx:
        result = tx.run(
            CYPHER["record"], id=decision, about=about, action=action, by=by, reason=reason, at=at, rows=rows
        )
        found = result.single(strict=True)["incidents"]
        if found != len(rows):
            tx.rollback()
            raise UnknownIncident(f"{len(rows) - found} of {len(rows)} incidents are not in the graph")
        tx.commit()
    return decision


def _members(driver: Driver, disputes: Sequence[str]) -> dict[str, list[str]]:
    records = driver.execute_query(
        CYPHER["members"], disputes=list(disputes), database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    members = {record["dispute"]: sorted(record["incidents"]) for record in records}
    missing = sorted(set(disputes) - set(members))
    if missing:
        raise UnknownDispute(f"no such dispute with incidents: {', '.join(missing)}")
    return members

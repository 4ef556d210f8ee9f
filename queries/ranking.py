"""The repeat disputes in order of risk, each with its widest pattern and why its calls belong together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import neo4j

from queries.patterns import Repeat, repeats
from queries.running import run

_COLUMNS = ("dispute_id", "title", "kind", "place", "risk", "level", "incidents", "callers", "first_at", "last_at")
#: Disputes in which repeats are looked for with one question: first of so many for each that is wanted, because nearly
#: every dispute of high risk meets a rule; then in the others.
_FIRST = 3
_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class RankedDispute:
    """One line of the ranked list. ``reasons`` are codes with weights, the most frequent first."""

    dispute_id: str
    title: str
    kind: str
    place: str
    risk: float
    level: str
    incidents: int
    callers: int
    first_at: datetime
    last_at: datetime
    repeats: tuple[Repeat, ...]
    reasons: tuple[str, ...]
    risk_reasons: tuple[str, ...]


def ranked_repeats(driver: neo4j.Driver, limit: int) -> list[RankedDispute]:
    """The ``limit`` disputes of highest risk among those that meet a repeat rule.

    Cost: the engine looks at every dispute's size and risk; repeats are looked for in some disputes at a time, until
    enough are found.
    """
    ranked: list[RankedDispute] = []
    for rows in _by_risk(driver, _FIRST * limit):
        found: dict[str, list[Repeat]] = defaultdict(list)
        for repeat in repeats(driver, disputes=[row["dispute_id"] for row in rows]):
            found[repeat.dispute_id].append(repeat)
        meeting = [row for row in rows if row["dispute_id"] in found]
        ranked += [_ranked(driver, row, found[row["dispute_id"]]) for row in meeting[: limit - len(ranked)]]
        if len(ranked) == limit:
            break
    return ranked


def _by_risk(driver: neo4j.Driver, first: int) -> Iterator[list[dict[str, Any]]]:
    """All disputes by falling risk, the ``first`` ones together and the others, when they are asked for, in lots."""
    top = run(driver, "disputes", limit=first).records()
    yield top
    if len(top) < first:
        return
    shown = {row["dispute_id"] for row in top}
    others = [row for row in run(driver, "disputes").records() if row["dispute_id"] not in shown]
    for start in range(0, len(others), _AT_ONCE):
        yield others[start : start + _AT_ONCE]


def _ranked(driver: neo4j.Driver, row: dict[str, Any], found: list[Repeat]) -> RankedDispute:
    return RankedDispute(
        **{column: row[column] for column in _COLUMNS},
        repeats=tuple(found),
        reasons=_reasons(driver, row["dispute_id"]),
        risk_reasons=tuple(row["risk_reasons"]),
    )


def _reasons(driver: neo4j.Driver, dispute: str) -> tuple[str, ...]:
    """The strongest reason of each code over the dispute's calls, by how many calls give it."""
    given: dict[str, list[float]] = defaultdict(list)
    for row in run(driver, "dispute_incidents", dispute=dispute).records():
        for reason in row["reasons"] or ():
            code, _, weight = reason.partition(":")
            if float(weight) > 0:
                given[code].append(float(weight))
    ordered = sorted(given, key=lambda code: (-sum(given[code]), code))
    return tuple(f"{code}:{max(given[code]):+.1f}" for code in ordered[:4])

"""The repeat disputes in order of risk, each with its widest pattern and why its calls belong together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

import neo4j

from queries.patterns import Repeat, repeats
from queries.running import run


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
    """The ``limit`` disputes of highest risk among those that meet a repeat rule."""
    found: dict[str, list[Repeat]] = defaultdict(list)
    for repeat in repeats(driver):
        found[repeat.dispute_id].append(repeat)
    columns = ("title", "kind", "place", "risk", "level", "incidents", "callers", "first_at", "last_at")
    ranked = (row for row in run(driver, "disputes").records() if row["dispute_id"] in found)
    return [
        RankedDispute(
            dispute_id=row["dispute_id"],
            **{column: row[column] for column in columns},
            repeats=tuple(found[row["dispute_id"]]),
            reasons=_reasons(driver, row["dispute_id"]),
            risk_reasons=tuple(row["risk_reasons"]),
        )
        for row in islice(ranked, limit)
    ]


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

"""What ties people, numbers, places and disputes together, as the graph has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
from neo4j import Driver

from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_name("communities.cypher"))
#: A place that is as wide as this ties nobody to anybody; one that is a house ties its rooms.
COARSE = ("city", "district", "street", "road", "village")
HOUSES = ("building", "unit", "floor")
#: A tie through a single call, or through the house around a room, says less than one to a dispute.
_FULL, _FAINT = 1.0, 0.5

#: Two names of nodes ('Label:key', the smaller first) and how much the tie counts.
Tie = tuple[str, str, float]


@dataclass(frozen=True, slots=True)
class Matter:
    """What is to be said of a dispute: risk 0..1 with its level, calls, first and last second, units that see it."""

    risk: float
    level: str
    calls: int
    first_s: int
    last_s: int
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ties:
    """All ties, in a fixed order, the disputes by name, and who of the people called."""

    ties: list[Tie]
    matters: dict[str, Matter]
    callers: frozenset[str]


def read(driver: Driver) -> Ties:
    """Everything that ties somebody or something to a dispute, a number or a place."""
    found: dict[tuple[str, str], float] = {}
    matters: dict[str, Matter] = {}
    callers: set[str] = set()
    for row in asked(driver, "matters", coarse=list(COARSE)):
        dispute = f"Dispute:{row['id']}"
        matters[dispute] = _matter(row)
        called = [f"Person:{key}" for key in row["callers"]]
        callers.update(called)
        people = [*called, *(f"Person:{key}" for key in row["parties"])]
        for name in (*people, *(f"Location:{key}" for key in row["places"])):
            _tie(found, dispute, name, _FULL)
    for row in asked(driver, "numbers"):
        callers.add(f"Person:{row['caller']}")
        _tie(found, f"Phone:{row['number']}", f"Person:{row['caller']}", _FULL)
    for row in asked(driver, "alone", coarse=list(COARSE)):
        callers.add(f"Person:{row['caller']}")
        _tie(found, f"Person:{row['caller']}", f"Location:{row['place']}", _FAINT)
    for row in asked(driver, "rooms", houses=list(HOUSES)):
        _tie(found, f"Location:{row['inner']}", f"Location:{row['outer']}", _FAINT)
    return Ties(_telling(found), matters, frozenset(callers))


def _telling(found: dict[tuple[str, str], float]) -> list[Tie]:
    """The ties in order, without faint ones to somebody or something that nothing else ties: those tell nothing."""
    degrees = Counter(name for pair in found for name in pair)
    return sorted(
        (one, other, weight)
        for (one, other), weight in found.items()
        if weight == _FULL or min(degrees[one], degrees[other]) > 1
    )


def asked(driver: Driver, name: str, **parameters: Any) -> Iterator[neo4j.Record]:
    """The rows of one of the statements beside."""
    with (
        opened(driver, default_access_mode=neo4j.READ_ACCESS, fetch_size=5_000) as session,
        session.begin_transaction() as transaction,
    ):
        yield from transaction.run(CYPHER[name], **parameters)


def _matter(row: neo4j.Record) -> Matter:
    units = {*row["handled_by"], *([row["unit"]] if row["unit"] else [])}
    return Matter(
        row["risk"] or 0.0,
        row["level"] or "low",
        row["calls"],
        row["first_s"],
        row["last_s"],
        tuple(sorted(units)),
    )


def _tie(found: dict[tuple[str, str], float], one: str, other: str, weight: float) -> None:
    pair = (one, other) if one < other else (other, one)
    found[pair] = max(weight, found.get(pair, 0.0))

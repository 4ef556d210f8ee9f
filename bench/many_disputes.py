"""A graph with many made-up disputes, as screening would leave them, written straight: no call is read or compared."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from neo4j import Driver

from graph.session import opened
from ingest.extract.kinds import NAMES

_AT_ONCE = 5_000
_UNITS = 60
_START = datetime(2025, 10, 1, tzinfo=UTC)
_LEVELS = ((0.75, "critical"), (0.5, "high"), (0.25, "medium"), (0.0, "low"))

_WRITE = """
UNWIND $rows AS r
CREATE (d:Dispute {id: r.id, title: r.title, kind: r.kind, status: 'suggested', risk: r.risk, level: r.level,
  risk_reasons: ['repeats|value=3'], first_at: r.first_at, last_at: r.last_at, unit: r.unit, place: r.place,
  incidents: size(r.calls), escalated: false})
WITH d, r
MATCH (u:Unit {key: r.unit})
CREATE (u)-[:RESPONSIBLE_FOR]->(d)
WITH d, r, u
UNWIND r.callers AS caller
CREATE (c:Person:Caller {key: caller.phone, name: caller.name})-[:PARTY_TO {side: 'caller'}]->(d)
WITH d, r, u, c
UNWIND [call IN r.calls WHERE call.phone = c.key] AS call
CREATE (i:Incident {id: call.id, reported_at: call.at, phone: call.phone, caller_name: c.name, address: r.place,
  content: r.title, unit: r.unit, danger: 0})
CREATE (i)-[:ABOUT {score: 2.0, reasons: ['place:+2.0']}]->(d)
CREATE (i)-[:HANDLED_BY]->(u)
CREATE (c)-[:REPORTED]->(i)
"""


def write_disputes(driver: Driver, count: int, seed: int) -> None:
    """Write ``count`` disputes of two to nine calls each into an empty graph with its constraints."""
    dice = random.Random(seed)
    with opened(driver) as session:
        session.run(
            "UNWIND range(1, $units) AS n CREATE (:Unit {key: '第' + n + '派出所', name: '第' + n + '派出所'})",
            units=_UNITS,
        ).consume()
        for start in range(0, count, _AT_ONCE):
            rows = list(_disputes(dice, range(start, min(start + _AT_ONCE, count))))
            session.run(_WRITE, rows=rows).consume()


def _disputes(dice: random.Random, numbers: range) -> Iterator[dict[str, Any]]:
    kinds = list(NAMES.values())
    for number in numbers:
        first = _START + timedelta(minutes=dice.randrange(500_000))
        times = sorted(first + timedelta(minutes=dice.randrange(40_000)) for _ in range(min(9, 2 + _few(dice))))
        risk, kind = round(dice.betavariate(2, 5), 4), dice.choice(kinds)
        place = f"安居小区{number % 977}栋{number % 31}室"
        phones = [f"139{2 * number + n:08d}" for n in range(2)]
        yield {
            "id": f"D-B{number:07d}",
            "title": f"{place} {kind}",
            "kind": kind,
            "risk": risk,
            "level": next(level for least, level in _LEVELS if risk >= least),
            "first_at": times[0],
            "last_at": times[-1],
            "unit": f"第{dice.randrange(_UNITS) + 1}派出所",
            "place": place,
            "callers": [{"phone": phone, "name": f"赵{phone[-3:]}"} for phone in phones],
            "calls": [
                {"id": f"B{number:07d}-{n}", "at": at, "phone": dice.choice(phones)} for n, at in enumerate(times)
            ],
        }


def _few(dice: random.Random) -> int:
    """0, 1, 2 …, each half as likely as the one before."""
    count = 0
    while dice.random() < 0.5:
        count += 1
    return count

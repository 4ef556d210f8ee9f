"""A briefing about somebody who calls all the time costs what its latest calls cost."""

from __future__ import annotations

from typing import Any

from neo4j import Driver

import queries

CALLS, LOOKED_AT = 900, 50
OFTEN = """
UNWIND range(1, $calls) AS n
CREATE (i:Incident {id: 'often' + n, from_phone: '13800000001', caller_key: 'often', reported_s: n,
  reported_at: datetime({epochSeconds: n})})
MERGE (c:Person {key: 'often'}) SET c:Caller
MERGE (p:Phone {number: '13800000001'})
MERGE (c)-[:USES]->(p)
CREATE (c)-[:REPORTED]->(i), (p)-[:REPORTED]->(i)
"""


def test_of_many_calls_only_the_latest_are_read(graph: Driver) -> None:
    graph.execute_query(OFTEN, calls=CALLS)
    graph.execute_query("CALL db.resampleOutdatedIndexes()")
    given = {"phone": "13800000001", "place": None, "units": None, "agency": None, "limit": LOOKED_AT, "told": 20}
    profiled = graph.execute_query("PROFILE " + queries.find("briefing_calls").cypher, given)
    assert sum(record["calls"] for record in profiled.records) == LOOKED_AT
    assert profiled.summary.profile
    assert max(rows(profiled.summary.profile)) <= 2 * LOOKED_AT + 2


def rows(step: dict[str, Any]) -> list[int]:
    """How many rows each step of the plan had."""
    return [step["rows"], *(count for child in step.get("children", ()) for count in rows(child))]

"""What holds after every test of this room that wrote to the graph."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from neo4j import Driver

_TOLD_OTHERWISE = """
MATCH (i:Incident)
OPTIONAL MATCH (c:Caller)-[:REPORTED]->(i)
OPTIONAL MATCH (p:Phone)-[:REPORTED]->(i)
WITH i, c, p
WHERE coalesce(c.key, '') <> coalesce(i.caller_key, '') OR coalesce(p.number, '') <> coalesce(i.from_phone, '')
RETURN i.id AS id, c.key AS caller, i.caller_key AS caller_key, p.number AS number, i.from_phone AS from_phone
"""


@pytest.fixture(autouse=True)
def _a_call_tells_its_caller_and_number_as_its_relationships_do(request: pytest.FixtureRequest) -> Iterator[None]:
    """A call keeps both once more, to be found by; whatever wrote it, they agree."""
    graph: Driver | None = request.getfixturevalue("graph") if "graph" in request.fixturenames else None
    yield
    if graph:
        assert [record.data() for record in graph.execute_query(_TOLD_OTHERWISE).records] == []

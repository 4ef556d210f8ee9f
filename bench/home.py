"""The bench's graph, empty."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from neo4j import Driver

from graph import connection, schema
from graph.session import opened
from ingest.settle.memory import remembered

_EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


@contextmanager
def emptied_graph() -> Iterator[Driver]:
    """The bench's graph with nothing in it but the constraints and indexes, and nothing remembered beside it."""
    remembered().clear()
    with connection.connect() as driver:
        with opened(driver) as session:
            session.run(_EMPTY).consume()
        schema.apply(driver)
        yield driver

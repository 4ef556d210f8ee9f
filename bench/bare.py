"""The floor: the same nodes and relationships written by plain UNWIND, with nothing understood.

What the graph holds after the whole run is copied out, the graph is emptied, and the copy is written back in
batches of 5,000: nodes with their properties, then relationships between nodes found by their keys. The
constraints are in place, the other indexes (words, times) are not. Only the writing is measured.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from neo4j import Driver

from bench.home import emptied_graph
from bench.measure import Meter, Stage
from graph import connection, schema, settings
from graph.session import opened

BATCH = 5_000
_KEYS = {node.label: node.key for node in schema.NODES}
_OTHER_INDEXES = (
    "SHOW INDEXES YIELD name, type, owningConstraint WHERE owningConstraint IS NULL AND type <> 'LOOKUP' RETURN name"
)

Rows = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Bare:
    """How many nodes and relationships, and what writing them took."""

    nodes: int
    relationships: int
    stage: Stage


def bare_unwind(copy: Path) -> Bare:
    """Copy the graph to the file ``copy``, empty it, write it back."""
    with connection.connect() as driver:
        nodes, relationships = _copy_out(driver, copy)
    with emptied_graph() as driver:
        _drop_other_indexes(driver)
        meter = Meter(with_engine=True)
        with copy.open("rb") as file, meter.stage("bare UNWIND"):
            for cypher, rows in _load(file):
                driver.execute_query(cypher, rows=rows, database_=settings.read("NEO4J_DATABASE"))
    copy.unlink()
    return Bare(nodes, relationships, meter.stages[0])


def _copy_out(driver: Driver, copy: Path) -> tuple[int, int]:
    with copy.open("wb") as file:
        nodes = sum(_dump(driver, file, *statements) for statements in _node_statements())
        relationships = sum(_dump(driver, file, *statements) for statements in _relationship_statements())
    return nodes, relationships


def _node_statements() -> Iterator[tuple[str, str]]:
    """For every label, how to read its nodes and how to write them."""
    for node in schema.NODES:
        labels = ":".join((node.label, *node.extra_labels))
        count = 1 + len(node.extra_labels)
        read = f"MATCH (n:{labels}) WHERE size(labels(n)) = {count} RETURN properties(n) AS properties"
        yield read, f"UNWIND $rows AS r CREATE (n:{labels}) SET n = r.properties"


def _relationship_statements() -> Iterator[tuple[str, str]]:
    for rel in schema.RELATIONSHIPS:
        start, end = _KEYS[rel.start], _KEYS[rel.end]
        read = (
            f"MATCH (a:{rel.start})-[r:{rel.type}]->(b:{rel.end}) "
            f"RETURN a.{start} AS start, b.{end} AS end, properties(r) AS properties"
        )
        write = (
            f"UNWIND $rows AS r MATCH (a:{rel.start} {{{start}: r.start}}) MATCH (b:{rel.end} {{{end}: r.end}}) "
            f"CREATE (a)-[x:{rel.type}]->(b) SET x = r.properties"
        )
        yield read, write


def _dump(driver: Driver, file: IO[bytes], read: str, write: str) -> int:
    total = 0
    with opened(driver, fetch_size=BATCH) as session:
        records = iter(session.run(read))
        while rows := [record.data() for record in islice(records, BATCH)]:
            pickle.dump((write, rows), file)
            total += len(rows)
    return total


def _load(file: IO[bytes]) -> Iterator[tuple[str, Rows]]:
    while True:
        try:
            yield pickle.load(file)
        except EOFError:
            return


def _drop_other_indexes(driver: Driver) -> None:
    for record in driver.execute_query(_OTHER_INDEXES, database_=settings.read("NEO4J_DATABASE")).records:
        driver.execute_query(f"DROP INDEX {record['name']}", database_=settings.read("NEO4J_DATABASE"))

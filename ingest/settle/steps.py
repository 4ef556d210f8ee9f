"""Steps: tokens in the graph by which the memory beside it is known to be current or stale."""

from __future__ import annotations

from uuid import uuid4

from neo4j import Driver, ManagedTransaction

from graph import settings
from ingest.settle.memory import Step
from ingest.settle.standing import CYPHER, query


def new_token() -> str:
    """A token that no graph and no memory has seen."""
    return uuid4().hex


def step_of(driver: Driver) -> Step:
    """The step that the graph is at; empty tokens for a graph that nothing was written to."""
    for record in query(driver, "step_of"):
        return Step(record["records"] or "", record["findings"] or "")
    return Step()


def write_step(tx: ManagedTransaction, *, records: str | None = None, findings: str | None = None) -> None:
    """Say in the transaction that writes records or findings that the graph is a step further."""
    tx.run(CYPHER["step"], records=records, findings=findings).consume()


def step_further(driver: Driver, *, records: str | None = None, findings: str | None = None) -> None:
    """The same in a transaction of its own."""
    driver.execute_query(CYPHER["step"], records=records, findings=findings, database_=settings.read("NEO4J_DATABASE"))

"""To which units a directive was sent."""

from __future__ import annotations

from pathlib import Path

from neo4j import Driver

from graph import settings
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))


def units(driver: Driver, directive: str) -> list[str]:
    """What the units are called, in order; empty for a directive that there is not, or that went to none."""
    records = driver.execute_query(
        CYPHER["units"], id=directive, database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return [record["unit"] for record in records]

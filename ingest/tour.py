"""The sample that a newcomer finds in an empty graph."""

from __future__ import annotations

from neo4j import Driver

from graph import settings
from ingest import load
from ingest.pipeline import Summary, ingest
from ingest.progress import Watcher
from ingest.reading import open_files
from ingest.sample import generate

_NAME = "sample-"


def wants_sample(driver: Driver) -> bool:
    """Whether the graph is empty, or holds a part of the sample only; it is never mixed with somebody's own records."""
    records = driver.execute_query(
        load.CYPHER["imports"], database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return all(record["name"].startswith(_NAME) and not record["finished"] for record in records)


def holds_sample_only(driver: Driver) -> bool:
    """Whether the graph holds the sample and nobody's own records."""
    records = driver.execute_query(
        load.CYPHER["imports"], database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return bool(records) and all(record["name"].startswith(_NAME) for record in records)


def load_sample(driver: Driver, rows: int, seed: int, watcher: Watcher) -> Summary:
    """Generate the sample under FENGQIAO_HOME and read it like any other file."""
    out = settings.home() / "sample" / f"{_NAME}{rows}-{seed}.csv"
    generate(rows, seed, None, out)
    [(source, mapping)] = open_files([out], None, None)
    return ingest(driver, source, mapping, watcher)

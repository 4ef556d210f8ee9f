"""Small worlds for tests that need a loaded graph: sample files, and a picture of a graph to compare."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from neo4j import Driver
from neo4j.time import DateTime

from graph import settings
from ingest.incident import COLUMNS
from ingest.pipeline import Summary, ingest
from ingest.reading import open_files

#: The wall clock, and the tokens of steps: two runs that end in the same state differ in these.
_CLOCK = {"started_at", "decided_at", "records", "findings"}

_KEYS = (
    "CASE WHEN n:Incident OR n:Dispute OR n:Import OR n:Decision THEN n.id WHEN n:Phone THEN n.number ELSE n.key END"
)


def load_file(driver: Driver, path: Path) -> Summary:
    """Ingest one file as the command does."""
    [(source, mapping)] = open_files([path], None, None)
    return ingest(driver, source, mapping)


def write_rows(path: Path, rows: Sequence[dict[str, str]]) -> Path:
    """A CSV of records by field name, under the default headings."""
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS.values())
        writer.writerows([row.get(field, "") for field in COLUMNS] for row in rows)
    return path


def picture(driver: Driver) -> tuple[set[Any], set[Any]]:
    """Every node and every relationship with its properties but the wall clock, as sets to compare."""
    database = settings.read("NEO4J_DATABASE")
    nodes = driver.execute_query(
        f"MATCH (n) RETURN labels(n) AS labels, {_KEYS} AS key, properties(n) AS p", database_=database
    ).records
    links = driver.execute_query(
        f"MATCH (n)-[r]->(m) WITH n, r, m, {_KEYS} AS start "
        f"WITH start, r, m AS n RETURN start, type(r) AS type, {_KEYS} AS end, properties(r) AS p",
        database_=database,
    ).records
    return (
        {(tuple(sorted(r["labels"])), r["key"], _frozen(r["p"])) for r in nodes},
        {(r["start"], r["type"], r["end"], _frozen(r["p"])) for r in links},
    )


def _frozen(properties: dict[str, Any]) -> tuple[tuple[str, Any], ...]:
    return tuple(sorted((name, _value(value)) for name, value in properties.items() if name not in _CLOCK))


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(value)
    return value.iso_format() if isinstance(value, DateTime) else value


def groups(driver: Driver) -> set[frozenset[str]]:
    """The incidents of each dispute."""
    records = driver.execute_query(
        "MATCH (i:Incident)-[:ABOUT]->(d:Dispute) RETURN d.id AS id, collect(i.id) AS members",
        database_=settings.read("NEO4J_DATABASE"),
    ).records
    return {frozenset(record["members"]) for record in records}

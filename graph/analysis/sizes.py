"""How much the graph holds: nodes of each label and relationships of each type, as the engine keeps count of them."""

from __future__ import annotations

from dataclasses import dataclass

from neo4j import READ_ACCESS, Driver

from graph.schema import NODES, RELATIONSHIPS
from graph.session import opened


@dataclass(frozen=True, slots=True)
class Sizes:
    """Label -> nodes, type -> relationships, in the order of the schema."""

    nodes: dict[str, int]
    relationships: dict[str, int]


def sizes(driver: Driver) -> Sizes:
    """All of them. Cost: none that depends on the size."""
    types = dict.fromkeys(relationship.type for relationship in RELATIONSHIPS)
    nodes = [f"MATCH (n:{node.label}) RETURN '{node.label}' AS name, count(n) AS count" for node in NODES]
    links = [f"MATCH ()-[r:{name}]->() RETURN '{name}' AS name, count(r) AS count" for name in types]
    with opened(driver, default_access_mode=READ_ACCESS) as session:
        found = [
            {record["name"]: record["count"] for record in session.run("\nUNION ALL\n".join(parts))}
            for parts in (nodes, links)
        ]
    # A label that the engine has not met yet has no row.
    return Sizes({node.label: 0 for node in NODES} | found[0], dict.fromkeys(types, 0) | found[1])

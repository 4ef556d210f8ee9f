"""What a directive can be about, and to whom it can go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from neo4j import Driver

from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: Disputes that one directive can be about.
MOST = 40


def disputes_around(driver: Driver, node_ids: Sequence[str]) -> list[str]:
    """Ids of the disputes that these things are, or that their calls are about; the gravest first, ``MOST`` at most.

    ``node_ids`` are the engine's own; a unit's disputes are those that it answers for. Whose they are
    to see is not asked here. Cost: their calls, at most 2,000 each.
    """
    with opened(driver) as session:
        given = {"nodes": list(node_ids), "limit": MOST}
        return session.execute_read(lambda tx: [row["id"] for row in tx.run(CYPHER["disputes_around"], given)])


def units_of(driver: Driver, disputes: Sequence[str]) -> list[str]:
    """Keys of the units that answer for the disputes, or handled their calls; those with most of them first."""
    with opened(driver) as session:
        given = {"disputes": list(disputes)}
        return session.execute_read(lambda tx: [row["key"] for row in tx.run(CYPHER["units_of"], given)])

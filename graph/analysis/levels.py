"""Levels of risk by the thresholds in force: what is stored in the disputes is brought into line with them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from neo4j import Driver

from graph import thresholds
from graph.one_writer import one_writer
from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))


def relevel(driver: Driver, say: Callable[[str], None] = lambda _: None, wait_s: float | None = None) -> int:
    """Give every dispute the level of its risk; returns how many had another. WriterBusy after ``wait_s``.

    Screening does the same, as it goes over every dispute.
    """
    held = thresholds.in_force()
    with one_writer(say, wait_s), opened(driver) as session:
        asked = {name: held[name] for name in ("medium", "high", "critical")}
        return int(session.run(CYPHER["relevel"], asked).single(strict=True)["changed"])

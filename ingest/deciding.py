"""A person decides, and the graph obeys at once: the decision is kept and its neighbourhood settled, as one writer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from neo4j import Driver

from graph.casework.decisions import named, undo_or_refuse
from graph.casework.disputes import keep_states
from graph.one_writer import one_writer
from ingest.settle import settle_some

Report = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Decided:
    """The decision's id, and how many incidents it names."""

    id: str
    incidents: int


def decide(
    driver: Driver, make: Callable[[], str], report: Report = lambda _: None, wait_s: float | None = None
) -> Decided:
    """Keep the decision that ``make`` records (its id is returned) and settle what it names.

    The incidents are marked until they are settled, so that a killed run is gone on with by the next import.
    ``wait_s`` is how long another import, screening or decision is waited for; then WriterBusy, with nothing done.
    """
    with one_writer(report, wait_s):
        decision = make()
        incidents = named(driver, decision)
        settle_some(driver, incidents, report)
        keep_states(driver, incidents)
    return Decided(decision, len(incidents))


def undecide(
    driver: Driver, decision: str, by: str, report: Report = lambda _: None, wait_s: float | None = None
) -> Decided:
    """Undo a decision and settle what it named, as if it had not been made. UnknownDecision, else as ``decide``."""
    with one_writer(report, wait_s):
        incidents = undo_or_refuse(driver, decision, by)
        settle_some(driver, incidents, report)
        keep_states(driver, incidents)
    return Decided(decision, len(incidents))

"""What settling a few calls asks the graph: what people decided, and what the disputes are like now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from neo4j import Driver

from graph.casework.decisions import Decision, Subject, active
from ingest.settle.memory import Step
from ingest.settle.standing import query
from ingest.settle.writing import Hope, Row

#: The decisions in force about a subject that name any of the incidents.
DecisionsOn = Callable[[Sequence[str], Subject], Sequence[Decision]]


class Asking(Protocol):
    """Answers from the graph."""

    def decisions_on(self, incidents: Sequence[str], about: Subject) -> Sequence[Decision]:
        """The decisions in force about ``about`` that name any of the incidents."""

    def states(self, disputes: Sequence[str], looked_at: Collection[str]) -> dict[str, Row] | None:
        """The disputes as the graph holds them, None for as settling left them.

        ``looked_at`` are all incidents that settling took into account.
        """


class Thorough:
    """Asks whenever there is a question."""

    def __init__(self, driver: Driver) -> None:
        self._driver = driver

    def decisions_on(self, incidents: Sequence[str], about: Subject) -> Sequence[Decision]:
        """From the graph."""
        return active(self._driver, incidents, about)

    def states(self, disputes: Sequence[str], looked_at: Collection[str]) -> dict[str, Row]:  # noqa: ARG002
        """From the graph."""
        return states_of(self._driver, disputes)


class Hopeful:
    """Asks nothing: takes it that nobody decided about the calls and that the memory is current.

    ``hope`` is what has to hold for that when the graph is written to.
    """

    def __init__(self, step: Step) -> None:
        self.hope = Hope(step.records, step.findings, ())

    def decisions_on(self, _incidents: Sequence[str], _about: Subject) -> Sequence[Decision]:
        """None."""
        return ()

    def states(self, _disputes: Sequence[str], looked_at: Collection[str]) -> None:
        """As settling left them."""
        self.hope = self.hope._replace(ids=tuple(sorted(looked_at)))


def states_of(driver: Driver, disputes: Sequence[str]) -> dict[str, Row]:
    """The disputes with these ids as the graph holds them."""
    if not disputes:
        return {}
    return {record["id"]: dict(record) for record in query(driver, "dispute_states", ids=list(disputes))}

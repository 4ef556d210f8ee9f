"""What settling a few calls asks the graph: what people decided, and what the disputes are like now."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Protocol

from neo4j import READ_ACCESS, Driver

from graph.casework.decisions import Decision, Subject, active
from graph.session import opened
from ingest.settle.memory import Step
from ingest.settle.standing import CYPHER, query
from ingest.settle.writing import Row

#: The decisions in force about a subject that name any of the incidents.
DecisionsOn = Callable[[Sequence[str], Subject], Sequence[Decision]]


class Asking(Protocol):
    """Answers from the graph."""

    def decisions_on(self, incidents: Sequence[str], about: Subject) -> Sequence[Decision]:
        """The decisions in force about ``about`` that name any of the incidents."""

    def states(self, disputes: Sequence[str], looked_at: Collection[str]) -> dict[str, Row]:
        """The disputes as the graph holds them; ``looked_at`` are all incidents that settling took into account."""


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


class UnexpectedError(Exception):
    """The graph is not as a quick settling hoped."""


class Hopeful:
    """Takes it that nobody decided about the calls and that the memory is current, and asks once, at the end."""

    def __init__(self, driver: Driver, step: Step) -> None:
        self._driver, self._step = driver, step

    def decisions_on(self, _incidents: Sequence[str], _about: Subject) -> Sequence[Decision]:
        """None."""
        return ()

    def states(self, disputes: Sequence[str], looked_at: Collection[str]) -> dict[str, Row]:
        """From the graph; UnexpectedError when people did decide, the memory is stale or calls wait to be settled."""
        with opened(self._driver, default_access_mode=READ_ACCESS) as session:
            given = {"ids": sorted(looked_at), "disputes": list(disputes)}
            found = session.run(CYPHER["look"], given=given).single(strict=True)
        step = Step(found["records"] or "", found["findings"] or "")
        if step != self._step or not step.records or not step.findings or found["pending"] or found["decided"]:
            raise UnexpectedError
        return {state["id"]: state for state in found["states"]}


def states_of(driver: Driver, disputes: Sequence[str]) -> dict[str, Row]:
    """The disputes with these ids as the graph holds them."""
    if not disputes:
        return {}
    return {record["id"]: dict(record) for record in query(driver, "dispute_states", ids=list(disputes))}

"""What people decided, as settling asks for it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from neo4j import Driver

from graph.casework.decisions import Decision, Subject, active

#: The decisions in force about a subject that name any of the incidents.
DecisionsOn = Callable[[Sequence[str], Subject], Sequence[Decision]]


def asked_of(driver: Driver) -> DecisionsOn:
    """As the graph holds them."""
    return lambda incidents, about: active(driver, incidents, about)


def none_made(_incidents: Sequence[str], _about: Subject) -> Sequence[Decision]:
    """As if nobody had decided anything: for a first try, when decisions are looked for afterwards."""
    return ()

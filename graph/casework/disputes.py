"""What a person may decide about a dispute that he has looked at: confirm, reject, move, merge, split.

Each takes what he saw. When a call has come or gone since, or somebody else has decided about its calls, nothing is
kept and ``DisputeChanged`` is raised: the second of two people looks again. Call these as the one writer (see
``ingest.deciding``), so that nothing changes between the look and the decision.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from neo4j import Driver

from graph import settings
from graph.casework.decisions import UnknownDispute, record
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))


class DisputeChanged(Exception):
    """The dispute is not what it was when it was looked at."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A dispute as somebody saw it: ``stamp`` is what ``Sight`` had then."""

    dispute: str
    stamp: str


@dataclass(frozen=True, slots=True)
class Sight:
    """A dispute as it is: its calls, and a ``stamp`` that every call that comes or goes and every decision changes."""

    dispute: str
    calls: frozenset[str]
    stamp: str


def sight(driver: Driver, dispute: str) -> Sight:
    """The dispute as it is now. UnknownDispute for one that is not there, has no calls or was merged."""
    records = driver.execute_query(
        CYPHER["sight"], dispute=dispute, database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    if not records or not records[0]["calls"]:
        raise UnknownDispute(f"no such dispute with incidents: {dispute}")
    calls, decisions = sorted(records[0]["calls"]), sorted(records[0]["decisions"])
    stamp = sha256("\0".join([*calls, "", *decisions]).encode()).hexdigest()
    return Sight(dispute, frozenset(calls), stamp[:16])


def as_seen(driver: Driver, seen: Seen) -> frozenset[str]:
    """The dispute's calls, when it is still as it was seen; else DisputeChanged."""
    try:
        now = sight(driver, seen.dispute)
    except UnknownDispute as error:
        raise DisputeChanged(f"{seen.dispute} is no more") from error
    if now.stamp != seen.stamp:
        raise DisputeChanged(f"{seen.dispute} has changed since it was looked at")
    return now.calls


def rest(driver: Driver, seen: Seen, calls: Collection[str]) -> frozenset[str]:
    """The calls that stay; ValueError when the others are none or all of its calls. DisputeChanged."""
    there, gone = as_seen(driver, seen), frozenset(calls)
    if not gone or not gone < there:
        raise ValueError(f"{seen.dispute}: some of its calls are wanted, not none and not all")
    return there - gone


def confirm(driver: Driver, seen: Seen, by: str, reason: str = "") -> str:
    """Decide that all its calls are one matter; returns the decision's id. DisputeChanged."""
    return _record(driver, "confirm", by, reason, joined=as_seen(driver, seen))


def reject(driver: Driver, seen: Seen, calls: Collection[str], by: str, reason: str = "") -> str:
    """Decide that the calls are not the matter of the others; what they are is left open.

    Returns the decision's id. DisputeChanged; ValueError when these are none or all of its calls.
    """
    stay = rest(driver, seen, calls)
    return _record(driver, "reject", by, reason, left=calls, right=stay)


def split(driver: Driver, seen: Seen, calls: Collection[str], by: str, reason: str = "") -> str:
    """Decide that the calls are another matter, which is one. Returns and raises as ``reject``."""
    stay = rest(driver, seen, calls)
    return _record(driver, "split", by, reason, joined=calls, left=calls, right=stay)


def move(driver: Driver, seen: tuple[Seen, Seen], calls: Collection[str], by: str, reason: str = "") -> str:
    """Decide that the calls are not the matter of the first dispute but of the second. As ``reject``."""
    here, other = seen
    stay, there = rest(driver, here, calls), as_seen(driver, other)
    if here.dispute == other.dispute:
        raise ValueError(f"{here.dispute}: a move goes to another dispute")
    return _record(driver, "move", by, reason, joined={*calls, *there}, left=calls, right=stay)


def merge(driver: Driver, seen: Sequence[Seen], by: str, reason: str = "") -> str:
    """Decide that the disputes are one. Returns and raises as ``reject``."""
    if len({one.dispute for one in seen}) < 2:
        raise ValueError("a merge takes two or more disputes")
    joined = {call for one in seen for call in as_seen(driver, one)}
    return _record(driver, "merge", by, reason, joined=joined)


def keep_states(driver: Driver, incidents: Collection[str]) -> None:
    """Bring the state of the disputes that hold these incidents into line with what people confirmed."""
    driver.execute_query(CYPHER["states"], incidents=sorted(incidents), database_=settings.read("NEO4J_DATABASE"))


def _record(
    driver: Driver,
    action: str,
    by: str,
    reason: str,
    *,
    joined: Iterable[str] = (),
    left: Iterable[str] = (),
    right: Iterable[str] = (),
) -> str:
    sides = [(call, side) for side, calls in enumerate((joined, left, right)) for call in calls]
    return record(driver, "dispute", action, sides, by=by, reason=reason)

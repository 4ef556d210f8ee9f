"""People decide who is one person: callers are merged and split, by their incidents, and it can be undone.

Kept, weighed against each other and undone as decisions about disputes are: see ``decisions``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from neo4j import Driver

from graph import settings
from graph.casework.decisions import CYPHER, record


class UnknownCaller(ValueError):
    """A decision names a caller that the graph does not hold, or an incident that is not the caller's."""


def present_key(driver: Driver, key: str) -> str:
    """The key under which the caller with this key, or the one it was merged into, is known now. UnknownCaller."""
    return _members(driver, [key])[key][0]


def callers_of(driver: Driver, incidents: Iterable[str]) -> list[str]:
    """The keys of those who made these calls."""
    records = driver.execute_query(
        CYPHER["callers_of"], ids=sorted(incidents), database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    return [record["key"] for record in records]


def merge_callers(driver: Driver, keys: Sequence[str], by: str, reason: str = "") -> str:
    """Decide that the callers are one person; returns the decision's id. UnknownCaller, ValueError."""
    members = _members(driver, keys)
    if len({present for present, _ in members.values()}) < 2:
        raise ValueError("a merge takes two or more callers; these are one already")
    joined = {incident for _, incidents in members.values() for incident in incidents}
    return record(driver, "caller", "merge", [(incident, 0) for incident in joined], by=by, reason=reason)


def split_caller(driver: Driver, key: str, leaving: Iterable[str], by: str, reason: str = "") -> str:
    """Decide that the ``leaving`` incidents of a caller are another one person's. UnknownCaller, ValueError."""
    present, members = _members(driver, [key])[key]
    gone, stay = set(leaving), set(members) - set(leaving)
    if strange := sorted(gone - set(members)):
        raise UnknownCaller(f"{present} did not make the call {', '.join(strange)}")
    if not gone or not stay:
        raise ValueError(f"{present}: a split takes some of the caller's incidents, not none and not all")
    sides = [(i, side) for i in gone for side in (0, 1)] + [(i, 2) for i in stay]
    return record(driver, "caller", "split", sides, by=by, reason=reason)


def _members(driver: Driver, keys: Sequence[str]) -> dict[str, tuple[str, list[str]]]:
    """Key as given -> the present key and its incidents."""
    records = driver.execute_query(
        CYPHER["callers_members"], callers=sorted(set(keys)), database_=settings.read("NEO4J_DATABASE"), routing_="r"
    ).records
    members = {r["key"]: (r["present"], sorted(r["incidents"])) for r in records}
    if missing := sorted(set(keys) - set(members)):
        raise UnknownCaller(f"no such caller: {', '.join(missing)}")
    return members

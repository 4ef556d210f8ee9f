"""All communities anew: read the ties, group them, find last time's numbers again, write who is in which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from neo4j import Driver, ManagedTransaction

from graph.analysis.communities.clusters import bridges, clusters
from graph.analysis.communities.matching import Gone, Match, match
from graph.analysis.communities.ties import CYPHER, Matter, Ties, asked, read
from graph.session import opened

#: A community ties matters together: one around a single dispute is that dispute.
LEAST_DISPUTES = 2
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class Community:
    """A community in numbers: its members by what they are, what they are about, what became of it."""

    match: Match
    disputes: int
    callers: int
    people: int
    phones: int
    places: int
    calls: int
    risk: float
    level: str
    first_s: int
    last_s: int
    bridges: int
    units: tuple[str, ...]

    @property
    def size(self) -> int:
        """All members."""
        return self.disputes + self.callers + self.people + self.phones + self.places


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a run found: communities by number, what is gone, how much it looked at, how many members changed."""

    communities: list[Community]
    gone: list[Gone]
    ties: int
    hubs: int
    written: int


def renew(driver: Driver, say: Callable[[str], None] = lambda _: None) -> Renewed:
    """Work them out over the whole graph; only members whose community changed are written."""
    say("communities: reading ties")
    ties = read(driver)
    before = {row["name"]: row["community"] for row in asked(driver, "members_before")}
    say("communities: grouping")
    found = clusters(ties.ties)
    groups = [group for group in found.groups if _disputes(group) >= LEAST_DISPUTES]
    matches, gone = match(groups, before)
    within = _within(ties, groups)
    communities = [
        _community(ties, one, group, inside) for one, group, inside in zip(matches, groups, within, strict=True)
    ]
    say("communities: writing")
    now = {name: one.number for one, group in zip(matches, groups, strict=True) for name in group}
    written = _write(driver, before, now)
    communities.sort(key=lambda community: community.match.number)
    return Renewed(communities, gone, len(ties.ties), len(found.hubs), written)


def _disputes(group: Iterable[str]) -> int:
    return sum(name.startswith("Dispute:") for name in group)


def _within(ties: Ties, groups: Sequence[Sequence[str]]) -> list[list[tuple[str, str]]]:
    """The ties inside each group."""
    index = {name: number for number, group in enumerate(groups) for name in group}
    inside: list[list[tuple[str, str]]] = [[] for _ in groups]
    for one, other, _ in ties.ties:
        if (number := index.get(one)) is not None and index.get(other) == number:
            inside[number].append((one, other))
    return inside


def _community(ties: Ties, found: Match, group: Sequence[str], inside: Sequence[tuple[str, str]]) -> Community:
    matters: list[Matter] = [ties.matters[name] for name in group if name in ties.matters]
    gravest = max(matters, key=lambda matter: matter.risk)
    callers = sum(name in ties.callers for name in group)
    return Community(
        found,
        disputes=len(matters),
        callers=callers,
        people=_count(group, "Person:") - callers,
        phones=_count(group, "Phone:"),
        places=_count(group, "Location:"),
        calls=sum(matter.calls for matter in matters),
        risk=gravest.risk,
        level=gravest.level,
        first_s=min(matter.first_s for matter in matters),
        last_s=max(matter.last_s for matter in matters),
        bridges=len(bridges(inside, ties.matters.keys() & set(group))),
        units=tuple(sorted({unit for matter in matters for unit in matter.units})),
    )


def _count(group: Iterable[str], label: str) -> int:
    return sum(name.startswith(label) for name in group)


def _write(driver: Driver, before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """Put in those who are new in a community, take out those who left; how many they are."""
    changed: dict[str, list[dict[str, str | None]]] = defaultdict(list)
    for name in sorted(before.keys() | now.keys()):
        if before.get(name) != now.get(name):
            label, _, key = name.partition(":")
            changed[label].append({"key": key, "community": now.get(name)})
    with opened(driver) as session:
        for label, rows in changed.items():
            for start in range(0, len(rows), _BATCH):
                session.execute_write(_put, label, rows[start : start + _BATCH])
    return sum(map(len, changed.values()))


def _put(transaction: ManagedTransaction, label: str, rows: list[dict[str, str | None]]) -> None:
    transaction.run(CYPHER[f"put_{label}"], rows=rows).consume()

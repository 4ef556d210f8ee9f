"""What a community is made of: its members, the ties among them, who is in the middle and who holds it together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from neo4j import Driver

from graph.analysis.communities import clusters
from graph.analysis.communities.ties import HOUSES, asked


@dataclass(slots=True)
class Inside:
    """One community, its nodes by node_id. ``risks``: of the disputes among them."""

    nodes: list[str] = field(default_factory=list)
    risks: dict[str, float] = field(default_factory=dict)
    ties: list[tuple[str, str]] = field(default_factory=list)

    def degrees(self) -> Counter[str]:
        """How many ties every member has; whoever has most is in the middle."""
        return Counter(node for tie in self.ties for node in tie)

    def bridges(self) -> list[str]:
        """The members without which its disputes would no longer hang together."""
        return clusters.bridges(self.ties, self.risks)

    def only(self, nodes: Iterable[str]) -> Inside:
        """As much of it as is among these nodes: what somebody sees of it who does not see everything."""
        kept = set(nodes)
        return Inside(
            [node for node in self.nodes if node in kept],
            {node: risk for node, risk in self.risks.items() if node in kept},
            [(one, other) for one, other in self.ties if one in kept and other in kept],
        )


def look(driver: Driver, communities: Sequence[str]) -> dict[str, Inside]:
    """What is in each of the communities; an empty one for a number that nothing has."""
    found = {number: Inside() for number in communities}
    for row in asked(driver, "members", communities=list(communities)):
        inside = found[row["community"]]
        inside.nodes.append(row["node_id"])
        if row["dispute"]:
            inside.risks[row["node_id"]] = row["risk"] or 0.0
    for row in asked(driver, "ties", communities=list(communities), houses=list(HOUSES)):
        found[row["community"]].ties.append((row["one"], row["other"]))
    return found


def disputes_of(driver: Driver, community: str) -> list[str]:
    """The ids of its disputes, the gravest first; none for a number that nothing has."""
    return [row["id"] for row in asked(driver, "disputes", community=community)]


def calls_of(driver: Driver, community: str) -> list[str]:
    """The node_ids of the calls about its disputes: what lies between its members in the graph."""
    return [row["node_id"] for row in asked(driver, "calls", community=community)]

"""Groups of nodes with more ties among them than a loose crowd has: Leiden on the constant Potts model.

Traag, Waltman, van Eck: From Louvain to Leiden (2019); Traag, Van Dooren, Nesterov: Narrow scope for resolution-limit-
free community detection (2011). Unlike modularity it judges a group by its own ties alone, so that a year more of
calls elsewhere changes nothing here, and groups keep the size that an officer can look at. Leiden groups are connected.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import graspologic_native
import networkx as nx

from graph.analysis.communities.ties import Tie

#: Least share of all possible ties that a group has: at 0.03 a loose ring of up to about 60 stays together.
DENSITY = 0.03
#: A person, number or place with more neighbours than this is everybody's (a hospital, a switchboard, a station):
#: it is part of no group and ties nobody together.
HUB = 30
SEED = 110


@dataclass(frozen=True, slots=True)
class Clusters:
    """The groups, each sorted, in the order of their first names; and the nodes that are everybody's."""

    groups: list[list[str]]
    hubs: frozenset[str]


def clusters(ties: Sequence[Tie]) -> Clusters:
    """The groups of two or more that the ties make; the same ties make the same groups."""
    hubs = _hubs(ties)
    kept = [tie for tie in ties if tie[0] not in hubs and tie[1] not in hubs]
    if not kept:
        return Clusters([], hubs)
    _, found = graspologic_native.leiden(kept, resolution=DENSITY, use_modularity=False, seed=SEED)
    groups: dict[int, list[str]] = {}
    for name, group in found.items():
        groups.setdefault(group, []).append(name)
    return Clusters(sorted(sorted(group) for group in groups.values() if len(group) > 1), hubs)


def _hubs(ties: Iterable[Tie]) -> frozenset[str]:
    neighbours = Counter(name for one, other, _ in ties for name in (one, other))
    return frozenset(name for name, count in neighbours.items() if count > HUB and not name.startswith("Dispute:"))


def bridges(ties: Iterable[tuple[str, str]], disputes: Iterable[str]) -> list[str]:
    """The nodes without which the disputes of a group would no longer hang together, sorted."""
    group: nx.Graph[str] = nx.Graph(ties)
    matters = set(disputes) & set(group)
    if len(matters) < 2:
        return []
    return sorted(
        name for name in nx.articulation_points(group) if name not in matters and _parts(group, name, matters)
    )


def _parts(group: nx.Graph[str], name: str, matters: set[str]) -> bool:
    """Whether two parts with a dispute each remain when the node is taken out."""
    rest = group.subgraph(set(group) - {name})
    return sum(1 for part in nx.connected_components(rest) if not matters.isdisjoint(part)) > 1

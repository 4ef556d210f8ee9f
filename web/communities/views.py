"""A community as this visitor sees it: the part of it that is visible, and how much is not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import networkx as nx
from flask_babel import gettext as _
from neo4j import Driver

from graph.analysis.communities import Inside, calls_of, look
from graph.analysis.whiteboard import Node, Whiteboard
from graph.export.network import Network, clean
from graph.thresholds import level_of
from web import personal, reading

#: The people of a list that are named.
_CENTRAL = 3


@dataclass(frozen=True)
class Member:
    """Somebody or something of a community: how many ties it has in it, whether it holds it together."""

    node: Node
    name: str
    ties: int
    bridge: bool


@dataclass(frozen=True)
class Seen:
    """What a visitor sees of a community. ``hidden`` members belong to units that he does not see."""

    inside: Inside
    members: list[Member]
    hidden: int

    @property
    def risk(self) -> float:
        """The gravest risk of its visible disputes."""
        return max(self.inside.risks.values(), default=0.0)

    @property
    def level(self) -> str:
        """The level of that risk."""
        return level_of(self.risk)

    @property
    def disputes(self) -> list[Member]:
        """Its disputes, the gravest first."""
        return sorted(self._of("Dispute"), key=lambda one: -self.inside.risks[one.node.node_id])

    @property
    def people(self) -> list[Member]:
        """Who called and who was named, those in the middle first."""
        return self._of("Caller", "Person")

    @property
    def places(self) -> list[Member]:
        """Its places, those in the middle first."""
        return self._of("Location")

    @property
    def phones(self) -> list[Member]:
        """The numbers that several of its callers use."""
        return self._of("Phone")

    @property
    def central(self) -> list[Member]:
        """The people in the middle."""
        return self.people[:_CENTRAL]

    @property
    def bridges(self) -> list[Member]:
        """Who and what holds it together."""
        return [one for one in self.members if one.bridge]

    @property
    def title(self) -> str:
        """What its gravest dispute is called, or ''."""
        return next((one.name for one in self.disputes), "")

    def _of(self, *labels: str) -> list[Member]:
        return [one for one in self.members if one.node.label in labels]


def seen(numbers: Sequence[str]) -> dict[str, Seen]:
    """What the visitor sees of each of the communities; 403 for a partner agency."""
    return reading.whiteboard_and_driver(lambda driver, board: _seen(driver, board, numbers)) if numbers else {}


def calls(number: str) -> list[str]:
    """The node_ids of the calls about the community's disputes that the visitor sees."""
    return reading.whiteboard_and_driver(lambda driver, board: list(board.seen(calls_of(driver, number))))


def _seen(driver: Driver, board: Whiteboard, numbers: Sequence[str]) -> dict[str, Seen]:
    found = look(driver, numbers)
    nodes = board.seen([node for inside in found.values() for node in inside.nodes])
    return {number: _part(inside, nodes) for number, inside in found.items()}


def _part(inside: Inside, nodes: dict[str, Node]) -> Seen:
    part = inside.only(nodes)
    degrees, bridges = part.degrees(), set(part.bridges())
    members = [Member(nodes[node], _name(nodes[node]), degrees[node], node in bridges) for node in part.nodes]
    members.sort(key=lambda one: (-one.ties, one.name, one.node.node_id))
    return Seen(part, members, len(inside.nodes) - len(part.nodes))


def _name(node: Node) -> str:
    column = personal.KEY_COLUMNS.get(node.label, "key")
    [row] = reading.leaving([{column: node.key, "name": node.name}])
    if node.label in ("Caller", "Person"):
        return str(row["name"] or _("No name"))
    return str(row["name"] or row[column]) if node.label != "Phone" else str(row[column])


def drawn(part: Seen) -> Network:
    """What the visitor sees of it as a network to draw; nodes are called by their node_id."""
    network: Network = nx.MultiDiGraph()
    for one in part.members:
        network.add_node(one.node.node_id, type=one.node.label, label=clean(one.name))
    network.add_edges_from(part.inside.ties, label="")
    return network

"""A network as it may leave: every number of a person in names, keys and properties masked as on a page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import networkx as nx

from graph.export.network import Network
from graph.export.selection import Selection
from web.personal import KEY_COLUMNS, veiled


def masked(selection: Selection) -> Selection:
    """The same network with numbers masked; nodes that look the same then are told apart by a number behind them."""
    renamed: dict[str, str] = {}
    taken: set[str] = set()
    network: Network = nx.MultiDiGraph()
    for name, attributes in selection.network.nodes(data=True):
        shown = _attributes(attributes)
        plain = called = f"{shown['type']}:{shown['identity']}"
        again = 1
        while called in taken:
            again += 1
            called = f"{plain} ({again})"
        taken.add(called)
        renamed[name] = called
        network.add_node(called, **shown)
    for start, end, key, attributes in selection.network.edges(keys=True, data=True):
        shown = {own: veiled(value, own) for own, value in attributes.items()}
        network.add_edge(renamed[start], renamed[end], key=key, **shown)
    return Selection(network, {node: renamed[name] for node, name in selection.names.items()}, selection.hidden)


def _attributes(attributes: Mapping[str, Any]) -> dict[str, Any]:
    key = KEY_COLUMNS.get(attributes["type"], "key")
    columns = {"identity": key, "label": key if attributes["label"] == attributes["identity"] else "name"}
    return {own: veiled(value, columns.get(own, own)) for own, value in attributes.items()}

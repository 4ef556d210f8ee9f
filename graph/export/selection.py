"""What is taken out of the graph: chosen nodes or found links, less what may not be seen."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import neo4j
from neo4j import Driver

from graph import settings
from graph.analysis.whiteboard import Whiteboard
from graph.export.network import Link, Network, build, name_of
from graph.session import opened
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
#: Nodes that one transaction looks at.
_AT_ONCE = 2_000


@dataclass(frozen=True)
class Selection:
    """A network to export. ``names``: node_id -> its name there; ``hidden`` nodes may not be seen, or are gone."""

    network: Network
    names: Mapping[str, str]
    hidden: int


def of_nodes(driver: Driver, board: Whiteboard, node_ids: Sequence[str]) -> Selection:
    """The nodes called so that may be seen on the board, with every relationship between two of them."""
    asked = list(dict.fromkeys(node_ids))
    seen = _seen(board, asked)
    return _selection(between(driver, seen), hidden=len(asked) - len(seen))


def between(driver: Driver, node_ids: Sequence[str]) -> list[Link]:
    """The nodes and every relationship between two of them, whoever may see them."""
    nodes = {row[0].element_id: row[0] for part in _parts(node_ids) for row in _ask(driver, "nodes", nodes=part)}
    links: list[Link] = [(node, None, None) for node in nodes.values()]
    chosen = dict.fromkeys(nodes, True)
    for part in _parts(list(nodes)):
        for source, relationship, target in _ask(driver, "between", nodes=part, chosen=chosen):
            links.append((nodes[source], relationship, nodes[target]))
    return links


def of_links(board: Whiteboard, links: Iterable[Sequence[Any]]) -> Selection:
    """Those of the links whose ends may be seen; a node that may be seen stays where its other end may not."""
    found: list[Link] = [(source, relationship, target) for source, relationship, target in links]
    nodes = list(dict.fromkeys(node.element_id for row in found for node in (row[0], row[2]) if node is not None))
    seen = set(_seen(board, nodes))
    kept: list[Link] = []
    for source, relationship, target in found:
        ends = [node for node in (source, target) if node is not None and node.element_id in seen]
        if source in ends and (target is None or target in ends):
            kept.append((source, relationship, target))
        else:
            kept += [(node, None, None) for node in ends]
    return _selection(kept, hidden=len(nodes) - len(seen))


def _selection(links: list[Link], hidden: int) -> Selection:
    names = {node.element_id: name_of(node) for row in links for node in (row[0], row[2]) if node is not None}
    return Selection(build(links), names, hidden)


def _seen(board: Whiteboard, node_ids: Sequence[str]) -> list[str]:
    """Those of the nodes that may be seen, in their order."""
    return [node for part in _parts(node_ids) for node in board.seen(part)]


def _parts(nodes: Sequence[str]) -> Iterator[list[str]]:
    for start in range(0, len(nodes), _AT_ONCE):
        yield list(nodes[start : start + _AT_ONCE])


def _ask(driver: Driver, name: str, **parameters: object) -> list[neo4j.Record]:
    with (
        opened(driver, default_access_mode=neo4j.READ_ACCESS) as session,
        session.begin_transaction(timeout=settings.number("FENGQIAO_QUERY_SECONDS")) as transaction,
    ):
        return list(transaction.run(CYPHER[name], parameters))

"""The network around chosen disputes, as a networkx graph that every format can hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeAlias, cast

import networkx as nx
from neo4j.graph import Node, Relationship

from graph.export.cells import plain
from graph.schema import NODES

Network: TypeAlias = "nx.MultiDiGraph[str]"
#: A relationship between two nodes, or a node alone when the last two are None.
Link = tuple[Node, Relationship | None, Node | None]

#: Machine-made properties that say nothing to a reader of the network.
_LEFT_OUT = {
    *("hash", "past_hashes", "versions", "profile", "reading", "unsettled"),
    *("reported_s", "from_phone", "caller_key"),
}
_NAMES = ("title", "name", "number", "id", "key")
# XML 1.0, section 2.2: these cannot stand in a document, however written. The controls of Unicode's bidirectional
# algorithm can, but turn the order of what is written beside them: a name must not disguise another.
_NOT_IN_XML = "[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_HARMFUL = re.compile(f"{_NOT_IN_XML}|[\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
# A caller is also a person: the label that says more comes first.
_LABELS = sorted(NODES, key=lambda node: -len(node.extra_labels))


def build(links: Iterable[Sequence[Any]]) -> Network:
    """A directed graph of ``links``, each a ``Link``, with text and number attributes only.

    A node is named 'Label:key' and has ``type`` (its label), ``identity`` (its key), ``label`` (what
    to print) and its properties; an edge has ``label`` (its type) and its properties, and a key that
    no other edge has; a relationship that comes twice is one edge. Empty properties are left out, times are
    local, characters that XML cannot hold or that turn the direction of writing become U+FFFD and line
    ends become newlines.
    """
    graph: Network = nx.MultiDiGraph()
    known: set[str] = set()
    for number, (source, relationship, target) in enumerate(cast("Iterable[Link]", links)):
        start = _add_node(graph, source)
        if relationship is not None and target is not None and relationship.element_id not in known:
            known.add(relationship.element_id)
            end = _add_node(graph, target)
            attributes = {"label": relationship.type, **_attributes(relationship)}
            graph.add_edge(start, end, key=f"r{number}", **attributes)
    return graph


def _add_node(graph: Network, node: Node) -> str:
    name = name_of(node)
    if name not in graph:
        label, identity = _identity(node)
        shown = next((node[key] for key in _NAMES if node.get(key)), identity)
        own = {key: value for key, value in _attributes(node).items() if key not in ("id", "key", "number")}
        graph.add_node(name, type=label, identity=identity, **(own | {"label": clean(str(shown))}))
    return name


def name_of(node: Node) -> str:
    """What ``build`` calls the node: 'Label:key'. ValueError for a label that is not of the schema."""
    return ":".join(_identity(node))


def _identity(node: Node) -> tuple[str, str]:
    for declared in _LABELS:
        if declared.label in node.labels:
            return declared.label, clean(str(node[declared.key]))
    raise ValueError(f"a node with labels {sorted(node.labels)} is not of the schema")


def _attributes(entity: Mapping[str, Any]) -> dict[str, str | int | float | bool]:
    attributes: dict[str, str | int | float | bool] = {}
    for key, value in sorted(entity.items()):
        if key in _LEFT_OUT:
            continue
        kept = value if isinstance(value, bool) else plain(value)
        kept = clean(kept) if isinstance(kept, str) else kept
        if kept != "":
            attributes[key] = kept
    return attributes


def clean(text: str) -> str:
    """``text`` as every XML reader gives it back, written in one direction."""
    return _HARMFUL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))

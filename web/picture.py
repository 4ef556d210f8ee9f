"""A picture of the whiteboard as it leaves for the browser: masked, named in the visitor's language, and no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from graph.analysis.picture import Picture
from graph.analysis.whiteboard import Node, Step
from ingest.extract.kinds import NAMES, NAMES_EN
from web import reading
from web.words import language

#: Labels whose number is nobody's, and is what an officer calls them by.
NUMBERED = ("Dispute", "Incident")


def shown(picture: Picture) -> dict[str, Any]:
    """Nodes, links and how many are hidden."""
    return {
        "nodes": things(picture.nodes),
        "links": links(picture.steps),
        "hidden": picture.hidden,
        "looked_at": picture.looked_at,
    }


def things(nodes: Sequence[Node]) -> list[dict[str, Any]]:
    """The nodes as this visitor may see them; ``at`` in seconds since 1970."""
    names = _names(nodes)
    return [
        {
            "id": node.node_id,
            "label": node.label,
            "name": name,
            "number": node.key if node.label in NUMBERED else None,
            "at": int(node.at.timestamp()) if node.at else None,
            "level": node.level,
            "unit": node.unit,
            "risk": node.risk,
            "danger": node.danger,
            "community": node.community,
        }
        for node, name in zip(nodes, names, strict=True)
    ]


def links(steps: Iterable[Step]) -> list[list[str]]:
    """Start, type and end of each relationship, once, whichever way it was walked."""
    found = dict.fromkeys(
        (s.node, s.type, s.other) if s.outgoing else (s.other, s.type, s.node) for s in steps if s.node != s.other
    )
    return [list(link) for link in found]


def called(node: Node) -> str:
    """The node as the audit names it."""
    return f"{node.label}:{node.key}"


def _names(nodes: Sequence[Node]) -> list[str]:
    rows = [{("phone" if node.label == "Phone" else "name"): _name(node)} for node in nodes]
    return [next(iter(row.values())) for row in reading.leaving(rows)]


def _name(node: Node) -> str:
    if node.label == "Incident":
        return incident_kind(node.name or "") or node.key
    if node.label == "Phone":
        return node.key
    return node.name or node.key


def incident_kind(code: str) -> str:
    """The kind of an incident, kept as a code, in the visitor's language; '' for what is no code."""
    return (NAMES if language() == "zh" else NAMES_EN).get(code, "")

"""How the graph's labels and relationships look when they are drawn, and what they are called: the whiteboard's legend.

Every label and type of ``graph.schema`` that is drawn has a line here, and a test compares the two. Colour never says
anything alone: each label has a shape of its own as well.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph.schema import NODES

#: Corners of a shape in a square from -1 to 1, x before y, clockwise from the top; None is a circle.
SHAPES: dict[str, tuple[float, ...] | None] = {
    "circle": None,
    "square": (-0.85, -0.85, 0.85, -0.85, 0.85, 0.85, -0.85, 0.85),
    "diamond": (0, -1, 1, 0, 0, 1, -1, 0),
    "triangle": (0, -0.95, 1, 0.85, -1, 0.85),
    "drop": (-0.85, -0.75, 0, -1, 0.85, -0.75, 0.85, 0, 0, 1, -0.85, 0),
    "hexagon": (-0.5, -0.9, 0.5, -0.9, 1, 0, 0.5, 0.9, -0.5, 0.9, -1, 0),
    "pentagon": (0, -1, 0.95, -0.3, 0.6, 0.85, -0.6, 0.85, -0.95, -0.3),
    "house": (0, -1, 1, -0.2, 0.8, -0.2, 0.8, 0.9, -0.8, 0.9, -0.8, -0.2, -1, -0.2),
    "tall": (-0.55, -1, 0.55, -1, 0.55, 1, -0.55, 1),
    "wide": (-1, -0.6, 1, -0.6, 1, 0.6, -1, 0.6),
    "shield": (-0.85, -0.9, 0.85, -0.9, 0.85, 0.2, 0, 1, -0.85, 0.2),
    "arrow": (-1, -0.65, 0.3, -0.65, 1, 0, 0.3, 0.65, -1, 0.65),
    "slope": (-0.5, -0.75, 1, -0.75, 0.5, 0.75, -1, 0.75),
    "hourglass": (-0.9, -0.9, 0.9, -0.9, 0.25, 0, 0.9, 0.9, -0.9, 0.9, -0.25, 0),
    "bay": (-1, -0.7, 1, -0.7, 0.7, 0.8, -0.7, 0.8),
}


@dataclass(frozen=True, slots=True)
class Look:
    """How things of a label are drawn: a colour that can be told from paper and from night, and a name of SHAPES."""

    title_en: str
    colour: str
    shape: str
    size: int = 26


LOOKS: dict[str, Look] = {
    "Dispute": Look("Dispute", "#8a4a7d", "hexagon", 40),
    "Incident": Look("Incident", "#64788c", "circle", 24),
    "Caller": Look("Caller", "#1f78ad", "pentagon", 30),
    "Person": Look("Person", "#5fa3c9", "drop", 28),
    "Phone": Look("Phone", "#3f8a66", "tall"),
    "Location": Look("Location", "#a9772a", "house", 28),
    "Thing": Look("Thing", "#7c74b0", "square", 24),
    "Officer": Look("Officer", "#4a66a8", "triangle"),
    "Unit": Look("Unit", "#3b5693", "shield", 32),
    "Directive": Look("Directive", "#b0603f", "arrow"),
    "Mediation": Look("Mediation", "#4f8f8f", "hourglass"),
    "Visit": Look("Follow-up visit", "#7f8f3a", "slope"),
    "Diversion": Look("Diversion", "#94713f", "bay"),
    "Agency": Look("Agency", "#6f6a5b", "wide", 30),
}

#: Relationship type -> Chinese, English, read from its start to its end.
SAYINGS: dict[str, tuple[str, str]] = {
    "REPORTED": ("报警", "reported"),
    "USES": ("使用电话", "uses"),
    "AT": ("发生于", "at"),
    "WITHIN": ("位于", "within"),
    "ABOUT": ("同一诉求", "about"),
    "PARTY_TO": ("当事人", "party to"),
    "MENTIONS": ("提及", "mentions"),
    "RESEMBLES": ("相似", "resembles"),
    "HANDLED": ("处警", "handled"),
    "SERVES_IN": ("任职于", "serves in"),
    "HANDLED_BY": ("处警单位", "handled by"),
    "RESPONSIBLE_FOR": ("责任单位", "responsible for"),
    "ON": ("针对", "on"),
    "SENT_TO": ("发往", "sent to"),
    "OF": ("分流自", "of"),
}
#: Types that tie almost everything to everything: drawn when asked for.
SHY = frozenset({"RESEMBLES", "HANDLED_BY", "HANDLED"})


def legend(language: str) -> dict[str, dict[str, dict[str, object]]]:
    """Labels and types with names in `zh` or `en`, colours and shapes, as the whiteboard takes them."""
    chinese = {node.label: node.title_zh for node in NODES}
    labels: dict[str, dict[str, object]] = {
        label: {
            "name": chinese[label] if language == "zh" else look.title_en,
            "colour": look.colour,
            "points": SHAPES[look.shape],
            "size": look.size,
        }
        for label, look in LOOKS.items()
    }
    types: dict[str, dict[str, object]] = {
        type_: {"name": said[language != "zh"], "shy": type_ in SHY} for type_, said in SAYINGS.items()
    }
    return {"labels": labels, "types": types}

"""What stands on a drawn network beside the network: title, date, classification, legend, and their words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from graph import settings
from graph.export.network import Network, clean
from graph.look import LOOKS, SAYINGS, SHAPES
from graph.schema import NODES

_WORDS = {"zh": {"made": "制作时间", "network": "关系图"}, "en": {"made": "Made", "network": "Network"}}
_UNKNOWN = "#9aa0a6"


@dataclass(frozen=True)
class Sign:
    """A line of the legend: a label in words, its colour and outline, how many there are."""

    name: str
    colour: str
    outline: tuple[float, ...] | None
    count: int

    @property
    def points(self) -> str:
        """The outline in a square of 12, as SVG takes it; '' for a circle."""
        return " ".join(f"{6 + 6 * number:g}" for number in self.outline or ())


@dataclass(frozen=True)
class Sheet:
    """What is written on the drawing.

    ``language`` is zh or en; ``positions``: name of a node -> where somebody put it, in any unit; nodes without are
    laid out.
    """

    title: str = ""
    language: str = "zh"
    positions: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    made_at: str = field(default_factory=lambda: datetime.now(settings.zone()).strftime("%Y-%m-%d %H:%M"))
    classification: str = field(default_factory=lambda: settings.read("FENGQIAO_CLASSIFICATION"))

    @property
    def heading(self) -> str:
        """The title, or what a network is called without one; on one line."""
        return " ".join(clean(self.title).split()) or self.word("network")

    def word(self, name: str) -> str:
        """One of the sheet's own words in its language."""
        return _WORDS[self.language][name]

    def counts(self, network: Network) -> str:
        """How much is drawn."""
        nodes, relationships = len(network), network.number_of_edges()
        if self.language == "zh":
            return f"{nodes} 个节点，{relationships} 条关系"
        return f"{nodes} nodes, {relationships} relationships"

    def legend(self, network: Network) -> list[Sign]:
        """Every label that is drawn, in the order of the whiteboard's legend, which puts what matters first."""
        counts = Counter(str(label) for _, label in network.nodes(data="type"))
        known = [label for label in LOOKS if label in counts]
        others = sorted(set(counts) - set(known))
        return [
            Sign(label_name(label, self.language), colour(label), outline(label), counts[label])
            for label in (*known, *others)
        ]


def colour(label: str) -> str:
    """The colour of a label's signs, as #rrggbb."""
    return LOOKS[label].colour if label in LOOKS else _UNKNOWN


def outline(label: str) -> tuple[float, ...] | None:
    """The corners of a label's signs in a square from -1 to 1, x before y; None is a circle."""
    return SHAPES[LOOKS[label].shape] if label in LOOKS else None


def label_name(label: str, language: str) -> str:
    """A label in words."""
    if language == "zh" or label not in LOOKS:
        return next((node.title_zh for node in NODES if node.label == label), label)
    return LOOKS[label].title_en


def type_name(relationship: str, language: str) -> str:
    """A relationship type in words."""
    said = SAYINGS.get(relationship)
    return said[language != "zh"] if said else relationship

"""What stands on a drawn network beside the network: title, date, classification, legend, and their words."""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path

from graph import settings
from graph.export.network import Network, clean
from graph.schema import NODES

_WORDS = {
    "zh": {"counts": "{nodes} 个节点，{relationships} 条关系", "made": "制作时间", "network": "关系图"},
    "en": {"counts": "{nodes} nodes, {relationships} relationships", "made": "Made", "network": "Network"},
}
_UNKNOWN = "#9aa0a6"


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
        numbers = {"nodes": len(network), "relationships": network.number_of_edges()}
        return self.word("counts").format_map(numbers)

    def legend(self, network: Network) -> list[tuple[str, str, int]]:
        """Name, colour and count of every label that is drawn, in the order of the schema."""
        counts = Counter(str(label) for _, label in network.nodes(data="type"))
        return [(label_name(label, self.language), colour(label), counts[label]) for label in ordered(counts)]


def ordered(labels: Mapping[str, int]) -> list[str]:
    """The labels in the order of the appearance, which puts what matters first."""
    return [label for label in _appearance()["nodes"] if label in labels]


def colour(label: str) -> str:
    """The colour of a label's discs, as #rrggbb."""
    found = _appearance()["nodes"].get(label)
    return found["colour"] if found else _UNKNOWN


def label_name(label: str, language: str) -> str:
    """A label in words."""
    if language == "zh":
        return next((node.title_zh for node in NODES if node.label == label), label)
    found = _appearance()["nodes"].get(label)
    return found["en"] if found else label


def type_name(relationship: str, language: str) -> str:
    """A relationship type in words."""
    found = _appearance()["relationships"].get(relationship)
    return found[language] if found else relationship


@cache
def _appearance() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("appearance.toml").read_text(encoding="utf-8"))

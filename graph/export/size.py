"""About how large a file will be, told before it is made: from how much there is to say, not by making it."""

from __future__ import annotations

from dataclasses import dataclass

from graph.export.network import Network


@dataclass(frozen=True)
class _Rate:
    """Bytes of a file: for itself, for each node, relationship and attribute, and for each byte of their values."""

    base: float
    node: float
    relationship: float
    attribute: float
    value: float


#: Fitted to files made of a sample; a test holds them to within a factor of two.
_RATES = {
    ".graphml": _Rate(300, 36, 71, 32, 1.25),
    ".gexf": _Rate(400, 90, 115, 41, 1.35),
    ".json": _Rate(70, 12, 53, 16, 1.2),
    ".zip": _Rate(300, 6, 7, 1, 0.19),
    ".xlsx": _Rate(5_600, 16, 16, 9, 0.3),
    ".html": _Rate(472_000, 260, 240, 0, 0),
    ".svg": _Rate(1_500, 330, 120, 0, 0),
    ".png": _Rate(60_000, 3_800, 900, 0, 0),
}


def about(network: Network, suffix: str) -> int:
    """Bytes, within a factor of two or so."""
    rate = _RATES[suffix]
    attributes = values = 0
    for _, found in network.nodes(data=True):
        attributes += len(found)
        values += _bytes(found)
    for _, _, found in network.edges(data=True):
        attributes += len(found)
        values += _bytes(found)
    return round(
        rate.base
        + rate.node * len(network)
        + rate.relationship * network.number_of_edges()
        + rate.attribute * attributes
        + rate.value * values
    )


def _bytes(attributes: dict[str, object]) -> int:
    return sum(len(str(value).encode()) for value in attributes.values())

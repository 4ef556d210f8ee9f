"""Where nodes are drawn: where somebody put them, else laid out, each connected part by itself, the parts in rows."""

from __future__ import annotations

from collections.abc import Mapping
from math import hypot, isfinite, sqrt
from typing import TypeAlias

import networkx as nx
import numpy as np

from graph.export.network import Network

Point: TypeAlias = tuple[float, float]

#: Pixels between two nodes that are drawn side by side.
APART = 130.0
#: Widest and highest drawing in pixels; more is drawn closer together.
LARGEST = 5_000.0
#: Nodes up to which lengths in the drawing are those of the ways in the network, which reads best and costs most.
_EVEN = 150
_SEED = 110
_ROUNDS = 30


def positions(network: Network, placed: Mapping[str, Point]) -> dict[str, Point]:
    """A point in pixels, from (0, 0) on, for every node of the network.

    ``placed`` are points in any unit; they keep their shape. When none are given all nodes are laid out; nodes that
    are missing among given ones stand in rows below them. The same network is always laid out the same way.
    """
    known = {name: point for name, point in placed.items() if name in network and all(map(isfinite, point))}
    if not known:
        return _within(_rows([_part(network, sorted(part)) for part in _parts(network)]))
    drawn = _from_zero(_spread(known))
    below = max(y for _, y in drawn.values()) + APART
    rest = [{name: (0.0, 0.0)} for name in network if name not in drawn]
    return _within(drawn | {name: (x, y + below) for name, (x, y) in _rows(rest).items()})


def _parts(network: Network) -> list[set[str]]:
    """The connected parts, the largest first."""
    parts = [set(part) for part in nx.weakly_connected_components(network)]
    return sorted(parts, key=lambda part: (-len(part), min(part)))


def _part(network: Network, names: list[str]) -> dict[str, Point]:
    """A connected part laid out, so wide that its nodes do not lie on each other."""
    plain: nx.Graph[str] = nx.Graph()
    plain.add_nodes_from(names)
    plain.add_edges_from((start, end) for start, end in network.subgraph(names).edges() if start != end)
    if len(names) == 1:
        return {names[0]: (0.0, 0.0)}
    if len(names) <= _EVEN:
        found = nx.kamada_kawai_layout(plain, pos=nx.circular_layout(plain))
    else:
        found = nx.spring_layout(plain, seed=_SEED, iterations=_ROUNDS, k=2.2 / sqrt(len(names)), method="force")
    return _lying(_from_zero(_spread({name: (float(x), float(y)) for name, (x, y) in found.items()})))


def _lying(points: dict[str, Point]) -> dict[str, Point]:
    """Turned by a quarter when it is higher than wide: screens and slides are wide."""
    if max(y for _, y in points.values()) <= max(x for x, _ in points.values()):
        return points
    return {name: (y, x) for name, (x, y) in points.items()}


def _spread(points: Mapping[str, Point]) -> dict[str, Point]:
    """The same shape at such a scale that half of the nodes have nothing nearer than ``APART``."""
    places = np.array(list(points.values()), dtype=float)
    if len(places) < 2:
        return dict(points)
    distances = np.sqrt(((places[:, None, :] - places[None, :, :]) ** 2).sum(axis=2))
    np.fill_diagonal(distances, np.inf)
    nearest = float(np.median(distances.min(axis=1)))
    if nearest <= 0:
        nearest = max(float(hypot(*np.ptp(places, axis=0))) / sqrt(len(places)), 1e-9)
    scaled = places * (APART / nearest)
    return {name: (float(x), float(y)) for name, (x, y) in zip(points, scaled, strict=True)}


def _from_zero(points: Mapping[str, Point]) -> dict[str, Point]:
    left, top = min(x for x, _ in points.values()), min(y for _, y in points.values())
    return {name: (x - left, y - top) for name, (x, y) in points.items()}


def _rows(parts: list[dict[str, Point]]) -> dict[str, Point]:
    """Parts beside each other, in rows about as wide as all of them are high."""
    boxes = [
        (max(x for x, _ in part.values()) + APART, max(y for _, y in part.values()) + APART, part) for part in parts
    ]
    area = sum(width * height for width, height, _ in boxes)
    most = max([sqrt(1.6 * area), *(width for width, _, _ in boxes)])
    found: dict[str, Point] = {}
    x = y = row = 0.0
    for width, height, part in boxes:
        if x and x + width > most:
            x, y, row = 0.0, y + row, 0.0
        found |= {name: (x + px, y + py) for name, (px, py) in part.items()}
        x, row = x + width, max(row, height)
    return found


def _within(points: dict[str, Point]) -> dict[str, Point]:
    """The points drawn together when they are farther apart than a drawing can be."""
    farthest = max((max(point) for point in points.values()), default=0.0)
    shrink = min(1.0, LARGEST / farthest) if farthest else 1.0
    return {name: (x * shrink, y * shrink) for name, (x, y) in points.items()}

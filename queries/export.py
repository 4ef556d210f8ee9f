"""Exports of the whole graph: what a shelf query finds, in the columns that outsiders rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from pathlib import Path

import neo4j

from graph.analysis.communities import disputes_of
from graph.analysis.whiteboard import Whiteboard
from graph.export import network, network_files, selection, tables
from graph.export.heads import HEADS
from graph.export.output import ExportError, NoSuchExport, check_suffix
from graph.export.sheet import Sheet
from queries import rectification
from queries.loading import find
from queries.patterns import hotspots, repeats
from queries.running import run, stream

#: Disputes in the network when none are named.
NETWORK_DISPUTES = 20


_Rows = Callable[[neo4j.Driver, tuple[str, ...]], Iterator[Sequence[object]]]


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """What of the graph a network is made of.

    Disputes by id, communities by number, nodes as 'Label:key'; when there are none the ``top`` disputes by risk.
    """

    disputes: Sequence[str] = ()
    communities: Sequence[str] = ()
    nodes: Sequence[str] = ()
    top: int = NETWORK_DISPUTES

    @property
    def title(self) -> str:
        """What a drawing of it is called."""
        return "、".join([*self.disputes, *self.communities, *self.nodes])


def export(driver: neo4j.Driver, what: str, output: Path, chosen: Chosen | None = None) -> Path:
    """Write ``what`` (one of ``WHATS``) to ``output`` in the format of its suffix; returns the file written.

    ``chosen`` says what the network is made of, and is nothing to the tables. Raises
    ExportError for an unknown ``what`` or dispute, a suffix that is not supported (before anything is
    read) or a place that cannot be written.
    """
    if what == "network":
        check_suffix(output, "the network", network_files.NETWORK_SUFFIXES)
        made_of = chosen or Chosen()
        return network_files.write(_network(driver, made_of), output, Sheet(made_of.title))
    if what not in _TABLES:
        raise NoSuchExport(f"nothing called {what!r} to export; there are: {', '.join(WHATS)}")
    head = HEADS[what]
    if what == "rectification":
        check_suffix(output, "the rectification list", rectification.SUFFIXES)
        return rectification.write(_rectification(driver, head), output)
    check_suffix(output, "a table", tables.TABLE_SUFFIXES)
    return tables.write(_TABLES[what](driver, head), head, output)


def _network(driver: neo4j.Driver, chosen: Chosen) -> network.Network:
    missing = [dispute for dispute in chosen.disputes if not any(stream(driver, "dispute_incidents", dispute=dispute))]
    if missing:
        raise ExportError(f"no dispute {', '.join(missing)}")
    disputes = [*chosen.disputes, *_in_communities(driver, chosen.communities)]
    if not disputes and not chosen.nodes:
        disputes = [record["dispute_id"] for record in run(driver, "disputes", limit=chosen.top).records()]
    links: list[Sequence[object]] = list(stream(driver, "dispute_network", disputes=disputes)) if disputes else []
    return network.build([*links, *_between(driver, chosen.nodes)])


def _in_communities(driver: neo4j.Driver, numbers: Sequence[str]) -> list[str]:
    found = {number: disputes_of(driver, number) for number in numbers}
    missing = [number for number, disputes in found.items() if not disputes]
    if missing:
        raise ExportError(f"no community {', '.join(missing)}")
    return [dispute for disputes in found.values() for dispute in disputes]


def _between(driver: neo4j.Driver, nodes: Sequence[str]) -> list[network.Link]:
    board = Whiteboard(driver, None)
    found = {name: board.find(name) for name in nodes}
    missing = [name for name, node in found.items() if node is None]
    if missing:
        raise ExportError(f"no node {', '.join(missing)}")
    return selection.between(driver, [node.node_id for node in found.values() if node])


def _shelf(name: str) -> _Rows:
    def rows(driver: neo4j.Driver, head: tuple[str, ...]) -> Iterator[Sequence[object]]:
        columns = list(find(name).columns)
        picked = [columns.index(column) for column in head]
        for row in stream(driver, name):
            yield [row[index] for index in picked]

    return rows


def _repeats(driver: neo4j.Driver, head: tuple[str, ...]) -> Iterator[Sequence[object]]:
    return map(attrgetter(*head), repeats(driver))


def _hotspots(driver: neo4j.Driver, head: tuple[str, ...]) -> Iterator[Sequence[object]]:
    return map(attrgetter(*head), hotspots(driver))


def _rectification(driver: neo4j.Driver, _head: tuple[str, ...]) -> Iterator[Sequence[object]]:
    return rectification.rows(run(driver, "rectification").records())


_TABLES: dict[str, _Rows] = {
    "assignments": _shelf("assignments"),
    "disputes": _shelf("disputes"),
    "repeats": _repeats,
    "hotspots": _hotspots,
    "flags": _shelf("flags"),
    "rectification": _rectification,
}
WHATS = (*_TABLES, "network")

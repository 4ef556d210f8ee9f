"""Exports of the whole graph: what a shelf query finds, in the columns that outsiders rely on."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from operator import attrgetter
from pathlib import Path

import neo4j

from graph.export import network, network_files, tables
from graph.export.heads import HEADS
from graph.export.output import ExportError, NoSuchExport, check_suffix
from queries.loading import find
from queries.patterns import hotspots, repeats
from queries.running import run, stream

#: Disputes in the network when none are named.
NETWORK_DISPUTES = 20


_Rows = Callable[[neo4j.Driver, tuple[str, ...]], Iterator[Sequence[object]]]


def export(
    driver: neo4j.Driver, what: str, output: Path, *, disputes: Sequence[str] = (), top: int = NETWORK_DISPUTES
) -> Path:
    """Write ``what`` (one of ``WHATS``) to ``output`` in the format of its suffix; returns the file written.

    The network is that of ``disputes`` (ids), or of the ``top`` ones by risk when none are given. Raises
    ExportError for an unknown ``what`` or dispute, a suffix that is not supported (before anything is
    read) or a place that cannot be written.
    """
    if what == "network":
        check_suffix(output, "the network", network_files.NETWORK_SUFFIXES)
        return network_files.write(_network(driver, list(disputes), top), output)
    if what not in _TABLES:
        raise NoSuchExport(f"nothing called {what!r} to export; there are: {', '.join(WHATS)}")
    check_suffix(output, "a table", tables.TABLE_SUFFIXES)
    head = HEADS[what]
    return tables.write(_TABLES[what](driver, head), head, output)


def _network(driver: neo4j.Driver, disputes: list[str], top: int) -> network.Network:
    chosen = disputes or [record["dispute_id"] for record in run(driver, "disputes", limit=top).records()]
    missing = [dispute for dispute in disputes if not any(stream(driver, "dispute_incidents", dispute=dispute))]
    if missing:
        raise ExportError(f"no dispute {', '.join(missing)}")
    return network.build(stream(driver, "dispute_network", disputes=chosen) if chosen else ())


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


_TABLES: dict[str, _Rows] = {
    "assignments": _shelf("assignments"),
    "disputes": _shelf("disputes"),
    "repeats": _repeats,
    "hotspots": _hotspots,
    "flags": _shelf("flags"),
}
WHATS = (*_TABLES, "network")

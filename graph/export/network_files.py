"""A network as a file: GraphML, GEXF, node-link JSON, or two CSV tables in a zip."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import networkx as nx
import orjson

from graph.export.network import Network
from graph.export.output import check_suffix, replacing
from graph.export.tables import write_csv

_NODE_HEAD = ("id", "type", "identity", "label")
_EDGE_HEAD = ("source", "target", "label")


def write(network: Network, output: Path) -> Path:
    """Write ``network`` in the format of the suffix of ``output``; returns the file written.

    For ``.csv`` that is ``output`` with ``.zip`` after it: the nodes and the relationships are two
    tables. Raises ExportError for another suffix or a place that cannot be written.
    """
    suffix = check_suffix(output, "the network", NETWORK_SUFFIXES)
    if suffix == ".csv":
        output = output.with_name(f"{output.name}.zip")
    with replacing(output) as part:
        _WRITERS[suffix](network, part)
    return output


def _graphml(network: Network, part: Path) -> None:
    with part.open("wb") as file:
        nx.write_graphml_xml(network, file)


def _gexf(network: Network, part: Path) -> None:
    with part.open("wb") as file:
        nx.write_gexf(network, file, version="1.2draft")


def _json(network: Network, part: Path) -> None:
    part.write_bytes(orjson.dumps(nx.node_link_data(network, edges="edges")))


def _zip(network: Network, part: Path) -> None:
    nodes = [{"id": name, **attributes} for name, attributes in network.nodes(data=True)]
    edges = [{"source": start, "target": end, **attributes} for start, end, attributes in network.edges(data=True)]
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, fixed, records in (("nodes.csv", _NODE_HEAD, nodes), ("relationships.csv", _EDGE_HEAD, edges)):
            further = sorted({key for record in records for key in record} - set(fixed))
            head = (*fixed, *further)
            with archive.open(name, "w") as file:
                write_csv(_rows(records, head), head, file)  # type: ignore[arg-type]


def _rows(records: Sequence[dict[str, object]], head: Sequence[str]) -> Iterator[list[object]]:
    for record in records:
        yield [record.get(key) for key in head]


_WRITERS: dict[str, Callable[[Network, Path], None]] = {
    ".graphml": _graphml,
    ".gexf": _gexf,
    ".json": _json,
    ".zip": _zip,
    ".csv": _zip,
}
NETWORK_SUFFIXES = tuple(_WRITERS)

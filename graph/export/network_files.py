"""A network as a file: data for other programs (GraphML, GEXF, JSON, tables), or drawn (SVG, PNG, one HTML page)."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import networkx as nx
import orjson

from graph import settings
from graph.export.network import Network
from graph.export.output import ExportError, check_suffix, replacing
from graph.export.sheet import Sheet
from graph.export.tables import Rows, write_book, write_csv

_NODE_HEAD = ("id", "type", "identity", "label")
_EDGE_HEAD = ("source", "target", "label")

_Writer = Callable[[Network, Path, Sheet], None]


@dataclass(frozen=True)
class Form:
    """A format: what writes it, its media type, and most nodes that it is good for (0: as the setting says)."""

    writer: _Writer
    media: str
    most_nodes: int = 0

    @property
    def limit(self) -> int:
        """Most nodes of a network that is written so."""
        most = settings.number("FENGQIAO_EXPORT_NODES")
        return min(self.most_nodes, most) if self.most_nodes else most


def write(network: Network, output: Path, sheet: Sheet | None = None) -> Path:
    """Write ``network`` in the format of the suffix of ``output``; returns the file written.

    For ``.csv`` that is ``output`` with ``.zip`` after it: the nodes and the relationships are two
    tables. ``sheet`` says what is written on a drawing. Raises ExportError for another suffix, a network that is
    too large for the format, or a place that cannot be written.
    """
    suffix = check_suffix(output, "the network", NETWORK_SUFFIXES)
    most = FORMS[suffix].limit
    if len(network) > most:
        raise ExportError(f"a network of {len(network)} nodes is too large for {suffix}, which takes {most}")
    if suffix == ".csv":
        output = output.with_name(f"{output.name}.zip")
    with replacing(output) as part:
        FORMS[suffix].writer(network, part, sheet or Sheet())
    return output


def _graphml(network: Network, part: Path, _sheet: Sheet) -> None:
    with part.open("wb") as file:
        nx.write_graphml_xml(network, file)


def _gexf(network: Network, part: Path, _sheet: Sheet) -> None:
    with part.open("wb") as file:
        nx.write_gexf(network, file, version="1.2draft")


def _json(network: Network, part: Path, _sheet: Sheet) -> None:
    part.write_bytes(orjson.dumps(nx.node_link_data(network, edges="edges")))


def _zip(network: Network, part: Path, _sheet: Sheet) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, head, rows in _tables(network):
            with archive.open(f"{name}.csv", "w") as file:
                write_csv(rows, head, file)  # type: ignore[arg-type]


def _xlsx(network: Network, part: Path, _sheet: Sheet) -> None:
    write_book(_tables(network), part)


def _tables(network: Network) -> list[tuple[str, Sequence[str], Rows]]:
    """The nodes and the relationships, each as a name, a head and rows."""
    nodes: list[dict[str, object]] = [{"id": name, **attributes} for name, attributes in network.nodes(data=True)]
    edges: list[dict[str, object]] = [
        {"source": start, "target": end, **attributes} for start, end, attributes in network.edges(data=True)
    ]
    tables: list[tuple[str, Sequence[str], Rows]] = []
    for name, fixed, records in (("nodes", _NODE_HEAD, nodes), ("relationships", _EDGE_HEAD, edges)):
        head = (*fixed, *sorted({key for record in records for key in record} - set(fixed)))
        tables.append((name, head, _rows(records, head)))
    return tables


def _rows(records: Sequence[dict[str, object]], head: Sequence[str]) -> Iterator[list[object]]:
    for record in records:
        yield [record.get(key) for key in head]


def _svg(network: Network, part: Path, sheet: Sheet) -> None:
    from graph.export.drawing import svg

    part.write_bytes(svg(network, sheet))


def _png(network: Network, part: Path, sheet: Sheet) -> None:
    from graph.export.raster import png

    part.write_bytes(png(network, sheet))


def _html(network: Network, part: Path, sheet: Sheet) -> None:
    from graph.export.page import html  # pyvis takes most of a second to load

    part.write_bytes(html(network, sheet))


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: Suffix -> the format. What is drawn is laid out by us, or drawn by a browser that has no GPU.
FORMS: dict[str, Form] = {
    ".graphml": Form(_graphml, "application/graphml+xml"),
    ".gexf": Form(_gexf, "application/gexf+xml"),
    ".json": Form(_json, "application/json"),
    ".zip": Form(_zip, "application/zip"),
    ".csv": Form(_zip, "application/zip"),
    ".xlsx": Form(_xlsx, _XLSX),
    ".html": Form(_html, "text/html", most_nodes=1_000),
    ".svg": Form(_svg, "image/svg+xml", most_nodes=1_500),
    ".png": Form(_png, "image/png", most_nodes=1_500),
}
NETWORK_SUFFIXES = tuple(FORMS)

"""Networks as files: hostile names are harmless in every format, drawings say what they must, sizes are told truly."""

from __future__ import annotations

import csv
import io
import re
import struct
import zipfile
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import openpyxl
import orjson
import pytest

from graph import settings
from graph.export import network_files, size
from graph.export.drawing import svg
from graph.export.layout import LARGEST, positions
from graph.export.network import Network, clean
from graph.export.network_files import FORMS, NETWORK_SUFFIXES
from graph.export.output import ExportError
from graph.export.page import html
from graph.export.sheet import Sheet

_HOSTILE = [
    "<script>alert(1)</script>",
    "</script><!--<script>",
    "\"' onload=alert(1) x='",
    "]]>&lt;b&gt;&amp;",
    '=HYPERLINK("http://example.invalid","x")',
    "+1+cmd|' /C calc'!A0",
    "＝1+1",
    "\u202e张三gpj.exe\u2066",
    "a\x00b\x1b[31m\x85c\u2028d",
    "行一\r\n行二\t𠮷\U0001f600",
]
_TURNING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def _network(names: list[str]) -> Network:
    """A chain of callers and disputes called so, as ``build`` makes it."""
    network: Network = nx.MultiDiGraph()
    for number, name in enumerate(map(clean, names)):
        label = ("Caller", "Dispute")[number % 2]
        network.add_node(f"{label}:{name}", type=label, identity=name, label=name, note=f"{name} {number}")
    nodes = list(network)
    for number, (start, end) in enumerate(pairwise(nodes)):
        network.add_edge(start, end, key=f"r{number}", label="PARTY_TO", side=clean(names[number]), score=number + 0.5)
    return network


@pytest.fixture
def hostile() -> Network:
    return _network(_HOSTILE)


def _written(network: Network, directory: Path, suffix: str, sheet: Sheet | None = None) -> Path:
    return network_files.write(network, directory / f"out{suffix}", sheet)


def _read(output: Path) -> Network:
    if output.suffix == ".graphml":
        return nx.MultiDiGraph(nx.read_graphml(output, force_multigraph=True))
    if output.suffix == ".gexf":
        return nx.MultiDiGraph(nx.read_gexf(output))
    return nx.MultiDiGraph(nx.node_link_graph(orjson.loads(output.read_bytes()), edges="edges"))


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json"])
def test_data_read_back_is_the_network(hostile: Network, tmp_path: Path, suffix: str) -> None:
    read = _read(_written(hostile, tmp_path, suffix))
    assert list(read.nodes(data=True)) == list(hostile.nodes(data=True))
    own = {"id", "key", "source", "target"}
    edges = [
        sorted((start, end, sorted((k, v) for k, v in data.items() if k not in own)) for start, end, data in one)
        for one in (read.edges(data=True), hostile.edges(data=True))
    ]
    assert edges[0] == edges[1]


@pytest.mark.parametrize("suffix", [".graphml", ".gexf", ".json", ".html", ".svg"])
def test_nothing_in_a_text_turns_its_direction_or_controls(hostile: Network, tmp_path: Path, suffix: str) -> None:
    written = _written(hostile, tmp_path, suffix, Sheet(_HOSTILE[7] + _HOSTILE[8])).read_text(encoding="utf-8")
    # The library of the page has such signs in its own code.
    ours = re.sub(r"(?s)<script>.*?</script>", "", written)
    assert not _TURNING.search(ours)
    assert "张三gpj.exe" in ours


def test_no_cell_of_a_table_is_a_formula(hostile: Network, tmp_path: Path) -> None:
    with zipfile.ZipFile(_written(hostile, tmp_path, ".csv")) as archive:
        texts = [archive.read(name).decode("utf-8-sig") for name in archive.namelist()]
    cells = [cell for text in texts for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert len(cells) > 100
    assert not [cell for cell in cells if cell[:1] in "=+-@＝\t\r" and cell]
    book = openpyxl.load_workbook(_written(hostile, tmp_path, ".xlsx"))
    assert book.sheetnames == ["nodes", "relationships"]
    kinds = {cell.data_type for sheet in book for row in sheet for cell in row}
    assert kinds <= {"s", "n"}
    assert _HOSTILE[4] in {cell.value for cell in book["nodes"]["D"]}


def test_a_drawing_holds_texts_and_nothing_that_runs(hostile: Network) -> None:
    sheet = Sheet("<script>题", made_at="2026-03-01 08:00", classification="内部 <&>")
    root = ElementTree.fromstring(svg(hostile, sheet))
    allowed = {"svg", "title", "desc", "defs", "marker", "path", "rect", "g", "line", "polygon", "text"}
    assert {element.tag.split("}")[1] for element in root.iter()} == allowed
    assert not [name for element in root.iter() for name in element.attrib if name.startswith("on") or "href" in name]
    texts = [element.text for element in root.iter() if element.tag.endswith("}text")]
    assert "<script>题" in texts
    assert texts.count("内部 <&>") == 2  # above and below
    assert f"10 个节点，9 条关系　制作时间 {sheet.made_at}" in texts
    assert {"报警人 5", "矛盾纠纷 5"} <= set(texts)
    hovered = [element.text for element in root.iter() if element.tag.endswith("}title")]
    assert "报警人: <script>alert(1)</script>" in hovered


def test_the_page_runs_two_scripts_and_asks_nobody(hostile: Network) -> None:
    page = html(hostile, Sheet("</title><script>x", language="en")).decode()
    scripts = re.findall(r"(?s)<script([^>]*)>.*?</script>", page)
    assert scripts == [' type="application/json" id="network"', "", ""]  # the data, the library, ours
    assert page.count("</script>") == 3
    assert "alert(1)</script>" not in page
    assert "<title>&lt;/title&gt;&lt;script&gt;x</title>" in page
    [policy] = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy.replace("&#39;", "'").startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(r'(?:src|href)\s*=\s*["\']?(?:https?:)?//', page)
    [data] = re.findall(r'<script type="application/json" id="network">(.*?)</script>', page)
    assert {node["label"] for node in orjson.loads(data)["nodes"]} == set(map(clean, _HOSTILE))


def test_the_picture_is_a_png_with_chinese_in_it(tmp_path: Path) -> None:
    network = _network(["张三", "李四"])
    drawn = {
        title: _written(network, tmp_path, ".png", Sheet(title, made_at="2026-03-01 08:00")).read_bytes()
        for title in ("清水沟", "青禾湾")
    }
    assert all(picture.startswith(b"\x89PNG\r\n\x1a\n") for picture in drawn.values())
    assert struct.unpack(">II", drawn["清水沟"][16:24])[0] >= 1500
    # Without a font for Chinese both titles would be the same boxes, or nothing.
    assert drawn["清水沟"] != drawn["青禾湾"]


def test_nodes_are_drawn_where_somebody_put_them() -> None:
    network = _network(["a", "b", "c", "d"])
    placed = {"Caller:a": (10.0, -5.0), "Dispute:b": (30.0, -5.0), "Caller:c": (10.0, 15.0), "nobody": (0.0, 0.0)}
    found = positions(network, placed | {"Dispute:d": (float("nan"), 0.0)})
    (ax, ay), (bx, by), (cx, cy) = (found[name] for name in list(placed)[:3])
    assert (ay, ax) == pytest.approx((by, cx))
    assert bx - ax == pytest.approx(cy - ay)
    assert found["Dispute:d"][1] > cy
    assert set(found) == set(network)


@pytest.mark.parametrize("nodes", [0, 1, 2, 40, 200])
def test_a_layout_is_the_same_again_and_within_bounds(nodes: int) -> None:
    network: Network = nx.MultiDiGraph()
    network.add_nodes_from(map(str, range(nodes)))
    network.add_edges_from((str(n), str(n // 2)) for n in range(1, nodes) if n % 7)
    network.add_edges_from([("0", "0")] if nodes else [])
    found = positions(network, {})
    assert found == positions(network, {})
    assert set(found) == set(network)
    assert all(0 <= x <= LARGEST and 0 <= y <= LARGEST for x, y in found.values())
    assert len(set(found.values())) == nodes


@pytest.mark.parametrize("suffix", [suffix for suffix in NETWORK_SUFFIXES if suffix != ".csv"])
@pytest.mark.parametrize("nodes", [12, 120])
def test_the_size_told_beforehand_is_about_that_of_the_file(tmp_path: Path, suffix: str, nodes: int) -> None:
    network = _network([f"清水沟新村{number}组 {number:>04} 号与邻居因排水发生争执" for number in range(nodes)])
    told, made = size.about(network, suffix), _written(network, tmp_path, suffix).stat().st_size
    assert made / 3 < told < made * 3


@pytest.mark.parametrize("suffix", NETWORK_SUFFIXES)
def test_a_network_that_is_too_large_is_refused_before_it_is_written(
    hostile: Network, tmp_path: Path, suffix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_EXPORT_NODES", "9")
    with pytest.raises(ExportError, match=f"10 nodes is too large for {suffix}, which takes 9"):
        _written(hostile, tmp_path, suffix)
    assert not list(tmp_path.iterdir())


def test_drawings_take_fewer_nodes_than_data() -> None:
    most = settings.number("FENGQIAO_EXPORT_NODES")
    assert {suffix: form.limit < most for suffix, form in FORMS.items()} == {
        suffix: suffix in (".html", ".svg", ".png") for suffix in NETWORK_SUFFIXES
    }

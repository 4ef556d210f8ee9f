"""A network as one page that needs nothing else: pyvis with a template of our own, which escapes and loads nothing.

The library, our script, the style and the network are all in the file. Its policy lets run just the two scripts, by
their hashes, and shuts every connection, so that a name in the network stays a name whatever it is made of.
"""

from __future__ import annotations

import base64
import json
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup
from pyvis.network import Network as Drawn

from graph.export.layout import positions
from graph.export.network import Network
from graph.export.sheet import Sheet, colour, label_name, type_name
from graph.look import LOOKS

_HERE = Path(__file__).parent
_LIBRARY = "lib/vis-9.1.2/vis-network.min.js"
#: The shapes that the library draws by the same names as the whiteboard.
_SHAPES = frozenset({"square", "diamond", "triangle", "hexagon"})
_WORDS = {
    "zh": {
        "nodes": "节点表",
        "relationships": "关系表",
        "label": "类型",
        "name": "名称",
        "identity": "编号",
        "from": "起点",
        "to": "终点",
    },
    "en": {
        "nodes": "Nodes as a table",
        "relationships": "Relationships as a table",
        "label": "Type",
        "name": "Name",
        "identity": "Number",
        "from": "From",
        "to": "To",
    },
}


def html(network: Network, sheet: Sheet) -> bytes:
    """The page in UTF-8."""
    drawn = Drawn(directed=True, height="100%", cdn_resources="in_line")
    places = positions(network, sheet.positions)
    for name, attributes in network.nodes(data=True):
        x, y = places[name]
        label = str(attributes["type"])
        told = f"{label_name(label, sheet.language)}\n{attributes['label']}"
        drawn.add_node(name, str(attributes["label"]), title=told, color=colour(label), shape=_shape(label), x=x, y=y)
    for start, end, attributes in network.edges(data=True):
        drawn.add_edge(start, end, title=type_name(str(attributes["label"]), sheet.language))
    drawn.templateEnv = _environment()
    drawn.templateEnv.globals |= _told(network, sheet)
    drawn.path = "page.html.jinja"
    return str(drawn.generate_html()).encode()


def _shape(label: str) -> str:
    """The label's shape, or the disc for one that the library does not know."""
    shape = LOOKS[label].shape if label in LOOKS else ""
    return shape if shape in _SHAPES else "dot"


def _told(network: Network, sheet: Sheet) -> dict[str, Any]:
    """What the template says beside what pyvis gives it."""
    library, script, style = _library(), _own("page.js"), _own("page.css")
    names = {name: str(attributes["label"]) for name, attributes in network.nodes(data=True)}
    return {
        "sheet": sheet,
        "network": network,
        "words": _WORDS[sheet.language],
        "policy": _policy(library, script, style),
        "library": Markup(library),
        "script": Markup(script),
        "style": Markup(style),
        "rows": [
            attributes | {"type": label_name(str(attributes["type"]), sheet.language)}
            for _, attributes in network.nodes(data=True)
        ],
        "lines": [
            {"source": names[start], "type": type_name(str(found["label"]), sheet.language), "target": names[end]}
            for start, end, found in network.edges(data=True)
        ],
    }


def _environment() -> Environment:
    environment = Environment(loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["data"] = _data
    return environment


def _data(value: object) -> Markup:
    """JSON that stands in a script element: no sign in it can end the element or begin a comment."""
    written = json.dumps(value, ensure_ascii=False)
    return Markup(written.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))


def _policy(library: str, script: str, style: str) -> str:
    scripts = " ".join(map(_hash, (library, script)))
    return (
        f"default-src 'none'; script-src {scripts}; style-src {_hash(style)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


def _own(name: str) -> str:
    return (_HERE / name).read_text(encoding="utf-8")


@cache
def _library() -> str:
    """vis-network of the pinned pyvis, without the pointer to a source map that is not there."""
    lines = (files("pyvis") / _LIBRARY).read_text(encoding="utf-8").split("\n")
    return "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL="))

"""A network as SVG: a sign by label with what it is called, arrows with their types, legend, title, classification.

Only presentation attributes, no style and no script, so that the file passes any Content-Security-Policy.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot
from unicodedata import east_asian_width
from xml.etree.ElementTree import Element, SubElement, tostring

from graph.export.layout import Point, positions
from graph.export.network import Network
from graph.export.sheet import Sheet, colour, label_name, outline, type_name

FONT = "Noto Sans SC"
_FONTS = f"{FONT}, Source Han Sans SC, Noto Sans CJK SC, Microsoft YaHei, PingFang SC, WenQuanYi Micro Hei, sans-serif"
_NARROWEST = 760.0
_MARGIN, _HEAD, _FOOT = 80.0, 96.0, 64.0
_RADIUS = 15.0
#: Half-width characters of a node's text, and relationships up to which each says its type.
_LETTERS, _NAMED = 20, 60
_INK, _QUIET, _LINE, _SECRET = "#1f2933", "#55616e", "#9aa5b1", "#a63a2b"


@dataclass(frozen=True)
class _Canvas:
    root: Element
    width: float
    height: float


def svg(network: Network, sheet: Sheet) -> bytes:
    """The drawing in UTF-8; its texts can be searched, and every sign and arrow says on hovering what it is."""
    places = {name: (x + _MARGIN, y + _HEAD + _MARGIN / 2) for name, (x, y) in _placed(network, sheet).items()}
    canvas = _canvas(places, sheet, network)
    lines = SubElement(canvas.root, "g", {"stroke": _LINE, "fill": "none", "stroke-width": "1.2"})
    words = SubElement(canvas.root, "g", {"font-size": "9", "fill": _QUIET, "text-anchor": "middle"})
    for (start, end), types in _arrows(network).items():
        named = "、".join(dict.fromkeys(type_name(one, sheet.language) for one in types))
        _arrow(lines, places[start], places[end], named)
        if named and len(network.edges) <= _NAMED and start != end:
            _halfway(words, places[start], places[end], named)
    for name, attributes in network.nodes(data=True):
        _node(canvas.root, places[name], attributes, sheet.language)
    _frame(canvas, network, sheet)
    return bytes(tostring(canvas.root, encoding="utf-8", xml_declaration=True))


def _placed(network: Network, sheet: Sheet) -> dict[str, Point]:
    """Where nodes are, in the middle of a drawing that is narrower than its title."""
    found = positions(network, sheet.positions)
    wide = max((x for x, _ in found.values()), default=0.0)
    aside = max(0.0, (_NARROWEST - 2 * _MARGIN - wide) / 2)
    return {name: (x + aside, y) for name, (x, y) in found.items()}


def _canvas(places: dict[str, Point], sheet: Sheet, network: Network) -> _Canvas:
    width = max([_NARROWEST, *(x + _MARGIN for x, _ in places.values())])
    height = max([_HEAD, *(y + _MARGIN for _, y in places.values())]) + _FOOT
    root = Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "width": f"{width:.0f}",
            "height": f"{height:.0f}",
            "viewBox": f"0 0 {width:.0f} {height:.0f}",
            "font-family": _FONTS,
            "role": "img",
        },
    )
    SubElement(root, "title").text = sheet.heading
    SubElement(root, "desc").text = f"{sheet.classification} {sheet.counts(network)}".strip()
    marker = SubElement(
        SubElement(root, "defs"),
        "marker",
        {"id": "tip", "viewBox": "0 0 8 8", "refX": "8", "refY": "4", "markerWidth": "7", "markerHeight": "7"}
        | {"orient": "auto-start-reverse"},
    )
    SubElement(marker, "path", {"d": "M0 0L8 4L0 8z", "fill": _LINE})
    SubElement(root, "rect", {"width": "100%", "height": "100%", "fill": "#ffffff"})
    return _Canvas(root, width, height)


def _arrows(network: Network) -> dict[tuple[str, str], list[str]]:
    """Start and end -> the types of all relationships that lead from one to the other: one arrow for them."""
    found: dict[tuple[str, str], list[str]] = {}
    for start, end, attributes in network.edges(data=True):
        found.setdefault((start, end), []).append(str(attributes["label"]))
    return found


def _arrow(lines: Element, start: Point, end: Point, named: str) -> None:
    length = hypot(end[0] - start[0], end[1] - start[1])
    if length <= 2 * _RADIUS:  # to itself, or both in one place: a loop above the disc
        x, y = start
        path = f"M{x - 8:.1f} {y - 13:.1f}C{x - 34:.1f} {y - 52:.1f} {x + 34:.1f} {y - 52:.1f} {x + 8:.1f} {y - 13:.1f}"
        line = SubElement(lines, "path", {"d": path, "marker-end": "url(#tip)"})
    else:
        dx, dy = (end[0] - start[0]) / length * _RADIUS, (end[1] - start[1]) / length * _RADIUS
        ends = {"x1": start[0] + dx, "y1": start[1] + dy, "x2": end[0] - dx, "y2": end[1] - dy}
        line = SubElement(lines, "line", _numbers(ends) | {"marker-end": "url(#tip)"})
    SubElement(line, "title").text = named


def _halfway(words: Element, start: Point, end: Point, named: str) -> None:
    middle = {"x": (start[0] + end[0]) / 2, "y": (start[1] + end[1]) / 2 - 2}
    _text(words, named, middle)


def _node(root: Element, place: Point, attributes: dict[str, object], language: str) -> None:
    label, shown = str(attributes.get("type", "")), str(attributes.get("label", ""))
    group = SubElement(root, "g", {"font-size": "12", "fill": _INK, "text-anchor": "middle"})
    SubElement(group, "title").text = f"{label_name(label, language)}: {shown}"
    _sign(group, place, _RADIUS, outline(label), {"fill": colour(label), "stroke": "#ffffff", "stroke-width": "2"})
    for line, text in enumerate(_folded(shown)):
        _text(group, text, {"x": place[0], "y": place[1] + _RADIUS + 14 * (line + 1)})


def _sign(parent: Element, place: Point, radius: float, shape: tuple[float, ...] | None, look: dict[str, str]) -> None:
    """A disc, or a shape of the same size."""
    x, y = place
    if shape is None:
        SubElement(parent, "circle", _numbers({"cx": x, "cy": y, "r": radius * 0.9}) | look)
        return
    corners = zip(shape[::2], shape[1::2], strict=True)
    points = " ".join(f"{x + radius * right:.1f},{y + radius * down:.1f}" for right, down in corners)
    SubElement(parent, "polygon", {"points": points} | look)


def _frame(canvas: _Canvas, network: Network, sheet: Sheet) -> None:
    """Title, counts, date, legend; the classification above and below, as on every page of a paper."""
    root, width, height = canvas.root, canvas.width, canvas.height
    _text(root, _shortened(sheet.heading, 70), {"x": 24, "y": 36}, {"font-size": "20", "fill": _INK})
    told = f"{sheet.counts(network)}　{sheet.word('made')} {sheet.made_at}"
    _text(root, told, {"x": 24, "y": 58}, {"font-size": "12", "fill": _QUIET})
    secret = {"font-size": "14", "fill": _SECRET, "font-weight": "bold", "text-anchor": "end"}
    if sheet.classification:
        _text(root, _shortened(sheet.classification, 40), {"x": width - 24, "y": 34}, secret)
        _text(root, _shortened(sheet.classification, 40), {"x": width - 24, "y": height - 20}, secret)
    x, y = 32.0, 80.0
    for sign in sheet.legend(network):
        words = f"{sign.name} {sign.count}"
        across = 28 + 6.6 * _letters(words)
        if x + across > width - 24:
            x, y = 32.0, y + 18
        _sign(root, (x, y), 7, sign.outline, {"fill": sign.colour})
        _text(root, words, {"x": x + 11, "y": y + 4}, {"font-size": "12", "fill": _INK})
        x += across
    rule = {"x1": 24.0, "y1": height - 44, "x2": width - 24, "y2": height - 44}
    SubElement(root, "line", _numbers(rule) | {"stroke": "#d9dee3"})


def _text(parent: Element, words: str, at: dict[str, float], look: dict[str, str] | None = None) -> None:
    """A line of text; one without a look of its own has white behind it, to be read across lines."""
    if look is None:
        behind = {"stroke": "#ffffff", "stroke-width": "3", "stroke-linejoin": "round"}
        SubElement(parent, "text", _numbers(at) | behind).text = words
    SubElement(parent, "text", _numbers(at) | (look or {})).text = words


def _numbers(values: dict[str, float]) -> dict[str, str]:
    return {name: f"{value:.1f}" for name, value in values.items()}


def _letters(text: str) -> int:
    """The width of a text in half-width characters."""
    return sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def _shortened(text: str, most: int) -> str:
    """The text, or as much of its beginning as fits into ``most`` half-width characters."""
    if _letters(text) <= most:
        return text
    kept, wide = "", 0
    for sign in text:
        wide += _letters(sign)
        if wide > most - 2:
            break
        kept += sign
    return f"{kept}…"


def _folded(text: str) -> Sequence[str]:
    """A node's text on at most two lines."""
    flat = " ".join(text.split())
    if _letters(flat) <= _LETTERS:
        return (flat,)
    first = _shortened(flat, _LETTERS + 2)[:-1]
    return (first, _shortened(flat[len(first) :].strip(), _LETTERS))

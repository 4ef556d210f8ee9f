"""A drawing as PNG, with a font of our own: Chinese comes out as Chinese on a machine that has no font for it."""

from __future__ import annotations

import pylopdf_fonts_zh_cn
import resvg_py

from graph.export.drawing import FONT, svg
from graph.export.network import Network
from graph.export.sheet import Sheet

#: Pixels of the longer side up to which a drawing is made at double size, to be sharp on paper.
_SHARP = 2_600


def png(network: Network, sheet: Sheet) -> bytes:
    """The drawing as PNG. Letters that our font lacks are looked for in the system's."""
    drawn = svg(network, sheet).decode()
    head = drawn[: drawn.index(">", drawn.index("<svg"))]
    longest = max(int(head.split(f'{side}="')[1].split('"')[0]) for side in ("width", "height"))
    return resvg_py.svg_to_bytes(
        svg_string=drawn,
        zoom=2 if longest <= _SHARP else 1,
        font_files=[str(pylopdf_fonts_zh_cn.sans_path())],
        font_family=FONT,
        sans_serif_family=FONT,
    )

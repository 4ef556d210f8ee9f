"""A paper as PDF, set by Typst with the fonts that are pinned: Chinese comes out on a machine without any."""

from __future__ import annotations

from dataclasses import asdict
from functools import cache
from pathlib import Path

import orjson
import pylopdf_fonts_zh_cn
import typst

from graph.export.papers.content import Paper

_TEMPLATE = Path(__file__).with_name("paper.typ")


def pdf(paper: Paper) -> bytes:
    """The paper, its text to be searched and copied. Letters that our fonts lack are looked for in the system's."""
    given = orjson.dumps(asdict(paper.plain())).decode()
    return typst.compile(
        _TEMPLATE, root=_TEMPLATE.parent, font_paths=_fonts(), sys_inputs={"paper": given}, format="pdf"
    )


@cache
def _fonts() -> typst.Fonts:
    directory = pylopdf_fonts_zh_cn.sans_path().parent
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[directory])

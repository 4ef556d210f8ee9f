"""The page on accuracy, made from a small real run; and that the page that is committed was made."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bench.rivals.command import sample
from docs.accuracy.errors import worst
from docs.accuracy.held_out import held_out
from docs.accuracy.making import Page, cross_validated, make
from docs.generate import ROOT

_BLOCKS = ("pair", "rivals", "sizes", "kinds", "spread", "fit", "errors")
_PICTURES = ("pair.svg", "sizes.svg", "rivals.svg", "scores.svg")
_PRINTED = "weights\n\nby fold\n  a\n\ncross-validated over folds\n  .9\n\nby scenario\n  b\n"


def _block(text: str, name: str) -> str:
    found = re.search(rf"<!-- {name} -->\n(.*?)<!-- /{name} -->", text, re.DOTALL)
    assert found, name
    return found[1]


def test_a_run_fills_every_block_and_draws_every_picture(tmp_path: Path) -> None:
    page = Page(tmp_path / "page.md", tmp_path)
    page.text.write_text("".join(f"<!-- {name} -->\n<!-- /{name} -->\n" for name in _BLOCKS), encoding="utf-8")
    source, train = sample(tmp_path, 400, "heldout"), sample(tmp_path, 100, "train")
    make(page, source, train, ["Fengqiao", "exact phone"], cross_validated(_PRINTED))
    text = page.text.read_text(encoding="utf-8")
    for name in _BLOCKS:
        assert _block(text, name).strip(), name
    assert "| Fengqiao |" in _block(text, "rivals")
    for name in _PICTURES:
        assert ElementTree.parse(tmp_path / name).getroot().tag.endswith("svg")
    seen = held_out(source)
    errors = worst(seen)
    assert errors == sorted(errors, key=lambda error: -error.pairs)
    assert _block(text, "errors").count("**") == 2 * len(errors)


def test_what_fit_printed_is_shown_without_its_longest_parts() -> None:
    shown = cross_validated(_PRINTED)
    assert "cross-validated over folds" in shown
    assert "by fold" not in shown
    with pytest.raises(ValueError, match="not what"):
        cross_validated("nothing of the sort")


def test_the_page_that_is_kept_was_made() -> None:
    text = (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8")
    for name in _BLOCKS:
        assert _block(text, name).strip(), name
    assert _block(text, "errors").count("**") == 20

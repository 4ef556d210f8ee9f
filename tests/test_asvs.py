"""docs/asvs.md: every item once, each with a test that exists; only what does not apply may do without."""

from __future__ import annotations

import ast
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest

from docs.generate import ROOT

PAGE = ROOT / "docs" / "asvs.md"
#: Numbers and levels of the standard's items of the chapters covered.
ITEMS = ROOT / "docs" / "asvs.tsv"
NOT_APPLICABLE = "not applicable"
SPECIAL = (NOT_APPLICABLE, "left to you", "not met")

_ROW = re.compile(r"^\| (\d+\.\d+\.\d+) \| ([12]) \| (.+?) \| (.+?) \| (.+?) \|$", re.MULTILINE)
_TEST = re.compile(r"(?:left to you: |not met: )?`(tests/[a-z_/]+\.py)::(test_\w+)`")


@dataclass(frozen=True)
class Row:
    """A line of the table."""

    number: str
    level: str
    about: str
    how: str
    proof: str


def rows() -> list[Row]:
    """Every line of every table of the page."""
    text = PAGE.read_text(encoding="utf-8")
    found = [Row(*each) for each in _ROW.findall(text)]
    assert len(found) == len(re.findall(r"^\| *\d", text, re.MULTILINE)), "a line that is no row"
    return found


@cache
def named_in(path: str) -> frozenset[str]:
    """The names of the tests in a file of the project."""
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in tree.body if isinstance(node, ast.FunctionDef))


def test_every_item_of_the_chapters_is_there_once_with_its_level() -> None:
    items = [tuple(line.split("\t")) for line in ITEMS.read_text(encoding="utf-8").splitlines()]
    assert len(items) == len(set(items)) == 217
    assert [(row.number, row.level) for row in rows()] == items


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.number)
def test_every_row_that_applies_names_a_test_that_exists(row: Row) -> None:
    assert row.how.strip()
    if row.proof == NOT_APPLICABLE:
        return
    named = _TEST.fullmatch(row.proof)
    assert named, row.proof
    assert named[2] in named_in(named[1]), row.proof


def test_the_counts_at_the_top_are_those_of_the_table() -> None:
    counted = Counter(next((each for each in SPECIAL if row.proof.startswith(each)), "test") for row in rows())
    top = (
        f"{counted['test']} with a test, {counted['not applicable']} not applicable, "
        f"{counted['left to you']} **left to you**, {counted['not met']} **not met**"
    )
    assert f"All {len(rows())} items" in PAGE.read_text(encoding="utf-8")
    assert top in PAGE.read_text(encoding="utf-8")

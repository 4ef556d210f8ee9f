"""The documentation says what the code says, and its links lead somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import click
import pytest

from app import cli
from docs.generate import ROOT, commands, documents, replaced
from graph.schema import NODES, RELATIONSHIPS
from graph.settings import SETTINGS

PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_CODE = re.compile(r"^ *```.*?^ *```|`[^`\n]*`", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", documents(), ids=str)
def test_a_generated_page_is_as_the_code_makes_it(path: Path) -> None:
    written = (ROOT / path).read_text(encoding="utf-8")
    assert written == documents()[path], "run: python -m docs.generate"


def every(group: click.Group, path: str = "") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from every(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


def test_every_command_and_option_is_described() -> None:
    text = commands()
    for called, command in every(cli):
        assert f"python app.py{called}" in text
        assert command.help
        for option in command.params:
            if isinstance(option, click.Option):
                assert all(f"`{name}`" in text for name in option.opts)


def test_every_setting_is_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [s.name for s in SETTINGS if f"| `{s.name}` |" not in readme] == []


def test_every_setting_that_names_another_machine_is_among_the_connections() -> None:
    page = (ROOT / "docs" / "protection.md").read_text(encoding="utf-8")
    table = page.partition("## Connections\n")[2].partition("\n## ")[0]
    naming = [s.name for s in SETTINGS if s.name.endswith(("_URI", "_URL", "_WEBHOOK", "_MAIL"))]
    assert len(naming) >= 5
    assert [name for name in naming if f"`{name}`" not in table] == []
    assert "an administrator" in table.lower()


def test_every_label_and_relationship_is_in_the_schema_page() -> None:
    page = (ROOT / "docs" / "schema.md").read_text(encoding="utf-8")
    assert [node.label for node in NODES if f"| {node.label}" not in page] == []
    assert [r for r in RELATIONSHIPS if f"({r.start})-[:{r.type}]->({r.end})" not in page] == []


def test_replacing_touches_only_what_is_between_the_markers() -> None:
    text = "before\n<!-- it -->\nold\n<!-- /it -->\nafter\n"
    assert replaced(text, "it", "new\n") == "before\n<!-- it -->\nnew\n<!-- /it -->\nafter\n"
    with pytest.raises(ValueError, match="0 places for 'other'"):
        replaced(text, "other", "new\n")


def anchors(page: Path) -> set[str]:
    """The fragments that a page's headings answer to, as Markdown renderers make them."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_relative_links_lead_to_a_file_of_the_project(page: Path) -> None:
    broken = []
    for link in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        target, _, fragment = link.partition("#")
        if "://" in target:
            continue
        file = (page.parent / target).resolve() if target else page
        if not file.exists() or not file.is_relative_to(ROOT) or (fragment and fragment not in anchors(file)):
            broken.append(link)
    assert broken == []


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "README.md").read_text(encoding="utf-8")
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} - {"README.md"}
    assert [name for name in sorted(pages) if f"]({name})" not in index] == []


def test_the_picture_loads_nothing_and_says_what_it_shows() -> None:
    text = (ROOT / "docs" / "record.svg").read_text(encoding="utf-8")
    picture = ElementTree.fromstring(text)
    assert picture.findtext("{http://www.w3.org/2000/svg}desc")
    assert [word for word in ("href", "@import", "url(http", "<script") if word in text] == []

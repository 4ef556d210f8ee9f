"""The pages' kit: what is pinned is what is there, and nothing of it asks for anything elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from web import assets
from web.words import ROOT


@pytest.fixture
def vendor() -> Path:
    """The kit, fetched if this machine has not got it."""
    if not assets.current():
        assets.fetch()
    return assets.VENDOR


def test_the_kit_is_there_and_asks_no_other_host_for_anything(vendor: Path) -> None:
    for name in assets.FILES.values():
        text = (vendor / name).read_text(encoding="utf-8")
        assert len(text) > 500
        # A script that draws has `url(` in its own code.
        elsewhere = r"url\((?![\"']?data:)[^)]*\)|@import[^;]*|" if name.endswith(".css") else ""
        assert re.findall(elsewhere + r"sourceMappingURL=\S+", text) == []


@pytest.mark.usefixtures("vendor")
def test_another_lock_or_a_missing_file_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert assets.current()
    monkeypatch.setattr(assets, "_pinned", lambda: "another")
    assert not assets.current()
    monkeypatch.undo()
    monkeypatch.setattr(assets, "FILES", {**assets.FILES, "x": "not-there.css"})
    assert not assets.current()


def test_every_package_is_pinned_by_its_hash_and_none_runs_a_script() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
    assert all(entry["integrity"].startswith("sha512-") for name, entry in packages.items() if name)
    assert not any(entry.get("hasInstallScript") or "resolved" in entry for entry in packages.values())


@pytest.mark.usefixtures("vendor")
def test_every_file_that_a_page_refers_to_is_there() -> None:
    pages = "".join(page.read_text(encoding="utf-8") for page in (ROOT / "templates").glob("*.html"))
    named = set(re.findall(r"""filename=['"]([^'"]+)['"]""", pages))
    assert {"vendor/tabler.min.css", "fengqiao.css", "find.js"} <= named
    assert [name for name in named if not (ROOT / "static" / name).exists()] == []

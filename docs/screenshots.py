"""``python -m docs.screenshots``: every page in each size, language and colour, with no data, a little, and much.

Pictures go to ``screenshots/`` under FENGQIAO_HOME, a folder for each amount of data. ``--readme`` makes the three of
the README anew instead. A home and an engine of its own are made for it and are gone afterwards.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import product, starmap
from pathlib import Path
from typing import NamedTuple

from neo4j import Driver
from playwright.sync_api import Browser, Page, sync_playwright

from bench.home import emptied_graph
from bench.run import SEED
from bench.served import PASSWORD, add_person, served
from graph import settings
from graph.engine.own_home import own_home
from ingest.pipeline import ingest
from ingest.reading import open_files
from ingest.sample import generate
from web.roles import Role

_ROWS = (0, 50, 10_000)
_SIZES = {"desk": (1440, 900), "phone": (390, 844)}
_LANGUAGES = ("zh", "en")
_THEMES = ("light", "dark")
_FLAGS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
#: The layout of a large network takes a moment in the browser.
_SETTLE_MS = 2_500
_PICTURES = Path(__file__).with_name("pictures")
_README = ("workbench", "explore", "briefing")
_README_ROWS = 10_000
_GRAVEST = """OPTIONAL MATCH (d:Dispute) WHERE d.merged_into IS NULL
WITH d ORDER BY d.risk DESC LIMIT 1
OPTIONAL MATCH (d)<-[:ABOUT]-(:Incident)<-[:REPORTED]-(p:Phone)
WITH d, p.number AS phone, count(*) AS calls ORDER BY calls DESC LIMIT 1
RETURN d.id AS dispute, phone, d.community AS community"""


@dataclass(frozen=True)
class Shown:
    """A page: what its picture is called, where it is, and whether its network has to settle first."""

    name: str
    path: str
    settles: bool = False


class Look(NamedTuple):
    """How somebody looks: language, colours, size of the window."""

    language: str = "zh"
    theme: str = "light"
    size: str = "desk"


def main(arguments: Sequence[str]) -> None:
    """Make the pictures."""
    parser = argparse.ArgumentParser(prog="python -m docs.screenshots", description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=_ROWS, help="amounts of data; default: %(default)s")
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README")
    asked = parser.parse_args(arguments)
    into = settings.home() / "screenshots"
    for rows in (_README_ROWS,) if asked.readme else asked.rows:
        with own_home() as home, emptied_graph() as driver:
            if rows:
                _load(driver, home, rows)
            add_person("wang", Role.ANALYST)
            add_person("zhang", Role.ADMINISTRATOR)
            with served() as (address, _), _chromium() as browser:
                if asked.readme:
                    _readme(browser, address, driver)
                else:
                    _all(browser, address, driver, into / f"{rows}-records")
    print(_PICTURES if asked.readme else into)


def _load(driver: Driver, home: Path, rows: int) -> None:
    _say(f"loading {rows:,} records")
    generate(rows, SEED, None, home / "sample.csv")
    [(source, mapping)] = open_files([home / "sample.csv"], None, None)
    ingest(driver, source, mapping)


@contextmanager
def _chromium() -> Iterator[Browser]:
    """Debian's Chromium, headless."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if not found:
        sys.exit("screenshots need Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=_FLAGS)
        yield browser
        browser.close()


def _pages(driver: Driver) -> dict[str, list[Shown]]:
    """Who looks -> at what: pages about one thing are about the gravest."""
    found = driver.execute_query(_GRAVEST).records[0]
    dispute, phone, community = found["dispute"], found["phone"] or "", found["community"]
    desk = [
        Shown("workbench", "/"),
        Shown("disputes", "/disputes"),
        Shown("explore", "/explore", settles=True),
        Shown("communities", "/communities"),
        Shown("briefing", f"/briefing?phone={phone}"),
        Shown("search", "/search?q=z"),
        Shown("account", "/account"),
    ]
    if dispute:
        desk += [Shown("dispute", f"/disputes/{dispute}"), Shown("export", f"/exports?dispute={dispute}")]
    if community:
        desk.append(Shown("community", f"/communities/{community}"))
    office = [Shown("people", "/people"), Shown("units", "/units"), Shown("audit", "/audit")]
    return {"wang": desk, "zhang": office}


def _all(browser: Browser, address: str, driver: Driver, into: Path) -> None:
    into.mkdir(parents=True, exist_ok=True)
    for name, pages in _pages(driver).items():
        for look in starmap(Look, product(_LANGUAGES, _THEMES, _SIZES)):
            page = _signed_in(browser, address, name, look)
            for shown in pages:
                _take(page, address, shown, into / f"{shown.name}-{'-'.join(look)}.png", whole=True)
            page.context.close()
        _say(f"{into.name}: {len(pages)} pages as {name} sees them")


def _readme(browser: Browser, address: str, driver: Driver) -> None:
    _PICTURES.mkdir(exist_ok=True)
    page = _signed_in(browser, address, "wang", Look())
    for shown in _pages(driver)["wang"]:
        if shown.name in _README:
            _take(page, address, shown, _PICTURES / f"{shown.name}.png", whole=False)


def _signed_in(browser: Browser, address: str, name: str, look: Look) -> Page:
    width, height = _SIZES[look.size]
    context = browser.new_context(viewport={"width": width, "height": height}, locale="zh-CN")
    for cookie in ("language", "theme"):
        context.add_cookies([{"name": cookie, "value": getattr(look, cookie), "url": address}])
    page = context.new_page()
    page.goto(f"{address}/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_load_state("networkidle")
    return page


def _take(page: Page, address: str, shown: Shown, file: Path, *, whole: bool) -> None:
    page.goto(address + shown.path)
    page.wait_for_load_state("networkidle")
    if shown.settles:
        page.wait_for_timeout(_SETTLE_MS)
    page.screenshot(path=file, full_page=whole and not shown.settles)


def _say(line: str) -> None:
    print(f"screenshots: {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])

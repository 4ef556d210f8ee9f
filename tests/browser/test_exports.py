"""Communities and exports in a real Chromium: every look, the way to a file, a page that opens without a network."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pytest
from neo4j import Driver
from playwright.sync_api import Browser, BrowserContext

from graph import schema
from ingest.progress import watching
from ingest.tour import load_sample
from tests.browser.conftest import Keys, Served, start, stop, watched
from tests.browser.test_pages import DESK, TELEPHONE, seen, theme_of
from web.communities.keeping import renew_and_keep
from web.database import Database

_HOSTILE = '"><script>document.title="run"</script></script><!-- \u202e=1+1'
_TIED = """
MATCH (d:Dispute) WHERE d.community IS NOT NULL
MERGE (p:Person {key: 'hostile'}) SET p.name = $name
MERGE (p)-[:PARTY_TO {side: 'opponent'}]->(d)
"""
#: How many pixels of the canvas are not blank.
_INK = """(() => {
  const canvas = document.querySelector("canvas");
  const pixels = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data;
  let ink = 0;
  for (let at = 3; at < pixels.length; at += 4) ink += pixels[at] > 0;
  return ink;
})()"""


@pytest.fixture(scope="module")
def served(kit: None, driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:  # noqa: ARG001
    """The pages with a small sample in which a person with a hostile name is a party to all disputes of a community."""
    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
    schema.apply(driver)
    with watching("sample", quiet=True) as watcher:
        load_sample(driver, 300, 110, watcher)
    directory = tmp_path_factory.mktemp("served")
    accounts = Database(f"sqlite:///{directory / 'accounts.sqlite'}")
    accounts.upgrade()
    renew_and_keep(accounts, driver)
    driver.execute_query(_TIED, name=_HOSTILE)
    renew_and_keep(accounts, driver)
    accounts.dispose()
    started = start(directory)
    yield started
    if started.process.poll() is None:
        stop(started)


@pytest.fixture
def analyst(chromium: Browser, keys: Keys) -> Iterator[BrowserContext]:
    context = chromium.new_context(viewport=DESK)  # type: ignore[arg-type]
    context.add_cookies(keys["analyst"])  # type: ignore[arg-type]
    yield context
    context.close()


@pytest.mark.parametrize(
    ("path", "link"),
    [
        ("/communities", ""),
        ("/communities?change=gone", ""),
        ("/communities", "td.main a"),
        ("/exports", ""),
        ("/disputes", "td.main a >> nth=0, .page-head a[href*=exports]"),
    ],
)
def test_nothing_is_broken_cut_off_or_inaccessible(
    chromium: Browser, served: Served, keys: Keys, path: str, link: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    for one in seen(chromium, served, keys["analyst"], path):
        for step in link.split(", ") if link else []:
            one.page.click(step)
            one.page.wait_for_load_state("networkidle")
        assert one.wrong == []
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if (one.page.viewport_size, theme_of(one.page)) in ((DESK, "light"), (TELEPHONE, "dark")):
            found = Axe().run(one.page).response["violations"]
            assert [(v["id"], v["nodes"][0]["html"]) for v in found if v["impact"] in ("serious", "critical")] == []


def test_a_community_is_drawn_and_taken_away_by_keyboard(
    analyst: BrowserContext, served: Served, tmp_path: Path
) -> None:
    page = watched(analyst, served.address).page
    page.goto(f"{served.address}/communities")
    page.locator("td.main a").first.press("Enter")
    page.wait_for_selector(".picture img")
    assert page.locator(".picture img").evaluate("image => image.decode().then(() => image.naturalWidth)") > 100
    page.get_by_role("link", name="导出").press("Enter")
    page.get_by_label("GraphML").press("Space")
    with page.expect_download() as download:
        page.get_by_role("button", name="生成文件").press("Enter")
    download.value.save_as(tmp_path / "taken.graphml")
    network = nx.read_graphml(tmp_path / "taken.graphml", force_multigraph=True)
    told = page.locator(".counts tfoot td").all_inner_texts()
    assert told == [str(len(network)), str(len(network.edges))]
    assert list(nx.get_node_attributes(network, "type").values()).count("Dispute") >= 2


def test_the_page_opens_without_a_network_and_draws(
    chromium: Browser, analyst: BrowserContext, served: Served, driver: Driver, tmp_path: Path
) -> None:
    page = analyst.new_page()
    community = driver.execute_query("MATCH (p:Person {key: 'hostile'}) RETURN p.community").records[0].value()
    page.goto(f"{served.address}/communities/{community}")
    page.get_by_role("link", name="导出").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="生成文件").click()
    file = tmp_path / "taken.html"
    download.value.save_as(file)
    context = chromium.new_context(viewport=DESK, offline=True)  # type: ignore[arg-type]
    opened = watched(context, file.as_uri())
    opened.page.on("dialog", lambda dialog: opened.wrong.append(dialog.message))
    opened.page.goto(file.as_uri())
    opened.page.wait_for_selector("html[data-drawn]")
    assert opened.wrong == []
    assert opened.page.title() != "run"
    assert opened.page.evaluate(_INK) > 1_000
    opened.page.locator("summary").first.click()
    shown = opened.page.locator("details table").first.inner_text()
    assert '"><script>document.title="run"</script></script><!-- \ufffd=1+1' in shown
    assert "内部资料 注意保密" in opened.page.locator("header").inner_text()
    context.close()

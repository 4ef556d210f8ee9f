"""The whiteboard in a real Chromium: drawn, expanded, searched for ways, undone, kept; all of it by keyboard too."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from neo4j import Driver
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.browser.conftest import Served, Watched, watched
from tests.browser.test_pages import LOOKS

_PATIENCE_MS = 20_000
expect.set_options(timeout=_PATIENCE_MS)
Cookies = list[dict[str, object]]


def settled(page: Page) -> None:
    """Until nothing is fetched or laid out."""
    page.wait_for_timeout(150)
    page.wait_for_selector("#explore[data-state=ready]", timeout=_PATIENCE_MS)
    page.wait_for_timeout(100)


def things(page: Page) -> int:
    return int(page.get_attribute("#explore", "data-things") or 0)


def opened(context: BrowserContext, served: Served, path: str = "/explore") -> Watched:
    one = watched(context, served.address)
    one.page.goto(served.address + path)
    one.page.wait_for_selector("#explore[data-things]:not([data-things='0'])", timeout=_PATIENCE_MS)
    settled(one.page)
    return one


@pytest.fixture
def desk(chromium: Browser, served: Served, keys: dict[str, Cookies]) -> Iterator[BrowserContext]:
    """An analyst's browser at a desk, in English."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([*keys["analyst"], {"name": "language", "value": "en", "url": served.address}])  # type: ignore[list-item]
    yield context
    context.close()


def drawn(page: Page) -> list[str]:
    """The ids of what the canvas shows."""
    return list(page.evaluate("explore.picture.cy.nodes().map((node) => node.id()).sort()"))


def rows(page: Page) -> list[str]:
    return [str(row.get_attribute("data-id")) for row in page.locator("#tab-table tbody tr").all()]


def choose(page: Page, label: str) -> str:
    """Choose the first thing of a label, as a click on it does; its id."""
    found: str = page.evaluate(
        "(label) => { const id = explore.picture.cy.nodes(`[label = '${label}']`)[0].id();"
        " explore.board.choose([id]); return id; }",
        label,
    )
    return found


def test_a_newcomer_stands_before_a_drawn_network(desk: BrowserContext, served: Served) -> None:
    one = opened(desk, served)
    page = one.page
    assert things(page) > 4
    kinds = set(page.evaluate("explore.picture.cy.nodes().map((node) => node.data('label'))"))
    assert {"Dispute", "Incident"} <= kinds
    painted = page.evaluate(
        """() => [...document.querySelectorAll("#picture canvas")].some((canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          return data.some((value) => value > 0);
        })"""
    )
    assert painted
    assert page.inner_text("#tab-about h2").strip()
    assert one.wrong == []


def test_expanding_counts_first_and_undo_redo_and_the_browsers_back_lead_through_the_steps(
    desk: BrowserContext, served: Served
) -> None:
    one = opened(desk, served)
    page = one.page
    before = things(page)
    choose(page, "Unit")
    kind = page.locator(".explore-kinds li", has_text="Incident")
    expect(kind.locator("button")).to_have_text(re.compile(r"and \d+ more"))
    here, whole = map(int, kind.locator(".num").inner_text().split(" / "))
    assert whole > here
    kind.locator("button").click()
    expect(page.locator("#explore")).not_to_have_attribute("data-things", str(before))
    settled(page)
    after = things(page)
    shown = drawn(page)
    assert len(shown) == after > before
    page.keyboard.press("Control+z")
    expect(page.locator("#explore")).to_have_attribute("data-things", str(before))
    page.keyboard.press("Control+y")
    expect(page.locator("#explore")).to_have_attribute("data-things", str(after))
    assert drawn(page) == shown
    page.go_back()
    expect(page.locator("#explore")).to_have_attribute("data-things", str(before))
    page.go_forward()
    expect(page.locator("#explore")).to_have_attribute("data-things", str(after))
    assert one.wrong == []


def test_nothing_moves_when_something_comes(desk: BrowserContext, served: Served) -> None:
    one = opened(desk, served)
    places = one.page.evaluate("explore.picture.positions()")
    choose(one.page, "Unit")
    one.page.locator(".explore-kinds li", has_text="Incident").locator("button").click()
    expect(one.page.locator("#explore")).not_to_have_attribute("data-things", str(len(places)))
    settled(one.page)
    later = one.page.evaluate("explore.picture.positions()")
    assert {node: later[node] for node in places} == places


def test_a_way_is_found_and_lit(desk: BrowserContext, served: Served) -> None:
    one = opened(desk, served)
    page = one.page
    page.evaluate(
        "() => { const { cy } = explore.picture; explore.board.choose([cy.nodes(\"[label = 'Location']\")[0].id(),"
        " cy.nodes(\"[label = 'Phone'], [label = 'Caller']\")[0].id()]); }"
    )
    page.get_by_role("button", name="Way between them").click()
    expect(page.locator("#tab-ways")).to_contain_text("A way of")
    assert page.evaluate("explore.picture.cy.nodes('.way').length") >= 2
    page.get_by_label("All of the shortest ways").check()
    page.get_by_role("button", name="Find the way").click()
    expect(page.locator("#tab-ways [aria-live] p").first).to_contain_text("of")
    assert one.wrong == []


def test_the_table_alone_with_the_keyboard(desk: BrowserContext, served: Served) -> None:
    """Without a mouse: reach the table, sort it, go down, choose, hide, undo, and the picture follows."""
    one = opened(desk, served)
    page = one.page
    page.focus("#tab-of-about")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#tab-of-table")).to_be_focused()
    expect(page.locator("#tab-table tbody tr").first).to_be_visible()
    assert sorted(rows(page)) == drawn(page)
    page.locator("#tab-table thead button", has_text="Name").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#tab-table thead th").first).to_have_attribute("aria-sort", "ascending")
    names = page.locator("#tab-table tbody th").all_inner_texts()
    page.keyboard.press("Enter")
    expect(page.locator("#tab-table thead th").first).to_have_attribute("aria-sort", "descending")
    assert page.locator("#tab-table tbody th").all_inner_texts() != names
    page.locator("#tab-table tbody button").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    chosen = page.evaluate("[...explore.board.chosen]")
    assert chosen == [rows(page)[1]]
    expect(page.locator("#tab-table tbody tr").nth(1)).to_have_attribute("aria-current", "true")
    page.keyboard.press("h")
    assert chosen[0] not in rows(page)
    assert chosen[0] not in drawn(page)
    page.keyboard.press("Control+z")
    expect(page.locator(f"#tab-table tr[data-id='{chosen[0]}']")).to_have_count(1)
    page.locator(f"#tab-table button[data-id='{chosen[0]}']").focus()
    page.keyboard.press("Shift+F10")
    expect(page.locator("[role=menu] [role=menuitem]").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator(f"#tab-table button[data-id='{chosen[0]}']")).to_be_focused()
    assert one.wrong == []


def test_filters_groups_notes_and_pins_show_in_picture_and_table(desk: BrowserContext, served: Served) -> None:
    one = opened(desk, served)
    page = one.page
    whole = drawn(page)
    page.click("#tab-of-filters")
    page.locator(".explore-filter label", has_text="Incident").locator("input").uncheck()
    assert page.evaluate("explore.picture.cy.nodes(\"[label = 'Incident']\").length") == 0
    page.locator(".explore-filter label", has_text="Incident").locator("input").check()
    assert drawn(page) == whole
    page.select_option("#explore-group", "label")
    settled(page)
    assert page.evaluate("explore.picture.cy.nodes('.closed').length") >= 1
    page.select_option("#explore-group", "none")
    assert drawn(page) == whole
    dispute = choose(page, "Dispute")
    page.focus("#picture")
    page.keyboard.press("p")
    page.keyboard.press("n")
    page.fill("dialog input", "ask again on Monday")
    page.keyboard.press("Enter")
    expect(page.locator("dialog")).to_have_count(0)
    shown = page.evaluate("(id) => explore.picture.cy.getElementById(id).data()", dispute)
    assert (shown["pinned"], shown["note"]) == (True, "ask again on Monday")
    spot = page.evaluate("(id) => explore.picture.positions()[id]", dispute)
    page.select_option("#explore-layout", "circle")
    settled(page)
    assert page.evaluate("(id) => explore.picture.positions()[id]", dispute) == spot
    assert one.wrong == []


@pytest.mark.parametrize("layout", ["force", "tree", "circle", "time"])
def test_every_layout_gives_each_thing_a_place_of_its_own(desk: BrowserContext, served: Served, layout: str) -> None:
    one = opened(desk, served)
    one.page.select_option("#explore-layout", layout)
    settled(one.page)
    places = one.page.evaluate("explore.picture.positions()")
    assert len({tuple(place) for place in places.values()}) == len(places) > 4
    assert one.page.locator("#explore-axis").is_visible() is (layout == "time")
    assert one.wrong == []


def test_the_time_slider_leaves_what_happened_by_then_and_plays(desk: BrowserContext, served: Served) -> None:
    one = opened(desk, served)
    page = one.page
    whole = drawn(page)
    page.get_by_label("Until").focus()
    for _ in range(40):
        page.keyboard.press("ArrowLeft")
    fewer = drawn(page)
    assert len(fewer) < len(whole)
    page.get_by_role("button", name="All of time").click()
    assert drawn(page) == whole
    page.get_by_role("button", name="Play").click()
    expect(page.get_by_role("button", name="Stop").first).to_be_visible()
    assert len(drawn(page)) < len(whole)
    page.get_by_role("button", name="Stop").first.click()
    page.keyboard.press("Control+z")
    expect(page.get_by_role("button", name="All of time")).to_be_hidden()
    assert drawn(page) == whole
    assert one.wrong == []


def test_a_map_is_kept_shared_opened_as_it_was_and_deleted_after_a_question(
    chromium: Browser, served: Served, keys: dict[str, Cookies], desk: BrowserContext
) -> None:
    one = opened(desk, served)
    page = one.page
    page.select_option("#explore-layout", "circle")
    settled(page)
    choose(page, "Dispute")
    page.focus("#picture")
    page.keyboard.press("n")
    page.fill("dialog input", "seen")
    page.keyboard.press("Enter")
    kept = page.evaluate("[explore.picture.positions(), explore.picture.cy.zoom(), explore.picture.cy.pan()]")
    page.click("#tab-of-maps")
    page.fill("#tab-maps input", "For Monday")
    page.get_by_role("button", name="Save as a map").click()
    expect(page.locator(".explore-maps strong")).to_have_text("For Monday")
    page.get_by_role("button", name="Share: For Monday").click()
    page.fill("dialog input", "administrator")
    page.keyboard.press("Enter")
    expect(page.locator(".explore-maps .tag")).to_contain_text("administrator")

    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    context.add_cookies([*keys["administrator"], {"name": "language", "value": "en", "url": served.address}])  # type: ignore[list-item]
    other = opened(context, served).page
    there = things(other)
    other.click("#tab-of-maps")
    other.get_by_role("button", name="Open: For Monday").click()
    other.get_by_role("button", name="Open it instead").click()
    expect(other.locator("#tab-maps input")).to_have_value("For Monday")
    again = other.evaluate("[explore.picture.positions(), explore.picture.cy.zoom(), explore.picture.cy.pan()]")
    assert again == kept
    assert other.evaluate("[...explore.board.now.notes.values()]") == ["seen"]
    expect(other.get_by_role("button", name="Delete: For Monday")).to_have_count(0)
    other.keyboard.press("Control+z")
    expect(other.locator("#explore")).to_have_attribute("data-things", str(there))
    context.close()

    page.get_by_role("button", name="Delete: For Monday").click()
    page.keyboard.press("Escape")
    expect(page.locator(".explore-maps strong")).to_have_count(1)
    page.get_by_role("button", name="Delete: For Monday").click()
    page.locator("dialog").get_by_role("button", name="Delete").click()
    expect(page.locator(".explore-maps strong")).to_have_count(0)
    assert one.wrong == []


def test_very_many_neighbours_are_asked_about_and_a_large_selection_comes_in_groups(
    desk: BrowserContext, served: Served, driver: Driver
) -> None:
    driver.execute_query(
        "CREATE (u:Unit {key: 'hub', name: 'hub'}) WITH u UNWIND range(1, 3200) AS k "
        "CREATE (:Incident {id: 'hub' + k, reported_at: datetime()})-[:HANDLED_BY]->(u)"
    )
    try:
        one = opened(desk, served, "/explore?node=Unit:hub")
        page = one.page
        few = things(page)
        choose(page, "Unit")
        page.focus("#picture")
        page.keyboard.press("e")
        expect(page.locator("dialog h2")).to_contain_text("3,200")
        assert things(page) == few
        page.get_by_role("button", name="All 3,200").click()
        expect(page.locator("#explore")).to_have_attribute("data-things", "3201", timeout=_PATIENCE_MS)
        settled(page)
        assert len(drawn(page)) < 3201
        assert one.wrong == []
    finally:
        driver.execute_query("MATCH (n) WHERE n.id STARTS WITH 'hub' OR n.key = 'hub' DETACH DELETE n")


def test_it_is_whole_and_accessible_in_both_languages_sizes_and_colours(
    chromium: Browser, served: Served, keys: dict[str, Cookies]
) -> None:
    for language, size, theme in LOOKS:
        context = chromium.new_context(viewport=size, color_scheme=theme)  # type: ignore[arg-type]
        context.add_cookies([*keys["analyst"], {"name": "language", "value": language, "url": served.address}])  # type: ignore[list-item]
        one = opened(context, served)
        for tab in ("about", "table", "ways", "filters", "maps"):
            one.page.click(f"#tab-of-{tab}")
            settled(one.page)
            assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), (language, size, tab)
            found = Axe().run(one.page).response["violations"]
            grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
            assert grave == [], (language, size, theme, tab)
        assert one.wrong == []
        context.close()

"""The disputes as people use them: found, filtered, kept, decided about and undone, by mouse and by keyboard."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from neo4j import Driver
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import Served, Watched, watched

DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
SHOTS = os.environ.get("FENGQIAO_SHOTS", "")


@pytest.fixture
def analyst(chromium: Browser, served: Served, keys: dict[str, list[dict[str, object]]]) -> Iterator[Watched]:
    """An analyst's page at a desk, in Chinese; at the end nothing went wrong and nothing left the host."""
    context = chromium.new_context(viewport=DESK, color_scheme="light")  # type: ignore[arg-type]
    context.add_cookies(keys["analyst"])  # type: ignore[arg-type]
    context.set_default_timeout(120_000)  # a decision takes its time on a busy machine
    one = watched(context, served.address)
    one.page.goto(f"{served.address}/disputes")
    yield one
    assert one.wrong == []
    context.close()


def numbers(page: Page) -> list[str]:
    """The disputes on the page, in order."""
    return [str(row.get_attribute("data-row")) for row in page.locator("tr[data-row]").all()]


def opened(page: Page, served: Served, least: int) -> str:
    """Open the first dispute with so many calls or more; its number."""
    page.goto(f"{served.address}/disputes?sort=incidents")
    row = page.locator("tr[data-row]").first
    number = str(row.get_attribute("data-row"))
    follow(row.locator("a"))
    assert calls(page) >= least
    return number


def follow(target: Locator) -> None:
    """Click, and wait until the page that it leads to stands."""
    with target.page.expect_event("load"):  # a navigation would be the list's note of the row, too
        target.click()


def calls(page: Page) -> int:
    return page.locator("#decide input[name=call]").count()


def decide(page: Page, action: str, *, ticked: int = 0) -> None:
    """Tick the last calls, choose the action, say why, do it, and see that it is told."""
    for at in range(1, ticked + 1):
        page.locator("#decide input[name=call]").nth(-at).check()
    follow(page.locator(f"button[name=action][value={action}]"))
    if action in ("move", "merge"):
        follow(page.locator(".near button").first)
    page.fill("#reason", "看过录音")
    page.click("form[data-slow] button.btn-primary")
    page.wait_for_selector(".decided")


def undo(page: Page) -> None:
    page.click(".decided .undo button")
    expect(page.locator(".alert-info")).to_contain_text("认定已撤销")


def test_filtering_keeping_a_filter_and_choosing_columns(analyst: Watched, served: Served) -> None:
    page = analyst.page
    everything = numbers(page)
    page.select_option("#level", "critical")
    page.select_option("#pattern", "matter")
    follow(page.locator(".filters button.btn-primary"))
    found = numbers(page)
    assert found
    assert len(found) < len(everything)
    expect(page.locator(".page-head .count")).not_to_contain_text("共几件")
    page.locator("summary", has_text="保存的筛选").click()
    page.fill("#filter-name", "多人报一的")
    follow(page.locator(".panel-body button", has_text="保存").first)
    page.goto(f"{served.address}/disputes")
    page.locator("summary", has_text="保存的筛选").click()
    follow(page.locator(".saved a", has_text="多人报一的"))
    assert numbers(page) == found
    page.locator("summary", has_text="显示列").click()
    page.locator(".ticks label", has_text="地点").locator("input").check()
    page.locator(".ticks label", has_text="首次").locator("input").uncheck()
    follow(page.locator(".panel-body button", has_text="保存").last)
    heads = page.locator("thead th").all_inner_texts()
    assert "地点" in heads
    assert "首次" not in heads
    assert "pattern=matter" in page.url


def test_the_keyboard_alone_finds_opens_and_comes_back(analyst: Watched) -> None:
    page = analyst.page
    order = numbers(page)
    for _ in range(3):
        page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/disputes/{order[1]}")
    page.go_back()
    page.wait_for_function(f"document.activeElement.closest('tr')?.dataset.row === '{order[1]}'")
    page.keyboard.press("/")
    page.keyboard.type("jkj")
    assert page.input_value("#text") == "jkj"
    page.keyboard.press("Enter")
    page.wait_for_url("**text=jkj**")
    assert numbers(page) == []


@pytest.fixture
def many(served: Served, driver: Driver) -> Iterator[None]:
    """More disputes than a page has, for a while."""
    assert served
    driver.execute_query(
        "UNWIND range(1, 60) AS n CREATE (:Dispute {id: 'D-many-' + n, title: 't', level: 'low', status: 'suggested', "
        "risk: 0.01, incidents: 0, first_at: datetime('2020-01-01'), last_at: datetime('2020-01-01')})"
    )
    yield
    driver.execute_query("MATCH (d:Dispute) WHERE d.id STARTS WITH 'D-many-' DELETE d")


@pytest.mark.usefixtures("many")
def test_pages_by_mouse_and_the_back_button(analyst: Watched) -> None:
    page = analyst.page
    page.reload()
    first = numbers(page)
    follow(page.locator("a[rel=next]"))
    second = numbers(page)
    assert not set(first) & set(second)
    follow(page.locator("a[rel=prev]"))
    assert numbers(page) == first
    page.go_back()
    assert numbers(page) == second
    page.go_forward()
    follow(page.locator("thead a", has_text="末次"))
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("末次")


def test_confirming_taking_out_and_splitting_and_undoing_each(analyst: Watched, served: Served) -> None:
    page = analyst.page
    number = opened(page, served, 4)
    before = calls(page)
    decide(page, "confirm")
    expect(page.locator(".glance")).to_contain_text("已确认")
    undo(page)
    expect(page.locator(".glance")).to_contain_text("系统建议")
    decide(page, "reject", ticked=1)
    assert calls(page) == before - 1
    undo(page)
    assert calls(page) == before
    decide(page, "split", ticked=2)
    assert calls(page) == before - 2
    assert page.url.split("?")[0].endswith(number)
    undo(page)
    assert calls(page) == before
    page.goto(f"{served.address}/decisions")
    assert page.locator("tr.undone").count() >= 3


def test_moving_and_merging(analyst: Watched, served: Served) -> None:
    page = analyst.page
    page.goto(f"{served.address}/disputes?sort=incidents")
    for number in numbers(page)[:8]:
        page.goto(f"{served.address}/disputes/{number}/decide?action=merge")
        if page.locator(".near button").count():
            break
    page.goto(f"{served.address}/disputes/{number}")
    before = calls(page)
    decide(page, "move", ticked=1)
    assert calls(page) == before - 1
    undo(page)
    page.goto(f"{served.address}/disputes/{number}")
    assert calls(page) == before
    decide(page, "merge")
    assert calls(page) > before
    undo(page)
    page.goto(f"{served.address}/disputes/{number}")
    assert calls(page) == before


def test_the_second_of_two_people_is_told(analyst: Watched, served: Served) -> None:
    page = analyst.page
    number = opened(page, served, 4)
    late = watched(page.context, served.address)
    late.page.goto(f"{served.address}/disputes/{number}/decide?action=confirm")
    decide(page, "reject", ticked=1)
    follow(late.page.locator("form[data-slow] button.btn-primary"))
    expect(late.page.locator(".alert-danger")).to_contain_text("已有变动")
    assert [said for said in late.wrong if "409" not in said] == []
    late.page.click("form[data-slow] button.btn-primary")
    late.page.wait_for_selector(".decided")
    undo(late.page)
    page.reload()
    undo(page)


def test_the_cypher_is_copied(analyst: Watched, served: Served) -> None:
    page = analyst.page
    opened(page, served, 4)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.locator(".cypher summary").first.click()
    page.locator("[data-copy]").first.click()
    expect(page.locator("[data-copy]").first).to_contain_text("✓")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert "MATCH" in copied
    assert "['D-" in copied


def test_exporting_says_how_much_and_gives_it(analyst: Watched, served: Served) -> None:
    page = analyst.page
    page.goto(f"{served.address}/disputes?level=critical")
    shown = numbers(page)
    follow(page.locator(".tools a", has_text="导出"))
    with page.expect_download() as taken:
        page.click("button[value='.csv']")
    lines = Path(taken.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert [line.split(",")[0] for line in lines[1 : len(shown) + 1]] == shown
    expect(page.locator("[data-done]")).to_be_visible()


def test_it_prints_black_on_white_without_what_is_for_the_screen(
    analyst: Watched, served: Served, tmp_path: Path
) -> None:
    page = analyst.page
    opened(page, served, 4)
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in (".decide", ".navbar", ".unmask", ".cypher", ".undo"):
        assert all(not one.is_visible() for one in page.locator(hidden).all()), hidden
    assert page.locator(".printed").is_visible()
    colours = page.evaluate(
        "[getComputedStyle(document.body).backgroundColor, getComputedStyle(document.querySelector('.words')).color]"
    )
    assert colours == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    page.screenshot(path=Path(SHOTS or tmp_path) / "dispute-print.png", full_page=True)


@pytest.mark.parametrize("size", [DESK, TELEPHONE], ids=["desk", "telephone"])
@pytest.mark.parametrize(("language", "theme"), [("zh", "light"), ("en", "dark")])
def test_nothing_is_cut_off_or_inaccessible(
    analyst: Watched, served: Served, size: dict[str, int], language: str, theme: str
) -> None:
    page = analyst.page
    page.context.add_cookies([{"name": "language", "value": language, "url": served.address}])
    page.set_viewport_size(size)  # type: ignore[arg-type]
    page.emulate_media(color_scheme=theme)  # type: ignore[arg-type]
    number = opened(page, served, 4)
    paths = ["/disputes", f"/disputes/{number}", f"/disputes/{number}/decide?action=merge", "/decisions"]
    for path in [*paths, "/disputes/export", "/disputes?text=nothing-like-it"]:
        page.goto(served.address + path)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
        found = Axe().run(page).response["violations"]
        grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
        assert grave == [], path

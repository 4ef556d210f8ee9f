"""The review queue by keyboard alone, thresholds and vocabulary tried and saved: both sizes, both languages."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from graph import thresholds
from ingest.extract import word_lists
from tests.browser.conftest import LOOKS, sound

PAGES = {
    "administrator": ["", "/thresholds", "/vocabulary?list=kinds/noise/strong", "/system", "/tokens", "/sessions"],
}


def calls(page: Page) -> str:
    """The ids of the two calls on the screen."""
    return " ".join(page.locator(".two-calls thead .number").all_inner_texts())


def press(page: Page, key: str) -> str:
    """Strike a key and wait for the page that comes; the two calls on it."""
    with page.expect_navigation():
        page.keyboard.press(key)
    page.wait_for_load_state()
    return calls(page)


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
def test_pairs_are_judged_and_taken_back_by_keyboard_alone(at: object, look: tuple[object, ...]) -> None:
    one = at("analyst", "/review", look)  # type: ignore[operator]
    page = one.page
    sound(one)
    first = calls(page)
    second = press(page, "2")
    assert second != first
    assert press(page, "4") not in {first, second}
    assert press(page, "z") == second
    assert press(page, "z") == first
    expect(page.locator("#undo")).to_have_count(0)
    seen = [first]
    for key in ("1", "3", "4"):
        seen.append(press(page, key))
    assert len(set(seen)) == 4
    sound(one)
    for _ in range(3):
        press(page, "z")
    assert calls(page) == first
    page.keyboard.press("Control+1")
    page.keyboard.press("9")
    assert calls(page) == first
    assert one.wrong == []


def test_two_people_at_once_have_different_pairs_and_agreement_is_shown(at: object) -> None:
    one, other = at("analyst", "/review"), at("investigator", "/review", LOOKS[1])  # type: ignore[operator]
    assert calls(one.page) != calls(other.page)
    for look in LOOKS:
        shown = at("supervisor", "/review/agreement", look)  # type: ignore[operator]
        sound(shown)


@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
@pytest.mark.parametrize("path", PAGES["administrator"])
def test_every_page_of_administration_is_sound(at: object, path: str, look: tuple[object, ...]) -> None:
    sound(at("administrator", f"/administration{path}", look))  # type: ignore[operator]


@pytest.mark.usefixtures("as_shipped")
@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
def test_thresholds_are_previewed_and_saved(at: object, look: tuple[object, ...]) -> None:
    one = at("administrator", "/administration", look)  # type: ignore[operator]
    page = one.page
    page.click("a[href='/administration/thresholds']")
    page.fill("#week", "4")
    page.fill("#month", "4")
    page.fill("#high", "0.6")
    page.press("#high", "Enter")
    page.wait_for_selector("#effect")
    now, then = page.locator("#effect tbody tr").first.locator("td").all_inner_texts()[:2]
    assert int(then) < int(now)
    assert thresholds.VERSIONS.every() == []
    sound(one)
    page.fill("#why", "试行一个月")
    page.click("#effect button")
    page.wait_for_url("**/administration/thresholds")
    expect(page.locator("#week")).to_have_value("4")
    expect(page.get_by_text("试行一个月")).to_be_visible()
    assert thresholds.repeats() == {7: 4, 30: 4, 365: 5}
    page.click("button[value='0']")
    page.wait_for_selector("#effect")
    expect(page.locator("#week")).to_have_value("2")
    page.fill("#why", "恢复")
    page.click("#effect button")
    page.wait_for_url("**/administration/thresholds")
    assert thresholds.in_force() == thresholds.defaults()
    sound(one)


@pytest.mark.usefixtures("as_shipped")
@pytest.mark.parametrize("look", LOOKS, ids=["desk", "telephone"])
def test_a_word_is_tried_saved_and_everything_screened_by_it(at: object, look: tuple[object, ...]) -> None:
    one = at("administrator", "/administration/vocabulary", look)  # type: ignore[operator]
    page = one.page
    page.select_option("#list", "dangers/5")
    page.click("main form[role=search] button")
    page.fill("#added", "纠纷\n争吵")
    page.click("form[action*=attempt] .btn-primary")
    page.wait_for_selector("#found")
    assert page.locator("#found tbody tr").count() > 0
    expect(page.locator("#found .changed").first).to_be_visible()
    sound(one)
    page.fill("#why", "试行")
    page.click("#found .btn-primary")
    page.wait_for_url(lambda url: "/administration/vocabulary?list=" in url)
    assert word_lists.in_force().added == {"dangers/5": ("纠纷", "争吵")}
    page.click("form[action='/administration/screening'] button")
    expect(page.locator("form[action='/administration/screening']")).to_have_count(0, timeout=60_000)
    expect(page.locator("[data-screening]")).to_have_count(0, timeout=90_000)
    page.wait_for_load_state()
    expect(page.locator("form[action='/administration/screening']")).to_have_count(0)
    sound(one)

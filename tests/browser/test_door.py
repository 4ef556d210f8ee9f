"""A page left open clears itself when its session ends; a second factor that the role demands is set up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.browser.conftest import Served, start, stop, watched
from tests.web.people import PASSWORD, code_shown

_COOKIE = "fengqiao-ends"
_OVER = "a.btn:has-text('重新登录')"


@pytest.fixture
def desk(chromium: Browser, served: Served, keys: dict[str, list[dict[str, object]]]) -> Iterator[BrowserContext]:
    """A browser in which somebody has signed in anew."""
    assert "analyst" in keys
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page = context.new_page()
    sign_in(page, f"{served.address}/sign-in", "analyst", PASSWORD)
    page.wait_for_url(f"{served.address}/")
    page.close()
    yield context
    context.close()


def sign_in(page: Page, address: str, name: str, password: str) -> None:
    page.goto(address)
    page.fill("#name", name)
    page.fill("#password", password)
    page.click("main button.btn-primary")


def test_a_page_left_open_clears_itself_and_leads_back(desk: BrowserContext, served: Served) -> None:
    one = watched(desk, served.address)
    one.page.goto(f"{served.address}/disputes?sort=last")
    assert one.page.locator("td.main").count() > 0
    asked: list[str] = []
    one.page.on("request", lambda request: asked.append(request.url))
    desk.clear_cookies(name=_COOKIE)  # as the browser does it by itself when the time is over
    one.page.wait_for_selector(_OVER)
    assert one.page.locator("td.main").count() == 0
    assert "矛盾纠纷" not in one.page.content().split("<body>")[1]
    assert (asked, one.wrong) == ([], [])
    assert one.page.evaluate("document.activeElement.className").startswith("btn")
    grave = [v["id"] for v in Axe().run(one.page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert grave == []
    desk.clear_cookies(name="fengqiao-session")
    one.page.click(_OVER)
    one.page.wait_for_url("**/sign-in?next=/disputes?sort%3Dlast")
    sign_in(one.page, one.page.url, "analyst", PASSWORD)
    one.page.wait_for_url("**/disputes?sort=last")


def test_signing_out_in_one_tab_clears_the_other(desk: BrowserContext, served: Served) -> None:
    left, right = desk.new_page(), desk.new_page()
    left.goto(f"{served.address}/disputes")
    right.goto(f"{served.address}/account")
    right.get_by_role("button", name="退出").click()
    left.wait_for_selector(_OVER)
    assert left.locator("td.main").count() == 0


def test_a_page_that_comes_back_from_the_browsers_memory_is_looked_at_at_once(
    desk: BrowserContext, served: Served
) -> None:
    page = desk.new_page()
    page.add_init_script("window.setInterval = () => 0")  # so that nothing but the coming back can clear it
    page.goto(f"{served.address}/disputes")
    desk.clear_cookies(name=_COOKIE)
    assert page.locator("td.main").count() > 0
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    assert page.locator(_OVER).count() == 1
    assert page.locator("td.main").count() == 0


def test_it_warns_before_and_one_press_goes_on(desk: BrowserContext, served: Served) -> None:
    page = desk.new_page()
    page.clock.install()
    page.goto(f"{served.address}/account")
    [mine] = [cookie for cookie in desk.cookies() if cookie["name"] == _COOKIE]
    assert not page.locator("#session-ending").is_visible()
    whose = mine["value"].rpartition("-")[2]
    desk.add_cookies([{**mine, "value": f"360-1-{whose}"}])  # type: ignore[typeddict-item] # six minutes from now
    page.clock.run_for(5_000)
    assert not page.locator("#session-ending").is_visible()
    page.clock.run_for(4 * 60_000)
    page.wait_for_selector("#session-ending", state="visible")
    with page.expect_response("**/account/stay") as answer:
        page.get_by_role("button", name="保持登录").click()
    assert answer.value.status == 204
    page.wait_for_selector("#session-ending", state="hidden")
    [renewed] = [cookie for cookie in desk.cookies() if cookie["name"] == _COOKIE]
    assert int(renewed["value"].split("-")[0]) > 360
    page.clock.run_for(60 * 60_000)
    page.wait_for_selector(_OVER)


def test_another_account_in_the_same_browser_clears_the_pages_of_the_first(
    desk: BrowserContext, served: Served
) -> None:
    left, right = desk.new_page(), desk.new_page()
    left.goto(f"{served.address}/disputes")
    desk.clear_cookies(name="fengqiao-session")
    sign_in(right, f"{served.address}/sign-in", "administrator", PASSWORD)
    right.wait_for_url(f"{served.address}/")
    left.wait_for_selector(_OVER)


@pytest.fixture
def strict(kit: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:  # noqa: ARG001
    """A server at which every role must have a second factor."""
    monkeypatch.setenv("FENGQIAO_SECOND_FACTOR", "all")
    started = start(tmp_path)
    yield started
    stop(started)


def test_a_demanded_second_factor_is_set_up_before_anything_else(
    chromium: Browser, served: Served, strict: Served
) -> None:
    assert served.process.poll() is None
    context = chromium.new_context(viewport={"width": 390, "height": 844}, color_scheme="dark")
    one = watched(context, strict.address)
    page = one.page
    sign_in(page, f"{strict.address}/sign-in", "administrator", strict.passwords["administrator"])
    page.wait_for_url("**/account/password")
    page.fill("#old", strict.passwords["administrator"])
    page.fill("#new", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_url("**/account/second-factor")
    assert page.locator("nav a").count() == 0
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1440, "height": 900})
    grave = [v["id"] for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert grave == []
    page.fill("#code", code_shown(page.locator("code.secret").inner_text()))
    page.fill("#password", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_selector(".codes")
    page.click("main a.btn-primary")
    page.wait_for_url("**/account")
    assert one.wrong == []
    context.close()

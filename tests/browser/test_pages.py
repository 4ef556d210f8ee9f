"""Every page at a desk and on a telephone, in both languages, light and dark: nothing broken, cut off, inaccessible."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Served, Watched, watched

DESK, TELEPHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}
PAGES = {
    "analyst": [
        "/",
        "/search?q=z",
        "/search?q=nothing-like-it",
        "/briefing",
        "/briefing?phone=13800000001",
        "/disputes",
        "/disputes?text=nothing-like-it",
        "the first dispute",
        "/account",
        "/account/password",
    ],
    "administrator": [
        "/accounts",
        "/accounts/1",
        "/units",
        "/account/second-factor",
        "/audit",
        "/audit?account=nobody",
    ],
    "": ["/sign-in", "/sign-in?next=/disputes"],
}
LOOKS = (("zh", DESK, "light"), ("en", TELEPHONE, "dark"), ("en", DESK, "dark"), ("zh", TELEPHONE, "light"))
CASES = [(who, path) for who, paths in PAGES.items() for path in paths]


def theme_of(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.bsTheme"))


def seen(
    chromium: Browser, served: Served, cookies: list[dict[str, object]], path: str, **options: object
) -> Iterator[Watched]:
    """The page in each language, size and theme."""
    for language, size, theme in LOOKS:
        context = chromium.new_context(viewport=size, color_scheme=theme, **options)  # type: ignore[arg-type]
        context.add_cookies([*cookies, {"name": "language", "value": language, "url": served.address}])  # type: ignore[list-item]
        one = watched(context, served.address)
        one.page.goto(served.address + (path if path.startswith("/") else "/disputes"))
        if not path.startswith("/"):
            one.page.click("td.main a")
            one.page.wait_for_selector(".timeline-calls")
        yield one
        context.close()


@pytest.mark.parametrize(("who", "path"), CASES)
def test_nothing_is_broken_cut_off_or_inaccessible(
    chromium: Browser, served: Served, keys: dict[str, list[dict[str, object]]], who: str, path: str
) -> None:
    for one in seen(chromium, served, keys.get(who, []), path):
        where = one.page.evaluate(
            "[document.documentElement.lang, innerWidth, document.documentElement.dataset.bsTheme]"
        )
        assert one.wrong == [], where
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
        if (one.page.viewport_size, theme_of(one.page)) not in ((DESK, "light"), (TELEPHONE, "dark")):
            continue  # half the looks: they have every size and every colour
        found = Axe().run(one.page).response["violations"]
        grave = [(v["id"], v["nodes"][0]["html"][:200]) for v in found if v["impact"] in ("serious", "critical")]
        assert grave == [], where
        assert one.page.title().strip()


def test_the_keyboard_alone_signs_in_and_out(chromium: Browser, served: Served, keys: dict[str, object]) -> None:
    from tests.web.people import PASSWORD

    assert "analyst" in keys
    page = chromium.new_page()
    page.goto(f"{served.address}/sign-in")
    page.wait_for_function("document.activeElement.id === 'name'")
    page.keyboard.type("analyst")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{served.address}/")
    page.get_by_role("button", name="退出").press("Enter")
    page.wait_for_url("**/sign-in")
    page.go_back()
    page.wait_for_load_state()
    assert "/sign-in" in page.url
    page.close()


def test_language_and_theme_are_chosen_and_remembered(chromium: Browser, served: Served) -> None:
    context = chromium.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(f"{served.address}/sign-in")
    assert page.locator("h1").inner_text() == "登录"
    page.get_by_role("button", name="English").click()
    page.wait_for_selector("h1:has-text('Sign in')")
    page.get_by_role("button", name="Dark").click()
    page.wait_for_selector("html[data-bs-theme=dark]")
    other = context.new_page()
    other.goto(f"{served.address}/sign-in")
    assert (other.locator("h1").inner_text(), theme_of(other)) == ("Sign in", "dark")
    other.get_by_role("button", name="System").click()
    other.wait_for_selector("html[data-bs-theme=light]")
    other.emulate_media(color_scheme="dark")
    other.wait_for_selector("html[data-bs-theme=dark]")
    context.close()

"""Every screen as every role: what its rule opens is whole, asks no other host, and leads to nothing that is shut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.browser.conftest import Served, watched
from tests.web.people import PASSWORD, account
from web import permission
from web.application import create_app
from web.database import Database
from web.roles import Role

#: Not screens: what a program reads, files, and what only makes sense after something else.
_NOT_SCREENS = ("static", "api.", "health.", "metrics.", "signing_in.", "maps.")
_PARTS = {
    "administration.screening",
    "directives.new",
    "disputes.counted",
    "diversions.new",
    "explore.find",
    "explore.kinds",
    "explore.of_link",
    "explore.of_node",
    "exports.ask",
    "own.stay",
    "search.suggest",
}
#: Role -> the unit of the account; the others see everything.
_UNITS = {Role.DISPATCHER: "市局指挥中心", Role.INVESTIGATOR: "市局指挥中心", Role.PARTNER: "住建局"}


def screens() -> list[tuple[str, str]]:
    """Endpoint and address of every page that needs nothing in its address."""
    routes = create_app().url_map.iter_rules()
    return sorted(
        (route.endpoint, route.rule)
        for route in routes
        if "GET" in (route.methods or ())
        and not route.arguments
        and not route.endpoint.startswith(_NOT_SCREENS)
        and route.endpoint not in _PARTS
    )


SCREENS = screens()


@pytest.fixture(scope="module", params=list(Role), ids=str)
def somebody(
    request: pytest.FixtureRequest, served: Served, chromium: Browser
) -> Iterator[tuple[Role, BrowserContext]]:
    """A browser in which somebody of the role has signed in."""
    role: Role = request.param
    database = Database(served.accounts)
    name = account(database, f"every-{role.value}", role, _UNITS.get(role, ""))
    database.dispose()
    context = chromium.new_context(viewport={"width": 1440, "height": 900}, color_scheme="light")
    page = context.new_page()
    page.goto(f"{served.address}/sign-in")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button.btn-primary")
    page.wait_for_url(lambda url: "/sign-in" not in url)
    page.close()
    yield role, context
    context.close()


def test_there_are_screens() -> None:
    assert {"workbench.home", "disputes.listed", "explore.board", "communities.listed"} <= {name for name, _ in SCREENS}


def test_every_screen_that_the_role_opens_is_whole(somebody: tuple[Role, BrowserContext], served: Served) -> None:
    role, context = somebody
    for endpoint, path in SCREENS:
        if not permission.may(role, endpoint):
            continue
        one = watched(context, served.address)
        answer = one.page.goto(served.address + path)
        assert answer is not None
        assert answer.status == 200, endpoint
        one.page.wait_for_load_state("networkidle")
        assert one.wrong == [], endpoint
        assert one.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), endpoint
        one.page.close()


def test_the_menu_leads_only_where_the_role_may_go(somebody: tuple[Role, BrowserContext], served: Served) -> None:
    _role, context = somebody
    page = context.new_page()
    page.goto(served.address + "/")
    links = page.eval_on_selector_all("#menu nav a", "all => all.map(link => link.href)")
    assert len(links) >= 2
    for link in links:
        answer = page.request.get(link)
        assert answer.status == 200, link
    page.close()

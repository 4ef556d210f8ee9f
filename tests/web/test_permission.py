"""Who may ask for what: every cell of the matrix that the URL map and the rules make, asked over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter
from werkzeug.routing import Rule as Route

from docs.generate import ROOT
from tests.web.people import PASSWORD, Browser, account
from web import permission
from web.accounts import people, tokens
from web.database import Database
from web.permission import RULES
from web.roles import Role


def requests(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Endpoint, method and an address for every route; the numbers in it belong to nothing."""
    for route in app.url_map.iter_rules():
        values: dict[str, object] = {name: _value(route, name) for name in route.arguments}
        built = app.url_map.bind("localhost").build(route.endpoint, values)
        for method in sorted((route.methods or set()) - {"HEAD", "OPTIONS"}):
            yield route.endpoint, method, built


def _value(route: Route, name: str) -> object:
    return 987654 if isinstance(route._converters[name], IntegerConverter) else "nothing"


@pytest.mark.parametrize("role", [None, *Role], ids=str)
def test_every_cell(app: Flask, sqlite: Database, role: Role | None) -> None:
    """Nothing is changed meanwhile: no form carries its token. Each role signs in once, and is still in at the end."""
    expected, found = {}, {}
    browser = Browser(app.test_client())
    if role is not None:
        browser.sign_in(account(sqlite, "one", role, "河口派出所"))
    for endpoint, method, path in requests(app):
        cell = (endpoint, method)
        found[cell] = _asked(browser, method, path)
        expected[cell] = _by_rule(endpoint, role)
    assert found == expected
    assert len(found) >= len(RULES)


def _asked(browser: Browser, method: str, path: str) -> str:
    answer = browser.client.open(path, method=method)
    if answer.status_code == 403:
        return "refused"
    to_sign_in = answer.status_code == 302 and (answer.location or "").split("?")[0] == "/sign-in"
    return "out" if to_sign_in or answer.status_code == 401 else "in"


def _by_rule(endpoint: str, role: Role | None) -> str:
    rule = RULES[endpoint]
    if rule.public or rule.in_address:  # it is not found by whoever has not its address, signed in or not
        return "in"
    if role is None:
        return "out"
    return "in" if role in rule.roles else "refused"


def test_every_route_has_a_rule_and_every_rule_a_route(app: Flask) -> None:
    assert {route.endpoint for route in app.url_map.iter_rules()} == set(RULES)


def test_a_route_without_a_rule_is_shut_to_everybody(app: Flask, sqlite: Database) -> None:
    app.add_url_rule("/forgotten", "forgotten", lambda: "secret")
    account(sqlite, "boss", Role.ADMINISTRATOR)
    browser = Browser(app.test_client())
    assert browser.get("/forgotten").status_code == 403
    browser.sign_in("boss")
    assert browser.get("/forgotten").status_code == 403


def test_the_page_of_the_documentation_has_the_whole_table() -> None:
    assert permission.table() in (ROOT / "docs" / "roles.md").read_text(encoding="utf-8")


def test_who_has_a_printed_password_or_owes_a_code_gets_no_further(app: Flask, sqlite: Database) -> None:
    with sqlite.writing() as sql:
        _, password = people.add(sql, "new", Role.ADMINISTRATOR)
    browser = Browser(app.test_client())
    browser.sign_in("new", password)
    for endpoint, method, path in requests(app):
        rule, answer = RULES[endpoint], browser.client.open(path, method=method)
        if rule.in_address:
            assert answer.status_code == 404
        elif not rule.public and not rule.half:
            machine = path.startswith("/api/") or path == "/metrics"
            allowed = Role.ADMINISTRATOR in rule.roles and not machine
            expected = (302, "/account/password") if allowed else (403, None)
            assert (answer.status_code, answer.location) == expected, endpoint


def test_a_token_opens_what_its_scope_says_and_nothing_else(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    app.add_url_rule("/api/v1/thing", "thing", lambda: "here")
    monkeypatch.setitem(RULES, "thing", permission.Rule(scope="queries:run"))
    account(sqlite, "wang", Role.ANALYST)
    account(sqlite, "zhou", Role.PARTNER)
    with sqlite.writing() as sql:
        wang, zhou = people.known(sql, "wang"), people.known(sql, "zhou")
        good, wrong, partner = (
            tokens.make(sql, *each, 7)[1]
            for each in ((wang, "a", ["queries:run"]), (wang, "b", ["disputes:read"]), (zhou, "c", ["queries:run"]))
        )
    client = app.test_client()

    def asked(path: str, secret: str) -> int:
        return client.get(path, headers={"Authorization": f"Bearer {secret}"}).status_code

    assert [asked("/api/v1/thing", secret) for secret in (good, wrong, partner, "fq_nonsense", "")] == [
        200,
        403,
        403,
        401,
        401,
    ]
    assert asked("/disputes", good) == 403
    assert asked("/accounts", good) == 403


def test_signed_out_and_ended_sessions_open_nothing(app: Flask, sqlite: Database) -> None:
    browser = Browser(app.test_client())
    browser.sign_in(account(sqlite, "wang", Role.ANALYST), PASSWORD)
    cookie = browser.client.get_cookie("fengqiao-session")
    assert cookie is not None
    assert browser.get("/account").status_code == 200
    assert browser.post("/sign-out").status_code == 302
    other = app.test_client()
    other.set_cookie("fengqiao-session", cookie.value)
    assert other.get("/account").status_code == 302

"""A second factor that a role demands; a reset that leaves it; a lost one that is removed on purpose."""

from __future__ import annotations

import re

import pytest
from click.testing import CliRunner
from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from app import cli
from graph.settings import SettingError
from tests.web.people import PASSWORD, Browser, account, code_shown, signed_in
from web.accounts import demanded, people, second_factor, tokens
from web.application import create_app
from web.audit import Action
from web.database import Database
from web.graph_link import GraphLink
from web.models import AuditRecord
from web.permission import RULES
from web.roles import Role

_SECRET = re.compile(r'<code class="secret">([^<]+)</code>')


def on(database: Database, name: str) -> list[str]:
    """Give the account a second factor; its recovery codes."""
    with database.writing() as sql:
        found, nonce = people.known(sql, name), second_factor.new_nonce()
        code = code_shown(second_factor.secret_of(found, nonce))
        codes = second_factor.turn_on(sql, found, nonce, code)
    assert codes
    return codes


@pytest.mark.parametrize(
    ("written", "near", "far"),
    [
        ("", "", "administrator"),
        ("auto", "", "administrator"),
        ("none", "", ""),
        ("all", "everybody", "everybody"),
        ("analyst, supervisor", "analyst supervisor", "analyst supervisor"),
    ],
)
def test_whose_role_demands_it(monkeypatch: pytest.MonkeyPatch, written: str, near: str, far: str) -> None:
    monkeypatch.setenv("FENGQIAO_SECOND_FACTOR", written)
    for over_network, expected in ((False, near), (True, far)):
        roles = set(Role) if expected == "everybody" else {Role(name) for name in expected.split()}
        assert demanded.roles(over_network) == roles


def test_a_role_that_is_none_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_SECOND_FACTOR", "king")
    with pytest.raises(SettingError, match="must be auto, all, none, or roles of dispatcher"):
        demanded.roles(False)


def test_nothing_else_is_done_before_it_is_set_up(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_SECOND_FACTOR", "analyst")
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    for path in ("/disputes", "/account", "/account/stay"):
        assert browser.get(path).location == "/account/second-factor", path
    assert browser.post("/account/tokens", name="t", days="7", scope="disputes:read").location.endswith("factor")
    refused = browser.get("/api/v1/disputes")
    assert (refused.status_code, refused.get_json()["code"]) == (403, "second-factor")
    page = browser.get("/account/second-factor").get_data(as_text=True)
    assert "您的角色须用密码加手机验证码登录" in page
    found = _SECRET.search(page)
    assert found
    done = browser.post("/account/second-factor", code=code_shown(found[1]), password=PASSWORD)
    codes = re.findall(r"<li><code>([a-z0-9-]+)</code>", done.get_data(as_text=True))
    assert browser.get("/account").status_code == 200
    # A new telephone: off with a code of the old, and at once to the new one.
    browser.post("/account/second-factor/off", password=PASSWORD, code=codes[0])
    assert browser.get("/disputes").location == "/account/second-factor"
    assert signed_in(app, sqlite, Role.INVESTIGATOR).get("/account").status_code == 200


def from_afar(browser: Browser, path: str) -> TestResponse:
    """The page as another machine gets it by TLS, with the session that this browser has."""
    found = browser.client.get_cookie("fengqiao-session")
    assert found
    far = browser.client.application.test_client()
    far.set_cookie("__Host-fengqiao-session", found.value, secure=True)
    return far.get(path, base_url="https://localhost", environ_overrides={"REMOTE_ADDR": "198.51.100.9"})


def test_an_administrator_needs_one_over_the_network_and_not_at_the_machine(app: Flask, sqlite: Database) -> None:
    boss = signed_in(app, sqlite, Role.ADMINISTRATOR)
    analyst = signed_in(app, sqlite, Role.ANALYST)
    assert boss.get("/accounts").status_code == 200
    assert from_afar(boss, "/accounts").location == "/account/second-factor"
    assert from_afar(analyst, "/account").status_code == 200


def test_behind_a_proxy_everybody_comes_over_the_network(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_PROXIES", "1")
    boss = signed_in(create_app(sqlite, GraphLink()), sqlite, Role.ADMINISTRATOR)
    assert boss.get("/accounts").location == "/account/second-factor"


def test_who_owes_it_gets_no_further_by_any_route(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.web.test_permission import requests

    monkeypatch.setenv("FENGQIAO_SECOND_FACTOR", "all")
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    for endpoint, method, path in requests(app):
        rule = RULES[endpoint]
        if rule.public or rule.half or rule.sets_up or Role.ADMINISTRATOR not in rule.roles:
            continue
        answer = browser.client.open(path, method=method)
        machine = path.startswith("/api/") or path == "/metrics"
        expected = (403, None) if machine else (302, "/account/second-factor")
        assert (answer.status_code, answer.location) == expected, endpoint


def test_a_token_goes_on_when_its_owner_owes_it(app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_SECOND_FACTOR", "all")
    account(sqlite, "wang", Role.ANALYST)
    with sqlite.writing() as sql:
        _, secret = tokens.make(sql, people.known(sql, "wang"), "t", ["queries:run"], 7)
    asked = app.test_client().get("/api/v1/queries", headers={"Authorization": f"Bearer {secret}"})
    assert asked.status_code == 200


def test_a_reset_keeps_the_second_factor(app: Flask, sqlite: Database) -> None:
    boss = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    account(sqlite, "zhao", Role.ANALYST)
    codes = on(sqlite, "zhao")
    with sqlite.reading() as sql:
        number = people.known(sql, "zhao").id
    found = _SECRET.search(boss.post(f"/accounts/{number}/reset").get_data(as_text=True))
    assert found
    zhao = Browser(app.test_client())
    assert zhao.sign_in("zhao", found[1]).location == "/sign-in/code?next=/"
    assert zhao.get("/account/password").location == "/sign-in/code"
    zhao.post("/sign-in/code", code=codes[0])
    assert zhao.get("/account").location == "/account/password"


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"how": "came in person", "password": "no"}, "现在的密码不正确"),
        ({"how": "came in person"}, "现在的密码不正确"),
        ({"how": " x ", "password": PASSWORD}, "请写明如何核实了本人身份"),
        ({"password": PASSWORD}, "请写明如何核实了本人身份"),
    ],
)
def test_a_lost_one_is_not_removed_without_password_and_reason(
    app: Flask, sqlite: Database, fields: dict[str, str], words: str
) -> None:
    boss = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    account(sqlite, "zhao", Role.ANALYST)
    on(sqlite, "zhao")
    with sqlite.reading() as sql:
        number = people.known(sql, "zhao").id
    answer = boss.post(f"/accounts/{number}/second-factor/remove", **fields)
    assert (answer.status_code, words in answer.get_data(as_text=True)) == (400, True)
    assert Browser(app.test_client()).sign_in("zhao").location == "/sign-in/code?next=/"


def test_removing_a_lost_one_says_in_the_audit_how_its_owner_was_known(app: Flask, sqlite: Database) -> None:
    boss = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    account(sqlite, "zhao", Role.ANALYST)
    on(sqlite, "zhao")
    with sqlite.writing() as sql:
        zhao = people.known(sql, "zhao")
        _, secret = tokens.make(sql, zhao, "t", ["queries:run"], 7)
    path = f"/accounts/{zhao.id}/second-factor/remove"
    assert boss.post(path, how="本人持证当面核对", password=PASSWORD).status_code == 302
    assert Browser(app.test_client()).sign_in("zhao").location == "/"
    assert tokens.find(sqlite, secret) is None
    with sqlite.reading() as sql:
        written = sql.scalars(select(AuditRecord).where(AuditRecord.action == Action.ACCOUNT_FACTOR_REMOVED)).one()
    assert (written.account, written.target, written.purpose) == ("boss", "zhao", "本人持证当面核对")
    again = boss.post(path, how="本人持证当面核对", password=PASSWORD)
    assert (again.status_code, "没有开启两步验证" in again.get_data(as_text=True)) == (400, True)


def test_the_terminal_removes_a_lost_one_when_it_is_told_how(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", sqlite.url)
    account(sqlite, "zhao", Role.ANALYST)
    on(sqlite, "zhao")

    def call(*arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli, ["user", "second-factor", "zhao", *arguments])
        return result.exit_code, result.output.strip()

    assert call() == (0, "zhao  second factor")
    assert CliRunner().invoke(cli, ["user", "list"]).output.splitlines()[0].endswith("  second factor")
    assert call("--remove")[0] == 1
    assert call("--remove", "--how", "phoned back at the desk") == (0, "zhao  no second factor")
    assert call("--remove", "--how", "phoned back at the desk")[0] == 1
    with sqlite.reading() as sql:
        [purpose] = sql.scalars(select(AuditRecord.purpose).where(AuditRecord.action == Action.ACCOUNT_FACTOR_REMOVED))
    assert purpose == "phoned back at the desk"

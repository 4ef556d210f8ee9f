"""What goes with every answer, and what is refused: CSRF, headers, cookies, proxies, sizes, redirects, errors."""

from __future__ import annotations

import re

import pytest
from flask import Flask, abort, request

from tests.web.people import PASSWORD, Browser, account, signed_in
from web import permission, words
from web.application import create_app
from web.database import Database
from web.errors import WORDS
from web.graph_link import GraphLink
from web.roles import Role
from web.visitor import local

PUBLIC = permission.Rule(public=True)


@pytest.mark.parametrize("path", ["/sign-in", "/nothing-here", "/healthz", "/disputes", "/account"])
def test_headers_of_every_answer(app: Flask, sqlite: Database, path: str) -> None:
    answer = signed_in(app, sqlite, Role.ANALYST).get(path)
    policy = dict(part.strip().split(" ", 1) for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"])
    assert "unsafe" not in str(policy)
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "no-store"
    assert re.fullmatch(r"[0-9a-f]{16}", answer.headers["X-Request-ID"])


def test_a_nonce_and_a_number_are_never_used_twice(stranger: Browser) -> None:
    answers = [stranger.get("/sign-in") for _ in range(5)]
    assert len({answer.headers["Content-Security-Policy"] for answer in answers}) == 5
    assert len({answer.headers["X-Request-ID"] for answer in answers}) == 5


def test_no_page_has_anything_inline_or_from_elsewhere() -> None:
    for page in (words.ROOT / "templates").glob("*.html"):
        text = page.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:|https?://|src=\"//", text), page.name
        assert not re.search(r"<script(?![^>]*\ssrc=)", text), page.name
        assert "|safe" not in text.replace(" ", ""), page.name


def test_every_form_that_changes_something_carries_the_token() -> None:
    for page in (words.ROOT / "templates").glob("*.html"):
        for form in re.findall(r"<form[^>]*method=\"post\".*?</form>", page.read_text(encoding="utf-8"), re.DOTALL):
            assert "{{ hidden() }}" in form, (page.name, form[:80])


def test_every_posting_route_refuses_a_form_without_its_token(app: Flask, sqlite: Database) -> None:
    browsers = {role: signed_in(app, sqlite, role) for role in (Role.ADMINISTRATOR, Role.ANALYST)}
    for route in app.url_map.iter_rules():
        for method in {"POST", "DELETE"} & (route.methods or set()):
            path = app.url_map.bind("localhost").build(route.endpoint, dict.fromkeys(route.arguments, 1))
            may = next(role for role in browsers if permission.may(role, route.endpoint))
            assert browsers[may].client.open(path, method=method).status_code == 400, path
    assert browsers[Role.ADMINISTRATOR].get("/account").status_code == 200


def test_a_token_of_another_browser_will_not_do(app: Flask, sqlite: Database) -> None:
    browser, other = signed_in(app, sqlite, Role.ANALYST), Browser(app.test_client())
    token = other.token()
    assert browser.client.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_signing_in_gives_another_session_and_another_token(app: Flask, sqlite: Database) -> None:
    browser = Browser(app.test_client())
    name, before = account(sqlite, "wang", Role.ANALYST), browser.token()
    browser.sign_in(name)
    first = browser.client.get_cookie("fengqiao-session")
    assert browser.client.post("/preferences", data={"csrf_token": before}).status_code == 400
    browser.sign_in(name)
    second = browser.client.get_cookie("fengqiao-session")
    assert first is not None
    assert second is not None
    assert first.value != second.value


@pytest.mark.parametrize(("proxies", "secure"), [("0", False), ("1", True)])
def test_cookies_are_secure_behind_tls_and_the_proxy_is_believed_only_when_there_is_one(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, proxies: str, secure: bool
) -> None:
    monkeypatch.setenv("FENGQIAO_PROXIES", proxies)
    client = create_app(sqlite, GraphLink()).test_client()
    forwarded = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7"}
    page = client.get("/sign-in", headers=forwarded)
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.get_data(as_text=True))
    assert found
    fields = {"csrf_token": found[1], "name": account(sqlite, "wang", Role.ANALYST), "password": PASSWORD}
    answer = client.post("/sign-in", data=fields, headers={**forwarded, "Referer": "https://localhost/sign-in"})
    assert answer.status_code == 302
    cookies = [*page.headers.getlist("Set-Cookie"), *answer.headers.getlist("Set-Cookie")]
    named = {cookie.split("=", 1)[0]: cookie for cookie in cookies if "Expires=Thu, 01 Jan 1970" not in cookie}
    assert {"fengqiao", "fengqiao-session"} < set(named)
    for cookie in named.values():
        assert ("Secure" in cookie, "HttpOnly" in cookie, "SameSite=Lax" in cookie) == (secure, True, True), cookie
    assert ("Strict-Transport-Security" in answer.headers) is secure
    with sqlite.reading() as sql:
        from sqlalchemy import select

        from web.models import SignIn

        assert sql.scalars(select(SignIn.address)).one() == ("198.51.100.7" if secure else "127.0.0.1")


def test_only_the_names_that_are_ours_are_answered(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_HOST_NAMES", "fengqiao.example, localhost")
    client = create_app(sqlite, GraphLink()).test_client()
    assert client.get("/healthz", headers={"Host": "fengqiao.example"}).status_code == 200
    assert client.get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("asked", "goes"),
    [
        ("/disputes?text=a", "/disputes?text=a"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example", "/"),
        ("/a\\b", "/"),
        ("javascript:alert(1)", "/"),
        ("/\t/evil.example", "/"),
        ("/\r\nSet-Cookie: a=b", "/"),
        ("evil.example", "/"),
        ("", "/"),
        (None, "/"),
    ],
)
def test_next_leads_nowhere_else(app: Flask, sqlite: Database, asked: str | None, goes: str) -> None:
    assert local(asked) == goes
    answer = Browser(app.test_client()).sign_in(account(sqlite, "wang", Role.ANALYST), next=asked or "")
    assert answer.location == goes


def test_who_is_sent_to_sign_in_comes_back_to_the_page(stranger: Browser) -> None:
    assert stranger.get("/disputes?text=a").location == "/sign-in?next=/disputes?text%3Da"


def test_a_request_that_is_too_large_is_refused(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_UPLOAD_MB", "1")
    browser = Browser(create_app(sqlite, GraphLink()).test_client())
    assert browser.post("/preferences", language="x" * 1_100_000).status_code == 413


@pytest.mark.parametrize("code", WORDS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_error_is_a_page_in_words(
    app: Flask, stranger: Browser, monkeypatch: pytest.MonkeyPatch, code: int, language: str
) -> None:
    monkeypatch.setitem(permission.RULES, "broken", PUBLIC)
    app.add_url_rule("/broken", "broken", lambda: abort(code))
    stranger.client.set_cookie("language", language)
    answer = stranger.get("/broken")
    text = answer.get_data(as_text=True)
    assert answer.status_code == code
    assert answer.headers["X-Request-ID"] in text
    shown = re.search(r"<h1[^>]*>(.*?)</h1>", text)
    assert shown
    assert bool(re.search(r"[\u4e00-\u9fff]", shown[1])) is (language == "zh")


def test_a_failure_tells_the_visitor_and_the_log_nothing_of_its_message(
    app: Flask, stranger: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> str:
        raise RuntimeError(request.args["text"])

    monkeypatch.setitem(permission.RULES, "failing", PUBLIC)
    app.add_url_rule("/failing", "failing", fail)
    answer = stranger.get("/failing?text=13800000001")
    assert answer.status_code == 500
    logged = capsys.readouterr().err
    assert "RuntimeError" in logged
    assert "13800000001" not in logged
    assert "RuntimeError" not in answer.get_data(as_text=True)


def test_templates_escape_what_they_show(app: Flask, sqlite: Database) -> None:
    assert app.jinja_env.autoescape
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    browser.post("/accounts", name="mallory", role="analyst", display_name="<script>alert(1)</script>", unit="<b>")
    text = browser.get("/accounts").get_data(as_text=True)
    assert "&lt;script&gt;" in text
    assert "<script>alert" not in text

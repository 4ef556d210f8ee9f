"""What goes with every answer, and what is refused: CSRF, headers, cookies, proxies, sizes, redirects, errors."""

from __future__ import annotations

import re

import pytest
from flask import Flask, abort, request

from tests.web.people import Browser, account, signed_in
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
    policy = dict(part.strip().partition(" ")[::2] for part in answer.headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'self'"
    assert policy["frame-ancestors"] == policy["object-src"] == policy["base-uri"] == "'none'"
    assert re.fullmatch(r"'self' 'nonce-[\w-]{20,}'", policy["script-src"])
    assert "unsafe" not in str(policy)
    assert ("sandbox" in policy) is (answer.mimetype not in ("text/html", "text/javascript"))
    assert (
        answer.headers["Cross-Origin-Opener-Policy"] == answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    )
    assert answer.content_type.endswith("charset=utf-8")
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


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://localhost"])
def test_no_other_origin_may_read_an_answer(app: Flask, sqlite: Database, origin: str) -> None:
    client = signed_in(app, sqlite, Role.ANALYST).client
    asked = {"Origin": origin, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "x-csrftoken"}
    for method, path in (("GET", "/account"), ("GET", "/api/v1/openapi.json"), ("OPTIONS", "/api/v1/incidents")):
        answer = client.open(path, method=method, headers=asked)
        assert not [name for name, _ in answer.headers if name.startswith("Access-Control")], path


@pytest.mark.parametrize(
    "path",
    [
        "/.git/config",
        "/static/",
        "/static",
        "/static/..%2fpermission.py",
        "/static/../../.git/config",
        "/app.py",
        "/web.key",
    ],
)
def test_nothing_but_the_pages_own_files_is_served(stranger: Browser, path: str) -> None:
    assert stranger.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/", "/sign-in", "/api/v1/disputes", "/static/theme.js"])
def test_tracing_is_refused(stranger: Browser, path: str) -> None:
    answer = stranger.client.open(path, method="TRACE", headers={"X-Secret": "echo"})
    assert answer.status_code == 405
    assert "echo" not in answer.get_data(as_text=True)


def test_debugging_cannot_be_turned_on_from_outside(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FLASK_DEBUG", "1")
    assert not create_app(sqlite, GraphLink()).debug


@pytest.mark.parametrize("number", [2**31, 2**63, 10**40])
def test_a_number_larger_than_any_is_no_page(app: Flask, sqlite: Database, number: int) -> None:
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    assert browser.get(f"/accounts/{number}").status_code == 404
    for path in (f"/accounts/{number}/lock", f"/units/{number}", f"/account/sessions/{number}/end"):
        assert browser.post(path).status_code == 404, path
    browser.post("/units", name="河口派出所")
    assert browser.post("/units/1", parent=str(number)).status_code == 400


def test_every_password_is_typed_hidden_and_a_password_manager_may_help() -> None:
    found = []
    for page in (words.ROOT / "templates").glob("*.html"):
        for field in re.findall(r"<input[^>]*>", page.read_text(encoding="utf-8")):
            if re.search(r'name="(?:password|old|new|again)"', field):
                found.append(field)
                assert 'type="password"' in field, field
                assert re.search(r'autocomplete="(?:current|new)-password"', field), field
                assert "maxlength" not in field, field
    assert len(found) >= 6


def test_every_page_for_somebody_signed_in_can_sign_out(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    for path in (
        "/account",
        "/account/password",
        "/account/second-factor",
        "/accounts",
        "/units",
        "/audit",
    ):
        assert 'action="/sign-out"' in browser.get(path).get_data(as_text=True), path


def test_no_script_stores_anything_in_the_browser() -> None:
    scripts = list((words.ROOT / "static").rglob("*.js"))
    assert scripts
    for script in scripts:
        assert not re.search(r"(?:local|session)Storage|indexedDB", script.read_text(encoding="utf-8")), script.name

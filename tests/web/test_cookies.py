"""Cookies and what they hold: how they are named and signed, when there is another, what a forged one is worth."""

from __future__ import annotations

import base64
import hashlib
import re

import pytest
from flask import Flask, session
from flask.sessions import SecureCookieSessionInterface

from tests.web.people import PASSWORD, Browser, account, signed_in
from web.application import create_app
from web.database import Database
from web.graph_link import GraphLink
from web.roles import Role


def test_a_token_of_another_browser_will_not_do(app: Flask, sqlite: Database) -> None:
    browser, other = signed_in(app, sqlite, Role.ANALYST), Browser(app.test_client())
    token = other.token()
    assert browser.client.post("/sign-out", data={"csrf_token": token}).status_code == 400


def test_the_pages_token_is_signed_and_drawn_without_sha1(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*given: object, **named: object) -> None:
        raise AssertionError((given, named))

    monkeypatch.setattr(hashlib, "sha1", never)
    browser = Browser(app.test_client())
    signature = browser.token().rpartition(".")[2]
    assert len(base64.urlsafe_b64decode(signature + "=")) == hashlib.sha256().digest_size
    assert browser.post("/preferences", language="en").status_code == 302


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
    other = app.test_client()
    other.set_cookie("fengqiao-session", first.value)
    assert other.get("/account").location == "/sign-in?next=/account"
    assert browser.get("/account").status_code == 200


def test_a_cookie_signed_in_another_way_is_not_taken(app: Flask) -> None:
    with app.test_request_context("/sign-in"):
        ours = app.session_interface
        assert isinstance(ours, SecureCookieSessionInterface)
        theirs = SecureCookieSessionInterface()  # with SHA-1, and the same key
        signers = [one.get_signing_serializer(app) for one in (ours, theirs)]
        assert all(signers)
        good, other = (str(one.dumps({"csrf_token": "mine"})) for one in signers if one)
    assert good != other
    for cookie in (good, other, good[:-1], "eyJhIjoxfQ.e30.", ""):
        client = app.test_client()
        client.set_cookie("fengqiao", cookie)
        with client:
            client.get("/sign-in")
            assert (session.get("csrf_token") == "mine") is (cookie == good), cookie


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
    before = "__Host-" if secure else ""
    assert {f"{before}fengqiao", f"{before}fengqiao-session"} < set(named)
    assert all(name.startswith(f"{before}fengqiao") for name in named)
    for cookie in named.values():
        assert ("Secure" in cookie, "HttpOnly" in cookie, "SameSite=Lax" in cookie) == (secure, True, True), cookie
        assert "Path=/" in cookie
        assert "Domain" not in cookie
    for path in ("/disputes", "/static/theme.js", "/nothing-here", "/api/v1/openapi.json"):
        sent = client.get(path, headers=forwarded).headers.get("Strict-Transport-Security")
        assert sent == ("max-age=31536000; includeSubDomains" if secure else None), path
    with sqlite.reading() as sql:
        from sqlalchemy import select

        from web.models import SignIn

        assert sql.scalars(select(SignIn.address)).one() == ("198.51.100.7" if secure else "127.0.0.1")


def test_signing_out_clears_what_the_browser_kept(app: Flask, sqlite: Database) -> None:
    answer = signed_in(app, sqlite, Role.ANALYST).post("/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'
    assert "fengqiao-session=;" in str(answer.headers.getlist("Set-Cookie"))

"""What the open pages of a browser are told about the end of their session."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.web.people import Browser, Clock, account, signed_in
from web.database import Database
from web.models import SignIn
from web.roles import Role


def told(browser: Browser) -> tuple[int, int] | None:
    """Seconds left and whose session, as the script of the pages reads it."""
    found = browser.client.get_cookie("fengqiao-ends")
    if found is None:
        return None
    left, _, whose = found.value.split("-")
    return int(left), int(whose)


def test_every_answer_says_how_long_the_session_lasts(
    app: Flask, sqlite: Database, later: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_SESSION_IDLE_MIN", "30")
    monkeypatch.setenv("FENGQIAO_SESSION_HOURS", "1")
    browser = signed_in(app, sqlite, Role.ANALYST)
    found = []
    for minutes in (0, 10, 25, 20):
        later(timedelta(minutes=minutes))
        answer = browser.get("/account")
        [cookie] = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("fengqiao-ends=")]
        state = told(browser)
        assert state
        assert f"Max-Age={state[0]};" in cookie
        assert "HttpOnly" not in cookie
        found.append(state[0])
    assert found == [1800, 1800, 25 * 60, 5 * 60]
    with sqlite.reading() as sql:
        assert told(browser) == (300, sql.query(SignIn).one().account_id)


def test_a_page_between_two_notes_of_the_last_request_is_told_the_truth(
    app: Flask, sqlite: Database, later: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_SESSION_IDLE_MIN", "30")
    browser = signed_in(app, sqlite, Role.ANALYST)
    browser.get("/account")
    later(timedelta(seconds=20))  # too soon to be written down
    browser.get("/account")
    assert (told(browser) or (0,))[0] == 1780
    later(timedelta(seconds=1781))
    assert browser.get("/account").location == "/sign-in?next=/account"


def test_signing_out_or_being_ended_tells_the_other_pages(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    browser.get("/account")
    assert told(browser)
    browser.post("/sign-out")
    assert told(browser) is None
    browser.sign_in(account(sqlite, "zhao", Role.ANALYST))
    browser.get("/account")
    assert told(browser)
    with sqlite.writing() as sql:
        sql.query(SignIn).delete()
    assert browser.get("/account").status_code == 302
    assert told(browser) is None


def test_the_page_says_where_to_come_back_to(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    assert 'href="/sign-in?next=/audit?account%3Dnobody"' in browser.get("/audit?account=nobody").get_data(as_text=True)
    assert "session-over" not in Browser(app.test_client()).get("/sign-in").get_data(as_text=True)

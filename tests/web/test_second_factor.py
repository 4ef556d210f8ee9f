"""The second factor, recovery codes and API tokens, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select

from tests.web.people import PASSWORD, Browser, Clock, account
from web import clock
from web.accounts import people, second_factor, sessions, tokens
from web.accounts.signing_in import From, with_code, with_password
from web.audit import Action
from web.database import Database
from web.models import Account, AuditRecord
from web.roles import Role

HERE, THERE = From("192.0.2.1"), From("192.0.2.2")
STEP = timedelta(seconds=30)
LATE, WRONG = "这个验证码不属于当前的半分钟", "验证码不正确"


def loaded(database: Database, name: str) -> Account:
    with database.reading() as sql:
        return people.known(sql, name)


def turned_on(database: Database, name: str) -> tuple[str, list[str]]:
    """Turn the second factor on; its secret and the recovery codes."""
    nonce = second_factor.new_nonce()
    secret = second_factor.secret_of(loaded(database, name), nonce)
    code = pyotp.TOTP(secret).at(clock.now())
    with database.writing() as sql:
        assert second_factor.turn_on(sql, people.known(sql, name), nonce, "000") is None
        codes = second_factor.turn_on(sql, people.known(sql, name), nonce, code)
    assert codes is not None
    return secret, codes


def test_the_second_factor_is_asked_for_and_a_code_is_good_once(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    secret, _ = turned_on(database, "wang")
    later(timedelta(minutes=2))
    code = pyotp.TOTP(secret).at(clock.now())
    half = with_password(database, "wang", PASSWORD, HERE).secret
    session = sessions.find(database, half)
    assert session is not None
    assert session.stage == sessions.PASSWORD
    assert with_code(database, session, half, "123").refused == "wrong"
    whole = with_code(database, session, half, f"{code[:3]} {code[3:]}").secret
    found = sessions.find(database, whole)
    assert found is not None
    assert found.stage == sessions.FULL
    assert sessions.find(database, half) is None
    again = with_password(database, "wang", PASSWORD, HERE).secret
    waiting = sessions.find(database, again)
    assert waiting is not None
    assert with_code(database, waiting, again, code).refused == "wrong"


def refused(database: Database, name: str, code: str) -> str:
    """What becomes of a code after the password."""
    half = with_password(database, name, PASSWORD, HERE).secret
    session = sessions.find(database, half)
    assert session is not None
    return with_code(database, session, half, code).refused


@pytest.mark.parametrize(
    ("taken", "steps", "expected"),
    [
        ("0", 0, ""),
        ("0", -1, "late"),
        ("0", 1, "late"),
        ("0", -2, "wrong"),
        ("0", 2, "wrong"),
        ("1", -1, ""),
        ("1", 1, ""),
        ("1", -2, "late"),
        ("1", 2, "late"),
        ("1", -3, "wrong"),
    ],
)
def test_a_code_lives_its_thirty_seconds_and_no_longer(
    database: Database, later: Clock, monkeypatch: pytest.MonkeyPatch, *, taken: str, steps: int, expected: str
) -> None:
    account(database, "wang", Role.ANALYST)
    secret, _ = turned_on(database, "wang")
    later(timedelta(minutes=5))
    if taken != "0":  # without the setting, 0
        monkeypatch.setenv("FENGQIAO_CODE_STEPS", taken)
    assert refused(database, "wang", pyotp.TOTP(secret).at(clock.now() + steps * STEP)) == expected


def test_a_code_is_good_to_the_last_second_of_its_step(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    secret, _ = turned_on(database, "wang")
    later(timedelta(minutes=2))
    code = pyotp.TOTP(secret).at(clock.now())
    later(timedelta(seconds=29))
    assert refused(database, "wang", code) == ""
    later(timedelta(seconds=1))
    code = pyotp.TOTP(secret).at(clock.now())
    later(STEP)
    assert refused(database, "wang", code) == "late"


def test_a_late_code_counts_as_a_wrong_try(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    secret, _ = turned_on(database, "wang")
    later(timedelta(minutes=2))
    code = pyotp.TOTP(secret).at(clock.now() - STEP)
    assert [refused(database, "wang", code) for _ in range(11)] == ["late"] * 10 + ["wait"]


def test_a_used_code_is_refused_with_the_usual_words_in_the_next_step_too(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    secret, _ = turned_on(database, "wang")
    later(timedelta(minutes=2))
    code = pyotp.TOTP(secret).at(clock.now())
    assert [refused(database, "wang", code) for _ in range(2)] == ["", "wrong"]
    later(STEP)
    assert refused(database, "wang", code) == "wrong"


def test_the_pages_say_what_to_do_about_a_late_code(app: Flask, sqlite: Database, later: Clock) -> None:
    browser, name = Browser(app.test_client()), account(sqlite, "wang", Role.ANALYST)
    later(timedelta(0))
    browser.sign_in(name)
    page = browser.get("/account/second-factor").get_data(as_text=True)
    secret = page.split('<code class="secret">')[1].split("<")[0]
    totp = pyotp.TOTP(secret)

    def said(path: str, code: str) -> tuple[int, bool, bool]:
        answer = browser.post(path, code=code, password=PASSWORD)
        text = answer.get_data(as_text=True)
        return answer.status_code, LATE in text, WRONG in text

    late, now, wrong = totp.at(clock.now() - STEP), totp.at(clock.now()), "12"
    assert said("/account/second-factor", late) == (400, True, False)
    assert said("/account/second-factor", wrong) == (400, False, True)
    assert said("/account/second-factor", now) == (200, False, False)
    later(3 * STEP)
    browser.post("/account/second-factor/off", code=totp.at(clock.now() - STEP), password=PASSWORD)
    assert LATE in browser.get("/account").get_data(as_text=True)
    browser.post("/sign-out")
    browser.sign_in(name)
    assert said("/sign-in/code", totp.at(clock.now() - STEP)) == (401, True, False)
    assert said("/sign-in/code", now) == (401, False, True)  # used
    assert said("/sign-in/code", totp.at(clock.now()))[0] == 302
    with sqlite.reading() as sql:
        failed = sql.scalars(select(AuditRecord).where(AuditRecord.action == Action.SIGN_IN_FAILED)).all()
    assert len(failed) == 2


def test_waiting_for_the_second_factor_ends_soon(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    turned_on(database, "wang")
    half = with_password(database, "wang", PASSWORD, HERE).secret
    later(timedelta(minutes=11))
    assert sessions.find(database, half) is None


def test_a_recovery_code_is_good_once_and_codes_cannot_be_guessed_for_ever(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    _, codes = turned_on(database, "wang")
    later(timedelta(minutes=2))
    for code, refused in ((codes[0].upper(), ""), (codes[0], "wrong"), (codes[1], "")):
        half = with_password(database, "wang", PASSWORD, HERE).secret
        session = sessions.find(database, half)
        assert session is not None
        assert with_code(database, session, half, code).refused == refused
    half = with_password(database, "wang", PASSWORD, HERE).secret
    session = sessions.find(database, half)
    assert session is not None
    said = [with_code(database, session, half, f"{n:06}").refused for n in range(12)]
    assert said[-2:] == ["wait", "wait"]


@pytest.mark.usefixtures("later")
def test_the_database_alone_gives_no_codes(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    account(database, "wang", Role.ANALYST)
    secret, _ = turned_on(database, "wang")
    wang = loaded(database, "wang")
    assert wang.totp_nonce is not None
    monkeypatch.setenv("FENGQIAO_SECRET_KEY", "another server's key")
    assert second_factor.secret_of(wang, wang.totp_nonce) != secret


def test_a_token_is_good_until_its_end_or_its_revoking(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    with database.writing() as sql:
        wang = people.known(sql, "wang")
        made, secret = tokens.make(sql, wang, "nightly", ["queries:run", "disputes:read"], 7)
        _, other = tokens.make(sql, wang, "second", ["disputes:read"], 7)
    assert (made.scopes, secret[: len(made.hint)]) == ("disputes:read queries:run", made.hint)
    assert secret not in vars(made).values()
    assert tokens.find(database, secret)
    assert tokens.find(database, secret[:-1] + "x") is None
    with database.writing() as sql:
        assert tokens.revoke(sql, people.known(sql, "wang"), made.id)
        assert not tokens.revoke(sql, people.known(sql, "wang"), made.id)
    assert tokens.find(database, secret) is None
    assert tokens.find(database, other)
    later(timedelta(days=7))
    assert tokens.find(database, other) is None


def test_nobody_ends_a_session_or_token_of_another(database: Database) -> None:
    account(database, "wang", Role.ANALYST)
    account(database, "zhao", Role.ANALYST)
    secret = with_password(database, "wang", PASSWORD, HERE).secret
    session = sessions.find(database, secret)
    assert session is not None
    with database.writing() as sql:
        token, _ = tokens.make(sql, people.known(sql, "wang"), "t", ["disputes:read"], 7)
        zhao = people.known(sql, "zhao")
        assert not sessions.end_one(sql, zhao, session.id)
        assert not tokens.revoke(sql, zhao, token.id)
    assert sessions.find(database, secret)

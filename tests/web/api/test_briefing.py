"""GET /briefing: who is calling, what was before, what to beware of, kept to what the account sees."""

from __future__ import annotations

import pytest
from flask import Flask
from neo4j import Driver

from tests.web.api.programs import program
from tests.web.test_disputes import ID_NUMBER, PHONE, history
from web.database import Database
from web.roles import Role

__all__ = ["history"]


def test_by_phone(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    told = program(app, sqlite, Role.INVESTIGATOR, "河口派出所").ask("/briefing", phone="138-0000-0001").json
    assert told["read"]["phone"] == "138****0001"
    assert [one["calls"] for one in told["callers"]] == [3]
    assert (told["calls"], told["hidden"], [call["incident_id"] for call in told["latest"]]) == (
        3,
        0,
        ["L5", "L3", "L1"],
    )
    assert [dispute["dispute_id"] for dispute in told["disputes"]] == ["D-L1"]
    assert told["last_unit"].endswith("河口派出所")


def test_by_place_and_by_what_is_said(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    desk = program(app, sqlite, Role.SUPERVISOR)
    told = desk.ask("/briefing", address="东风路88号金桂苑9栋").json
    assert (told["read"]["place_name"], told["calls"]) == ("金桂苑9栋", 2)
    assert (told["danger"]["grade"] >= 3, told["danger"]["incident_id"]) == (True, "N2")
    said = desk.ask("/briefing", text="上次报过警，楼上又漏水了，他拿刀要砍人").json
    assert (said["read"]["kind"], said["read"]["refers_back"], said["calls"]) == ("漏水", True, 0)
    assert (said["danger"]["incident_id"], said["danger"]["grade"]) == (None, said["read"]["danger"])


def test_nobody_known(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    told = program(app, sqlite, Role.ANALYST).ask("/briefing", phone="13712345678", address="无此地").json
    assert (told["callers"], told["calls"], told["disputes"], told["danger"]) == ([], 0, [], None)


def test_other_units_calls_are_counted_and_no_more(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    answer = program(app, sqlite, Role.DISPATCHER, "山南派出所").ask("/briefing", phone=PHONE)
    told = answer.json
    assert (told["calls"], told["hidden"], told["callers"], told["disputes"]) == (0, 3, [], [])
    assert (told["danger"], told["last_unit"]) == (None, None)
    assert "L1" not in answer.text


@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.INVESTIGATOR, Role.SUPERVISOR])
def test_numbers_are_masked(app: Flask, sqlite: Database, history: Driver, role: Role) -> None:
    """For those too who may unmask a dispute: a briefing is none."""
    assert history
    answer = program(app, sqlite, role, "河口派出所").ask("/briefing", phone=PHONE)
    assert answer.json["calls"] == 3
    assert PHONE not in answer.text
    assert ID_NUMBER not in answer.text


def test_nothing_given_is_nothing_known(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    told = program(app, sqlite, Role.ANALYST).ask("/briefing", phone=" ").json
    assert (told["callers"], told["calls"], told["danger"]) == ([], 0, None)

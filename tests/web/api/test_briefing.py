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


_MANY = """MATCH (p:Phone {number: $phone})<-[:USES]-(c:Caller)
UNWIND range(1, 150) AS n
CREATE (p)-[:REPORTED]->(i:Incident {
  id: 'M' + n,
  from_phone: $phone,
  caller_key: c.key,
  reported_at: datetime('2025-01-01T00:00:00Z') + duration({hours: n}),
  reported_s: datetime('2025-01-01T00:00:00Z').epochSeconds + 3600 * n,
  content: '噪音',
  danger: CASE n WHEN 120 THEN 4 ELSE 0 END,
  danger_words: CASE n WHEN 120 THEN ['砍'] ELSE [] END
})<-[:REPORTED]-(c)"""


def test_who_calls_often_is_counted_among_the_latest_hundred(app: Flask, sqlite: Database, history: Driver) -> None:
    """The three calls of the leak and 97 of 150 before them: twenty are told, the others counted."""
    history.execute_query(_MANY, phone=PHONE)
    told = program(app, sqlite, Role.SUPERVISOR).ask("/briefing", phone=PHONE).json
    assert (told["calls"], told["hidden"], [one["calls"] for one in told["callers"]]) == (100, 0, [100])
    assert [call["incident_id"] for call in told["latest"]] == [
        "L5",
        "L3",
        "L1",
        *(f"M{n}" for n in range(150, 133, -1)),
    ]
    assert {call["content"] for call in told["latest"][3:]} == {"噪音"}
    assert (told["danger"]["incident_id"], told["danger"]["grade"], told["danger"]["words"]) == ("M120", 4, ["砍"])

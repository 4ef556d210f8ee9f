"""Who is told that a closed dispute was called about again: its unit and whoever closed it, once."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from neo4j import Driver

from graph.casework import moves
from graph.casework.moves import Actor, Work
from ingest.arrival import arrive
from tests.ingest.test_arrival import call, file_of
from tests.ingest.test_reopening import CLOSED_AT
from tests.ingest.worlds import load_file
from tests.web.people import account, signed_in
from tests.web.working import at_work
from web.database import Database
from web.roles import Role

MATTER = Work("dispute", "D-L1")
UNIT = "滨河派出所"


@pytest.fixture
def closed(graph: Driver, sqlite: Database, tmp_path: Path) -> Driver:
    """A leak of 滨河 that an analyst closed on 10 March."""
    load_file(graph, file_of(tmp_path / "leaks.csv", call("L1", 1), call("L3", 3)))
    closer = account(sqlite, "wang", Role.ANALYST)
    planned = {"planned_at": CLOSED_AT, "mediator": "王调解"}
    refused = {"held_at": CLOSED_AT, "reason": "不愿调解"}
    by = Actor(closer, "analyst")
    [(mediation, _), _] = moves.begin(graph, "mediation", [MATTER.id], by, given=planned, at=CLOSED_AT).moved
    moves.make(graph, mediation, "refuse", by, seen=1, given=refused, at=CLOSED_AT)
    moves.make(graph, MATTER, "close", by, seen=2, given={"outcome": "court", "visit_due": "2026-03-20"}, at=CLOSED_AT)
    return graph


def test_its_unit_and_who_closed_it_are_told_once(app: Flask, sqlite: Database, closed: Driver) -> None:
    there = signed_in(app, sqlite, Role.INVESTIGATOR, UNIT)
    elsewhere = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="elsewhere")
    arrive(closed, call("L15", 15))
    for _ in range(2):
        at_work(app).minute()
    page = there.get("/notices").get_data(as_text=True)
    assert page.count("D-L1 已重新打开，属假闭环") == 1
    assert "D-L1" not in elsewhere.get("/notices").get_data(as_text=True)
    with sqlite.reading() as sql:
        from web.accounts import people
        from web.notices import telling

        closer = people.known(sql, "wang").id
        assert [one.link for one in telling.of(sql, closer, None, 10)] == ["/disputes/D-L1"]


def test_a_later_call_is_no_false_closure(app: Flask, sqlite: Database, closed: Driver) -> None:
    there = signed_in(app, sqlite, Role.SUPERVISOR, UNIT)
    arrive(closed, call("L20", 20))
    at_work(app).minute()
    page = there.get("/notices").get_data(as_text=True)
    assert "D-L1 已重新打开：办结后又有人报警" in page
    assert "假闭环" not in page

"""Queries on a timetable: in their owner's place, told when the answer has changed, paused when they cannot be run."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from tests.web.people import Browser, signed_in
from tests.web.working import at_work
from web.accounts import people
from web.asking import due
from web.asking.schedule_tables import Schedule
from web.clock import now
from web.database import Database
from web.models import AuditRecord
from web.notices import wording
from web.notices.tables import Notice
from web.roles import Role

FORM = {"query": "hotspots_phone", "p-window": "30", "p-minimum": "1", "every": "hour", "at": "00:15", "weekday": "0"}


def one(database: Database) -> Schedule:
    with database.reading() as sql:
        return sql.scalars(select(Schedule)).one()


def again(app: Flask, database: Database) -> Schedule:
    """Its time comes, and it is asked."""
    with database.writing() as sql:
        sql.scalars(select(Schedule)).one().next_at = now() - timedelta(minutes=1)
    due.look(database)
    at_work(app).work()
    return one(database)


def told(app: Flask, database: Database) -> list[str]:
    with database.reading() as sql, app.test_request_context("/"):
        return [wording.said(notice) for notice in sql.scalars(select(Notice).order_by(Notice.id))]


@pytest.fixture
def analyst(app: Flask, sqlite: Database) -> Browser:
    return signed_in(app, sqlite, Role.ANALYST)


def call(graph: Driver, number: str, phone: str) -> None:
    graph.execute_query(
        "MERGE (p:Phone {number: $phone}) SET p.ending = right($phone, 4) "
        "CREATE (p)-[:REPORTED]->(:Incident {id: $id, reported_at: datetime('2026-03-01T08:00:00+08:00')})",
        phone=phone,
        id=number,
    )


def test_its_owner_is_told_when_the_answer_has_changed(
    app: Flask, sqlite: Database, graph: Driver, analyst: Browser
) -> None:
    call(graph, "A1", "13800001111")
    assert analyst.post("/schedules", **FORM).location == "/schedules"
    assert "尚未运行" in analyst.get("/schedules").get_data(as_text=True)
    first = again(app, sqlite)
    assert (first.last, first.rows) == ("first", 1)
    assert first.next_at is not None
    assert first.next_at > now()
    assert again(app, sqlite).last == "same"
    assert told(app, sqlite) == []
    call(graph, "A2", "13900002222")
    assert again(app, sqlite).last == "changed"
    assert told(app, sqlite) == ["“高发电话”的结果有变化：原 1 行，现 2 行。"]
    text = analyst.get("/schedules").get_data(as_text=True)
    [link] = re.findall(r'href="(/queries/hotspots_phone\?schedule=\d+)"', text)
    assert 'name="p-window" value="30"' in analyst.get(link).get_data(as_text=True)
    with sqlite.reading() as sql:
        runs = sql.scalars(select(AuditRecord).where(AuditRecord.action == "query-run")).all()
        assert [run.account for run in runs] == ["some-analyst"] * 3
        assert "13900002222" not in " ".join(run.detail for run in runs)


def test_one_that_its_owner_may_not_run_any_more_is_paused(
    app: Flask, sqlite: Database, graph: Driver, analyst: Browser
) -> None:
    assert graph
    analyst.post("/schedules", **FORM)
    with sqlite.writing() as sql:
        people.known(sql, "some-analyst").role = Role.DISPATCHER.value
    found = again(app, sqlite)
    assert (found.last, found.next_at) == ("stopped", None)
    assert told(app, sqlite) == ["“hotspots_phone”无法运行，其定时已暂停。"]


def test_it_is_paused_let_go_on_and_deleted_by_its_owner_alone(app: Flask, sqlite: Database, analyst: Browser) -> None:
    analyst.post("/schedules", **FORM)
    number = one(sqlite).id
    other = signed_in(app, sqlite, Role.SUPERVISOR)
    assert other.post(f"/schedules/{number}/pause").status_code == 404
    assert "hotspots_phone" not in other.get("/schedules").get_data(as_text=True)
    analyst.post(f"/schedules/{number}/pause")
    assert one(sqlite).next_at is None
    analyst.post(f"/schedules/{number}/pause")
    assert one(sqlite).next_at is not None
    assert other.post(f"/schedules/{number}/delete").status_code == 404
    analyst.post(f"/schedules/{number}/delete")
    with sqlite.reading() as sql:
        assert sql.scalars(select(Schedule)).all() == []


def test_values_and_times_that_do_not_fit_are_refused(sqlite: Database, analyst: Browser) -> None:
    for wrong in ({"p-minimum": "none"}, {"at": ""}, {"every": "year"}):
        assert analyst.post("/schedules", **(FORM | wrong)).status_code == 400
    assert analyst.post("/schedules", **(FORM | {"query": "nothing"})).status_code == 404
    with sqlite.reading() as sql:
        assert sql.scalars(select(Schedule)).all() == []

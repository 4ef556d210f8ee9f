"""Casework on the pages: what each role is offered, a case from the first meeting to the closing, and the way back."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]
pytestmark = pytest.mark.usefixtures("history")
MATTER = "/casework/dispute/D-L1"


def text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def offered(page: str) -> set[str]:
    """The moves that the page leads to."""
    return set(re.findall(r"[?&;](?:move|begin)=(\w+)", page))


def move(browser: Browser, path: str, name: str, **told: str) -> str:
    """Make the move that the form of this page is for; where it leads."""
    form = text(browser, f"{path}?{'begin' if name in ('mediation', 'directive', 'visit') else 'move'}={name}")
    [seen] = re.findall(r'name="seen" value="(\d+)"', form)
    for fact in told:
        assert f'name="{fact}"' in form
    what = "begin" if name in ("mediation", "directive", "visit") else "move"
    answer = browser.post(path, seen=seen, **{what: name}, **told)
    assert answer.status_code == 302, answer.get_data(as_text=True)[-3000:]
    return str(answer.location)


def test_each_role_is_offered_what_it_may_do(app: Flask, sqlite: Database) -> None:
    assert offered(text(signed_in(app, sqlite, Role.ANALYST), "/disputes/D-L1")) >= {"directive", "mediation", "reject"}
    mine = text(signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所"), "/disputes/D-L1")
    assert offered(mine) == {"mediation", "visit", "reject", "escalate"}
    assert offered(text(signed_in(app, sqlite, Role.DISPATCHER, "河口派出所"), "/disputes/D-L1")) == set()


def test_from_the_meeting_to_the_closing_and_back(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    mediation = move(officer, MATTER, "mediation", planned_at="2026-03-08T15:00", mediator="居委会王主任")
    assert "调解中" in text(officer, "/disputes/D-L1")
    assert "居委会王主任" in text(officer, mediation)
    move(officer, mediation, "hold", held_at="2026-03-08T15:10")
    move(officer, mediation, "agree", terms="楼上维修，赔偿八百元")
    closed = move(officer, MATTER, "close", outcome="settled", visit_due="2026-03-20")
    page = text(officer, closed)
    assert "已办结" in page
    assert "已化解" in page
    visits = set(re.findall(r'href="(/casework/visit/[^"?]+)"', text(officer, "/disputes/D-L1")))
    assert len(visits) == 1
    [act] = re.findall(r'name="act" value="(\w+)"', page)
    assert officer.post("/casework/undo", act=act).status_code == 302
    assert "已达成协议" in text(officer, MATTER)
    assert officer.get(visits.pop()).status_code == 404
    with sqlite.reading() as sql:
        found = [record.action for record in sql.scalars(select(AuditRecord))]
    assert found.count(Action.WORK_MOVED) == 4
    assert found.count(Action.MOVE_UNDONE) == 1


def test_what_is_wrong_is_said_and_what_was_written_is_kept(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    answer = officer.post(MATTER, begin="mediation", seen="0", planned_at="later", mediator="王主任")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 400
    assert "约定时间无法识别" in page
    assert "王主任" in page
    assert officer.post(MATTER, move="reject", seen="0", reason=" ").status_code == 400


def test_the_second_of_two_is_told_who_was_first(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    analyst = signed_in(app, sqlite, Role.ANALYST)
    move(officer, MATTER, "reject", reason="不是同一诉求")
    late = analyst.post(MATTER, move="escalate", seen="0", case_number="A1", reason="打伤人")
    assert late.status_code == 409
    assert f"已有人先操作（排除，{officer.name}）" in late.get_data(as_text=True)
    assert "已排除" in text(analyst, MATTER)


def test_another_units_work_is_not_there(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    mediation = move(officer, MATTER, "mediation", planned_at="2026-03-08T15:00", mediator="王主任")
    page = text(officer, mediation)
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="other")
    for path in (MATTER, mediation, "/casework/visit/HF-1999-0001"):
        assert other.get(path).status_code == 404
        assert other.post(path, move="cancel", seen="1", reason="x").status_code == 404
    assert page
    assert other.post("/casework/undo", act="nothing").status_code == 404


@pytest.mark.parametrize("fields", [{"move": "dance"}, {"begin": "diversion"}, {"begin": "dispute"}, {}])
def test_what_there_is_not_is_refused(app: Flask, sqlite: Database, history: Driver, fields: dict[str, str]) -> None:
    assert history
    analyst = signed_in(app, sqlite, Role.ANALYST)
    assert analyst.post(MATTER, seen="0", **fields).status_code == 400
    assert analyst.get("/casework/dance/D-L1").status_code == 404

"""The list of mediators: who keeps it, the load that each has, and the form that offers them."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from graph.casework import moves
from graph.casework.moves import Actor
from tests.web.people import Browser, signed_in
from tests.web.test_boards import TOLD, text
from tests.web.test_casework import MATTER
from tests.web.test_disputes import history
from web.audit import Action
from web.boards.mediator_tables import Mediator
from web.clock import now
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]
FORM = f"{MATTER}?begin=mediation"
NEXT_WEEK = {"begin": "mediation", "seen": "0", "planned_at": "2026-03-08T15:00"}


def add(browser: Browser, name: str, kind: str = "cadre", **more: str) -> int:
    return browser.post("/mediators", name=name, kind=kind, **more).status_code


def rows(page: str) -> list[list[str]]:
    """Name, in hand, this month, agreed, not agreed of every row."""
    found = []
    for row in re.findall(r'<tr>\s*<td class="main">.*?</tr>', page, re.DOTALL):
        name = re.search(r'<td class="main">([^<]+)', row)
        assert name
        found.append([name[1].strip(), *re.findall(r'<td class="num"[^>]*>(\d+)', row)])
    return found


def test_a_supervisor_keeps_the_list_and_an_officer_reads_it(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    boss = signed_in(app, sqlite, Role.SUPERVISOR)
    assert "名册里还没有人" in text(boss, "/mediators")
    assert [add(boss, " 王  主任 "), add(boss, "李律师", "lawyer")] == [302, 302]
    assert add(boss, "王 主任") == 400
    assert add(boss, " ") == 400
    assert add(boss, "某人", "wizard") == 400
    assert add(boss, "某人", unit="987") == 400
    assert add(boss, "某人", number="987") == 404
    with sqlite.reading() as sql:
        numbers = {one.name: one.id for one in sql.scalars(select(Mediator))}
    assert set(numbers) == {"王 主任", "李律师"}
    assert add(boss, "李大律师", "lawyer", number=str(numbers["李律师"])) == 302
    assert boss.post(f"/mediators/{numbers['王 主任']}/retire", active="0").status_code == 302
    assert boss.post("/mediators/987/retire").status_code == 404
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    page = text(officer, "/mediators")
    assert [row[0] for row in rows(page)] == ["李大律师", "王 主任"]
    assert "已停用" in page
    assert 'action="/mediators' not in page
    assert add(officer, "自己") == 403
    with sqlite.reading() as sql:
        actions = [record.action for record in sql.scalars(select(AuditRecord))]
    assert actions.count(Action.MEDIATOR_SAVED) == 4


@pytest.mark.usefixtures("history")
def test_with_no_list_any_name_will_do(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert re.search(r'<textarea [^>]*name="mediator"', text(officer, FORM))
    assert officer.post(MATTER, **NEXT_WEEK, mediator="白叔", place="社区会议室").status_code == 302


def test_the_least_loaded_is_offered_first_and_others_are_refused(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    boss = signed_in(app, sqlite, Role.SUPERVISOR)
    for name in ("王主任", "白叔"):
        add(boss, name)
    for _ in range(2):
        work = moves.begin(history, "mediation", ["D-N1"], Actor("li", "analyst"), given=TOLD, at=now()).moved[0][0]
    for name in ("hold", "agree"):
        seen = moves.standing(history, work).version
        moves.make(history, work, name, Actor("li", "analyst"), seen=seen, given=TOLD, at=now())
    load = {row[0]: row[1:] for row in rows(text(boss, "/mediators"))}
    assert load["白叔"] == ["0", "0", "0", "0"]
    assert (load["王主任"][0], load["王主任"][2:]) == ("2", ["1", "0"])
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    page = text(officer, FORM)
    assert re.findall(r'<option value="(王主任|白叔)"', page) == ["白叔", "王主任"]
    assert "在办 2 件" in page
    refused = officer.post(MATTER, **NEXT_WEEK, mediator="路人")
    assert refused.status_code == 400
    assert "调解人名册里没有这个姓名" in refused.get_data(as_text=True)
    assert officer.post(MATTER, **NEXT_WEEK, mediator="白叔").status_code == 302

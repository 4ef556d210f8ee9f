"""Boards and lists of work on the pages: who sees what, moves one at a time and many at once, outcomes."""

from __future__ import annotations

import csv
import io
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from graph.casework import moves
from graph.casework.moves import Actor, Work
from graph.casework.states import Kind
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]
ANALYST = Actor("li", "analyst")
NOW = datetime.now(UTC)
TOLD: dict[str, object] = {
    "order": "见面调解",
    "direction": "vertical",
    "deadline": (NOW + timedelta(days=2)).isoformat(),
    "planned_at": (NOW + timedelta(days=1)).isoformat(),
    "mediator": "王主任",
    "due": "2026-03-20",
    "held_at": NOW.isoformat(),
    "made_at": NOW.isoformat(),
    "terms": "赔偿八百元",
    "reason": "双方未到",
    "feedback": "已见面",
}


@pytest.fixture
def works(history: Driver) -> dict[str, Work]:
    """A directive on each of the two disputes, that of 山南 late; a mediation and a visit on that of 河口."""

    def begun(kind: Kind, dispute: str, **told: object) -> Work:
        return moves.begin(history, kind, [dispute], ANALYST, given=TOLD | told, at=NOW).moved[0][0]

    return {
        "leak": begun("directive", "D-L1"),
        "noise": begun("directive", "D-N1", deadline=(NOW - timedelta(days=2)).isoformat()),
        "mediation": begun("mediation", "D-L1"),
        "visit": begun("visit", "D-L1"),
    }


def text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def columns(page: str) -> dict[str, list[str]]:
    """State -> the numbers of the cards in its column."""
    parts = re.split(r'data-column="(\w*)"', page)[1:]
    return {
        state: re.findall(r'data-card="([^"]+)"', body) for state, body in zip(parts[::2], parts[1::2], strict=True)
    }


def listed(browser: Browser, path: str) -> list[str]:
    return re.findall(r'name="work" value="([^":]+):\d+"', text(browser, path))


def test_each_sees_the_work_of_his_units(app: Flask, sqlite: Database, works: dict[str, Work]) -> None:
    leak, noise = works["leak"].id, works["noise"].id
    analyst = signed_in(app, sqlite, Role.ANALYST)
    assert columns(text(analyst, "/boards/directive"))["issued"] == [noise, leak]
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    page = text(officer, "/boards/directive")
    assert columns(page)["issued"] == [leak]
    assert "138****0001" not in page
    assert noise not in page
    assert listed(officer, "/boards/directive/list") == [leak]
    elsewhere = signed_in(app, sqlite, Role.INVESTIGATOR, "别处派出所", name="elsewhere")
    assert "没有在办的工作" in text(elsewhere, "/boards/directive")
    assert "没有符合条件的工作" in text(analyst, "/boards/directive?text=nothing-like-it")
    assert analyst.get("/boards").location == "/boards/directive"
    assert analyst.get("/boards/dispute").status_code == 404
    assert analyst.get("/boards/dance/list").status_code == 404


def test_what_is_late_says_so_and_columns_can_be_dates_or_units(
    app: Flask, sqlite: Database, works: dict[str, Work]
) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    page = text(analyst, "/boards/directive?by=deadline")
    headings = re.findall(r"<span data-title>([^<]+)</span>", page)
    assert headings == ["已超期", "今天", "本周", "以后", "无期限"] or headings[0] == "已超期"
    assert page.count("已超期</span>") == 2  # the column, and the card
    late = re.split(r"<section", page)[1]
    assert works["noise"].id in late
    assert works["leak"].id not in late
    by_unit = text(analyst, "/boards/directive?by=unit")
    assert set(re.findall(r"<span data-title>([^<]+)</span>", by_unit)) == {"河口派出所", "山南派出所"}
    for kind in ("mediation", "visit", "diversion"):
        for by in ("state", "unit", "deadline"):
            text(analyst, f"/boards/{kind}?by={by}&text=x&unit=y&person=z&about=漏水")


def test_a_card_is_dragged_and_a_refused_one_stays(app: Flask, sqlite: Database, works: dict[str, Work]) -> None:
    leak = works["leak"].id
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    answer = officer.post("/boards/directive/drag", move="receive", work=f"{leak}:1")
    assert (answer.status_code, answer.json) == (
        200,
        {"said": f"{leak}: 已签收", "act": "", "state": "received", "version": 2, "late": False},
    )
    stale = officer.post("/boards/directive/drag", move="work", work=f"{leak}:1")
    assert stale.status_code == 409
    assert "已有人先操作（签收，some-investigator）" in stale.json["said"]  # type: ignore[index]
    assert (stale.json["state"], stale.json["version"]) == ("received", 2)  # type: ignore[index]
    wrong = officer.post("/boards/directive/drag", move="accept", work=f"{leak}:2")
    assert (wrong.status_code, wrong.json["said"]) == (409, "未执行：您的角色不能进行此操作。")  # type: ignore[index]
    begun = officer.post("/boards/directive/drag", move="work", work=f"{leak}:2")
    assert begun.json["act"]  # type: ignore[index]
    others = officer.post("/boards/directive/drag", move="receive", work=f"{works['noise'].id}:1")
    assert others.status_code == 409
    assert "state" not in others.json  # type: ignore[operator]
    for fields in (
        {"move": "feed_back", "work": f"{leak}:3"},
        {"move": "dance", "work": f"{leak}:3"},
        {"move": "work"},
    ):
        assert officer.post("/boards/directive/drag", **fields).status_code == 400
    assert columns(text(officer, "/boards/directive"))["in_work"] == [leak]


def test_a_partner_sees_the_diversions_that_went_to_it(
    app: Flask, sqlite: Database, works: dict[str, Work], history: Driver
) -> None:
    told: dict[str, object] = {"matter": "屋面漏水", "due_at": (NOW + timedelta(hours=12)).isoformat()}
    work = moves.divert(history, "L1", "住建局", ANALYST, given=told, at=NOW).moved[0][0]
    partner = signed_in(app, sqlite, Role.PARTNER, "住建局")
    assert partner.get("/boards").location == "/boards/diversion"
    page = text(partner, "/boards/diversion")
    assert columns(page)["sent"] == [work.id]
    assert works["leak"].id not in page
    for kind in ("directive", "mediation", "visit"):
        assert partner.get(f"/boards/{kind}").status_code == 404
        assert partner.get(f"/boards/{kind}/list").status_code == 404
    others: tuple[tuple[Role, str, list[str]], ...] = (
        (Role.PARTNER, "城管局", []),
        (Role.INVESTIGATOR, "河口派出所", [work.id]),
        (Role.INVESTIGATOR, "山南派出所", []),
        (Role.ANALYST, "", [work.id]),
    )
    for number, (role, unit, seen) in enumerate(others):
        other = signed_in(app, sqlite, role, unit, name=f"other{number}")
        assert columns(text(other, "/boards/diversion")).get("sent", []) == seen, (role, unit)
    taken = partner.post("/boards/diversion/drag", move="intervene", work=f"{work.id}:1")
    assert (taken.status_code, taken.json["state"]) == (200, "intervened")  # type: ignore[index]


def test_many_are_moved_at_once_each_by_itself(
    app: Flask, sqlite: Database, works: dict[str, Work], history: Driver
) -> None:
    leak, noise = works["leak"].id, works["noise"].id
    third = moves.begin(history, "directive", ["D-L1"], ANALYST, given=TOLD, at=NOW).moved[0][0]
    boss = signed_in(app, sqlite, Role.SUPERVISOR)
    boss.post("/boards/directive/drag", move="receive", work=f"{noise}:1")
    picked = [f"{leak}:1", f"{noise}:1", f"{third.id}:1", "ZL-1999-0001:1", "nonsense"]
    form = boss.get("/boards/directive/move", query_string={"move": "withdraw", "work": picked}).get_data(as_text=True)
    assert form.count('name="work"') == 3
    assert 'name="reason"' in form
    assert boss.post("/boards/directive/move", move="withdraw", work=picked, reason=" ").status_code == 400
    answer = boss.post(
        "/boards/directive/move", move="withdraw", work=picked, reason="重复下发", back="/boards/directive"
    )
    page = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert "2 项已办理" in page
    assert "2 项未办理" in page
    assert "已有人先操作" in page
    board = columns(text(boss, "/boards/directive"))
    assert set(board["withdrawn"]) == {leak, third.id}
    assert board["received"] == [noise]
    acts = {moves.history(history, Work("directive", one))[-1].act for one in (leak, third.id)}
    assert len(acts) == 2
    with sqlite.reading() as sql:
        moved = [r for r in sql.scalars(select(AuditRecord)) if r.action == Action.WORK_MOVED]
    assert {record.target for record in moved} == {f"directive {one}" for one in (leak, noise, third.id)}
    nothing = boss.post("/boards/directive/move", move="withdraw", work=[f"{leak}:2"], reason="x")
    assert nothing.status_code == 409


def test_one_with_a_form_leads_back_to_the_board(app: Flask, sqlite: Database, works: dict[str, Work]) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    work = f"{works['mediation'].id}:1"
    held = NOW.strftime("%Y-%m-%dT%H:%M")
    done = officer.post(
        "/boards/mediation/move", move="hold", work=work, held_at=held, back="/boards/mediation?by=unit"
    )
    assert (done.status_code, done.location) == (302, "/boards/mediation?by=unit")
    away = officer.post(
        "/boards/mediation/move", move="agree", work=f"{works['mediation'].id}:2", terms="x", back="//e.com"
    )
    assert away.location == "/boards/mediation"
    assert officer.get("/boards/visit/move?move=make&work=HF-1999-0001:1").status_code == 404


def test_the_list_is_sorted_and_turned(app: Flask, sqlite: Database, works: dict[str, Work]) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    leak, noise = works["leak"].id, works["noise"].id
    assert listed(analyst, "/boards/directive/list") == [noise, leak]
    assert listed(analyst, "/boards/directive/list?falling=1") == [leak, noise]
    assert listed(analyst, "/boards/directive/list?sort=number") == [leak, noise]
    assert listed(analyst, "/boards/directive/list?sort=x&page=x&state=x") == [noise, leak]
    assert listed(analyst, "/boards/directive/list?state=accepted") == []
    assert listed(analyst, "/boards/directive/list?page=2") == []
    assert listed(analyst, "/boards/directive/list?unit=山南派出所") == [noise]


def test_a_full_list_has_pages_and_a_full_column_says_how_many_more(
    app: Flask, sqlite: Database, works: dict[str, Work], history: Driver
) -> None:
    history.execute_query(
        "MATCH (d:Dispute {id: 'D-L1'}) UNWIND range(1, 60) AS n CREATE (:Visit {id: 'HF-1-' + right('0' + n, 2), "
        "status: 'due', due: date('2026-01-01') + duration({days: n}), moves: 1})-[:ON]->(d)"
    )
    analyst = signed_in(app, sqlite, Role.ANALYST)
    page = text(analyst, "/boards/visit")
    assert len(columns(page)["due"]) == 30
    assert 'href="/boards/visit/list?state=due">还有 31 项</a>' in page
    first, second = (listed(analyst, f"/boards/visit/list?page={page}") for page in (1, 2))
    assert (len(first), len(second)) == (50, 11)
    assert not set(first) & set(second)
    assert works["visit"].id in second


def test_outcomes_are_counts_beside_rates(
    app: Flask, sqlite: Database, works: dict[str, Work], history: Driver
) -> None:
    for name, kind in (("receive", "leak"), ("receive", "noise"), ("feed_back", "leak"), ("hold", "mediation")):
        work = works[kind]
        seen = moves.standing(history, work).version
        moves.make(history, work, name, Actor("x", "supervisor"), seen=seen, given=TOLD, at=NOW)
    moves.make(history, works["mediation"], "agree", Actor("x", "supervisor"), seen=2, given=TOLD, at=NOW)
    analyst = signed_in(app, sqlite, Role.ANALYST)
    page = text(analyst, "/outcomes?by=unit")
    assert "研判指令" in page
    assert "2 件的 50%" in page  # received in time: that of 河口 of two
    assert "基数小" in page
    assert "王主任" in text(analyst, "/outcomes?by=mediator")
    assert "该时段没有" in text(analyst, "/outcomes?since=2001-01-01&until=2001-02-01")
    answer = analyst.post("/outcomes/export", by="unit", form=".csv")
    lines = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert lines[0] == ["工作", "分组", "指标", "数量", "基数", "比率", "备注"]
    assert ["研判指令", "河口派出所", "期限内签收", "1", "1", "100%", "基数小"] in lines
    assert ["调解", "合计", "达成协议", "1", "1", "100%", "基数小"] in lines
    assert all(line[4] for line in lines[1:] if line[5])
    assert analyst.post("/outcomes/export", form=".xlsx").status_code == 200
    assert analyst.post("/outcomes/export", form=".exe").status_code == 400
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert "山南派出所" not in re.sub(r"<header.*?</header>", "", text(officer, "/outcomes?by=unit"), flags=re.DOTALL)

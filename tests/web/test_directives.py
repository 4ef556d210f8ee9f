"""Directives: drafted, issued to several units, received, fed back, sent back, and what becomes of late ones."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import orjson
import pytest
from flask import Flask
from neo4j import Driver

from tests.web.people import Browser, Clock, signed_in
from tests.web.test_disputes import PHONE, history
from tests.web.working import at_work
from web.accounts import units
from web.database import Database
from web.roles import Role

__all__ = ["history"]
pytestmark = pytest.mark.usefixtures("history")
STATION, ORDER = "河口派出所", "见面调解，化解积怨"


def text(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return answer.get_data(as_text=True)


def value(page: str, name: str) -> str:
    """What a field of a form has in it."""
    found = re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return found[1]


def drafted(page: str) -> str:
    found = re.search(r"<textarea[^>]*>(.*?)</textarea>", page, re.DOTALL)
    assert found
    return found[1]


def issue(browser: Browser, *to: str, disputes: tuple[str, ...] = ("D-L1",), **told: str) -> list[str]:
    """Issue a directive; the pages of what was issued, as the dispute's page lists them."""
    given = {"direction": "vertical", "order": ORDER, "deadline": "2026-03-03T18:00"} | told
    before = set(works(browser))
    answer = browser.post("/directives", dispute=list(disputes), unit=list(to), **given)
    assert answer.status_code == 302, answer.get_data(as_text=True)[-2000:]
    return sorted(set(works(browser)) - before)


def works(browser: Browser, dispute: str = "D-L1") -> list[str]:
    return re.findall(r'href="(/casework/directive/[^"?]+)"', text(browser, f"/disputes/{dispute}"))


def move(browser: Browser, path: str, name: str, **told: str) -> int:
    [seen] = re.findall(r'name="seen" value="(\d+)"', text(browser, f"{path}?move={name}"))
    return browser.post(path, seen=seen, move=name, **told).status_code


def notices(browser: Browser) -> str:
    return text(browser, "/notices")


def test_the_draft_has_evidence_measures_and_a_deadline_in_working_hours(
    app: Flask, sqlite: Database, later: Clock
) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    page = text(analyst, "/directives/new?dispute=D-N1&dispute=D-L1&dispute=D-nowhere")
    draft = drafted(page)
    for words in ("D-N1", "D-L1", "金桂苑", "漏水", "7天内", "王某", "见面", "社区、物业上门核实声源"):
        assert words in draft, words
    assert PHONE not in draft
    assert "&lt;b&gt;王某" in draft  # what a caller is called is text
    # Sunday 2026-03-01 16:00 here; the noise is of medium risk: 35 working hours, five days.
    assert value(page, "deadline") == "2026-03-06T18:00"
    across = drafted(text(analyst, "/directives/new?dispute=D-N1&direction=horizontal"))
    assert "前科" in across
    assert analyst.get("/directives/new?dispute=D-N1&direction=up").status_code == 400
    assert analyst.get("/directives/new").status_code == 404
    later(timedelta())


def test_each_unit_gets_one_of_its_own_and_sees_what_it_is_about(app: Flask, sqlite: Database) -> None:
    with sqlite.writing() as sql:
        for name in (STATION, "治安支队", "别处派出所"):
            units.named(sql, name)
    analyst = signed_in(app, sqlite, Role.ANALYST)
    station = signed_in(app, sqlite, Role.INVESTIGATOR, STATION, name="station")
    order = signed_in(app, sqlite, Role.INVESTIGATOR, "治安支队", name="order")
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "别处派出所", name="other")
    assert order.get("/disputes/D-L1").status_code == 404
    issued = issue(analyst, STATION, "治安支队")
    assert len(issued) == 2
    for one, its in ((station, issued[0]), (order, issued[1])):
        assert ORDER in text(one, its)
        assert "漏水" in text(one, "/disputes/D-L1")
        assert notices(one).count("研判指令") == 1
    assert other.get(issued[0]).status_code == 404
    assert "研判指令" not in notices(other)
    assert "已下发指令" in text(station, "/disputes/D-L1")
    assert move(order, issued[1], "receive") == 302
    assert "已签收" in text(analyst, issued[1])
    assert "已下发" in text(analyst, issued[0])


def test_receipt_feedback_sent_back_and_accepted(app: Flask, sqlite: Database) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    station = signed_in(app, sqlite, Role.INVESTIGATOR, STATION)
    [directive] = issue(analyst, STATION)
    assert move(station, directive, "receive") == 302
    assert move(station, directive, "feed_back", feedback="双方已见面") == 302
    assert "：反馈（由" in notices(analyst)
    assert move(analyst, directive, "send_back", reason="未写明协议", deadline="2026-03-05T18:00") == 302
    assert "退回重办" in notices(station)
    assert move(station, directive, "feed_back", feedback="已签协议") == 302
    assert move(analyst, directive, "accept") == 302
    page = text(station, directive)
    assert "已认可" in page
    assert "未写明协议" in page


def test_a_late_one_rises_to_the_supervisors_once(app: Flask, sqlite: Database, later: Clock) -> None:
    with sqlite.writing() as sql:
        units.named(sql, STATION).parent_id = units.named(sql, "分局").id
    analyst = signed_in(app, sqlite, Role.ANALYST)
    [directive] = issue(analyst, STATION)
    later(timedelta(days=1, hours=9))  # 2026-03-03 01:00: 17 hours are left
    for _ in range(2):
        at_work(app).minute()
    chief = signed_in(app, sqlite, Role.SUPERVISOR, "分局", name="chief")
    elsewhere = signed_in(app, sqlite, Role.SUPERVISOR, "山南派出所", name="elsewhere")
    station = signed_in(app, sqlite, Role.INVESTIGATOR, STATION, name="station")
    assert "反馈期限将到" not in notices(chief)
    later(timedelta(days=1))
    with ThreadPoolExecutor(4) as pool:  # several processes that look at once
        list(pool.map(lambda _: at_work(app).minute(), range(4)))
    chief.sign_in("chief")
    station.sign_in("station")
    elsewhere.sign_in("elsewhere")
    assert "已超期" in text(station, directive)
    for browser in (chief, station):
        assert notices(browser).count("已超期未反馈") == 1
    assert "已超期未反馈" not in notices(elsewhere)
    assert move(station, directive, "feed_back", feedback="双方已见面") == 302


def test_from_the_whiteboard_or_a_query(app: Flask, sqlite: Database, history: Driver) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    found = history.execute_query("MATCH (p:Phone {number: $phone}) RETURN elementId(p) AS id", phone=PHONE)
    for nodes in ([found.records[0]["id"]], ["Incident:L3"], ["Dispute:D-L1"], ["Unit:河口派出所"]):
        answer = analyst.post("/directives/about", nodes=orjson.dumps(nodes).decode())
        assert (answer.status_code, answer.location) == (302, "/directives/new?dispute=D-L1"), nodes
    nothing = analyst.post("/directives/about", nodes='["Unit:别处派出所"]')
    assert "没有矛盾纠纷" in nothing.get_data(as_text=True)
    for wrong in ("", "{}", "[]", '["x", 3]'):
        assert analyst.post("/directives/about", nodes=wrong).status_code == 400, wrong


def test_what_is_missing_is_said_and_what_was_written_stays(app: Flask, sqlite: Database) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    given: dict[str, object] = {"direction": "vertical", "order": ORDER, "deadline": "2026-03-03T18:00"}
    for fields, said in (
        ({"unit": []}, "请选择承办单位"),
        ({"unit": ["nowhere"]}, "请选择承办单位"),
        ({"unit": [STATION], "deadline": "soon"}, "反馈期限无法识别"),
        ({"unit": [STATION], "order": " "}, "请填写要求措施"),
    ):
        answer = analyst.post("/directives", dispute="D-L1", **(given | fields))
        page = answer.get_data(as_text=True)
        assert answer.status_code == 400
        assert said in page, re.findall(r'role="alert">(.*?)<', page)
    assert works(analyst) == []
    assert analyst.post("/directives", dispute=["D-nowhere"], unit=[STATION], **given).status_code == 404

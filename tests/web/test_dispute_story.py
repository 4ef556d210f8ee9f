"""One dispute on its page: the story in pages, people by side, places, reasons, Cypher, the small picture."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from neo4j import Driver

from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history
from web.database import Database
from web.disputes import picture
from web.roles import Role

__all__ = ["history"]

_LONG = """CREATE (d:Dispute {id: 'D1', title: '大事', risk: 0.5, level: 'high', status: 'suggested'})
WITH d UNWIND range(1, $calls) AS n
CREATE (i:Incident {id: 'C' + right('0000' + n, 4), content: 'x',
  reported_at: datetime('2026-01-01T00:00:00+08:00') + duration({hours: n})})-[:ABOUT {score: 1.0, reasons: []}]->(d)
MERGE (c:Person {key: 'c' + n % 40}) SET c:Caller, c.name = '人' + n % 40
MERGE (c)-[:REPORTED]->(i) MERGE (c)-[:PARTY_TO {side: 'caller'}]->(d)
MERGE (l:Location {key: 'l' + n % 30}) SET l.name = '地' + n % 30, l.level = 'poi' MERGE (i)-[:AT]->(l)"""


def text_of(browser: Browser, path: str) -> str:
    answer = browser.get(path)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_a_long_story_comes_in_pages_with_what_was_done_in_its_place(
    app: Flask, sqlite: Database, graph: Driver
) -> None:
    graph.execute_query(_LONG, calls=120)
    graph.execute_query(
        "MATCH (i:Incident) WHERE i.id IN ['C0001', 'C0002'] "
        "MERGE (d:Decision {id: 'E1'}) SET d += {action: 'confirm', by: 'wang', "
        "reason: '回电13800000001', at: datetime('2026-01-03T20:00:00+08:00')} CREATE (d)-[:JOINS]->(i)"
    )
    browser = signed_in(app, sqlite, Role.ANALYST)
    pages = [text_of(browser, f"/disputes/D1?page={page}") for page in (1, 2, 3, 99)]
    shown = [re.findall(r'name="call" value="(C\d+)"', page) for page in pages]
    assert [len(calls) for calls in shown] == [50, 50, 20, 20]
    assert [call for calls in shown[:3] for call in calls] == [f"C{n:04}" for n in range(1, 121)]
    marks = [re.search(r'<li class="done">.*?wang.*?</li>', page, re.DOTALL) is not None for page in pages]
    assert marks == [False, True, False, False]
    assert pages[1].index("C0067") < pages[1].index('<li class="done">') < pages[1].index("C0069")
    assert "13800000001" not in "".join(pages)
    assert "120 起警情" in pages[0]


@pytest.mark.usefixtures("history")
def test_why_calls_belong_together_is_said_call_by_call(app: Flask, sqlite: Database) -> None:
    text = text_of(signed_in(app, sqlite, Role.ANALYST), "/disputes/D-L1")
    ties = re.findall(r'<p class="tie">(.*?)</p>', text, re.DOTALL)
    assert len(ties) >= 3
    assert any("L1" in tie and "同一" in tie for tie in ties)


@pytest.mark.usefixtures("history")
def test_the_cypher_of_a_rule_is_shown_with_its_values(app: Flask, sqlite: Database) -> None:
    text = text_of(signed_in(app, sqlite, Role.ANALYST), "/disputes/D-L1")
    [first, *_] = re.findall(r"<code>(.*?)</code>", text, re.DOTALL)
    assert "[&#39;D-L1&#39;]" in first
    assert "$" not in re.sub(r"//[^\n]*", "", first)


def test_people_stand_by_side_and_a_partner_sees_no_more_than_his_calls_say(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    history.execute_query(
        "MATCH (d:Dispute {id: 'D-L1'}), (one:Incident {id: 'L1'}), (other:Incident {id: 'L3'}) "
        "CREATE (a:Person {key: 'a', name: '甲某'})-[:PARTY_TO {side: 'opponent'}]->(d), (one)-[:MENTIONS]->(a), "
        "(b:Person {key: 'b', name: '乙某'})-[:PARTY_TO {side: 'named'}]->(d), (other)-[:MENTIONS]->(b), "
        "(:Agency {key: '住建局'})<-[:SENT_TO]-(:Diversion {id: 'V'})-[:OF]->(other)"
    )
    text = text_of(signed_in(app, sqlite, Role.SUPERVISOR), "/disputes/D-L1")
    order = [text.index(words) for words in ("报警人</h3>", "对方当事人", "甲某", "提及人员", "乙某")]
    assert order == sorted(order)
    partner = text_of(signed_in(app, sqlite, Role.PARTNER, "住建局"), "/disputes/D-L1")
    assert ("甲某" in partner, "乙某" in partner) == (False, True)
    assert "另有 2 起您无权查看" in partner


@pytest.mark.usefixtures("history")
def test_only_who_may_decide_is_offered_it(app: Flask, sqlite: Database) -> None:
    for role in (Role.ANALYST, Role.SUPERVISOR, Role.ADMINISTRATOR):
        text = text_of(signed_in(app, sqlite, role), "/disputes/D-L1")
        assert ("不是同一诉求" in text) is (role is not Role.ADMINISTRATOR), role


@pytest.mark.usefixtures("history")
def test_the_whiteboard_is_linked_where_there_is_one(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    there = any(rule.rule == "/explore" for rule in app.url_map.iter_rules())
    assert ("/explore?node=Dispute:D-L1" in text_of(browser, "/disputes/D-L1")) is there


def row(number: int, **values: Any) -> dict[str, Any]:
    at = datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=number)
    plain = {"incident_id": f"i{number}", "reported_at": at, "danger": 0, "caller_key": f"c{number}", "caller": "某"}
    return plain | {"phone": None, "place_key": f"p{number}", "place": "某地"} | values


@pytest.mark.parametrize("count", [1, 2, 28, 29, 500])
def test_the_picture_has_sixty_nodes_at_most_and_leaves_no_call_out(count: int) -> None:
    drawn = picture.draw([row(n) for n in range(count)], "无", "另有 %(count)d")
    assert drawn is not None
    assert len(drawn.dots) <= 60
    for kind in ("person", "call", "place"):
        assert sum(dot.calls for dot in drawn.dots if dot.kind == kind) == count
    assert sum(line.calls for line in drawn.lines) == 2 * count
    assert len({(dot.kind, dot.y) for dot in drawn.dots}) == len(drawn.dots)
    assert all(0 < dot.y < drawn.height for dot in drawn.dots)


def test_a_call_at_two_places_is_one_call_and_one_by_nobody_has_a_node() -> None:
    rows = [row(1), row(1, place_key="q"), row(2, caller_key=None, caller=None, place_key=None, danger=4)]
    drawn = picture.draw(rows, "无", "另有 %(count)d")
    assert drawn is not None
    assert sorted((dot.kind, dot.label, dot.calls) for dot in drawn.dots if dot.kind == "person") == [
        ("person", "无", 1),
        ("person", "某", 1),
    ]
    assert sum(dot.calls for dot in drawn.dots if dot.kind == "call") == 2
    assert max(dot.danger for dot in drawn.dots) == 4
    assert picture.draw([], "", "") is None

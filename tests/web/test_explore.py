"""The whiteboard: what the page asks for, what each role sees of it, masked, counted and written down."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from typing import Any

import orjson
import pytest
from flask import Flask
from neo4j import Driver
from werkzeug.test import TestResponse

from tests.web.people import Browser, signed_in
from tests.web.test_disputes import ID_NUMBER, PHONE, history
from web.database import Database
from web.roles import Role
from web.screens.explore_words import WORDS
from web.words import ROOT

__all__ = ["history"]


def asked(browser: Browser, path: str, **body: Any) -> TestResponse:
    return browser.client.post(f"/explore/{path}", json=body, headers={"X-CSRFToken": browser.token()})


def told(answer: TestResponse) -> dict[str, Any]:
    assert answer.status_code == 200
    return dict(answer.get_json())


def setup(browser: Browser, path: str = "/explore") -> dict[str, Any]:
    text = browser.get(path).get_data(as_text=True)
    found = re.search(r'data-setup="([^"]+)"', text)
    assert found
    return dict(orjson.loads(unescape(found[1])))


def labels(answer: dict[str, Any]) -> set[str]:
    return {node["label"] for node in answer["nodes"]}


def test_it_begins_with_the_gravest_dispute_that_one_sees(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    assert setup(signed_in(app, sqlite, Role.ANALYST))["gravest"] == "Dispute:D-N1"
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert setup(station)["gravest"] == "Dispute:D-L1"
    assert setup(signed_in(app, sqlite, Role.DISPATCHER))["gravest"] is None
    assert setup(station, "/explore?node=Incident:L1&node=Incident:L3")["nodes"] == ["Incident:L1", "Incident:L3"]


def test_the_first_picture_of_a_dispute(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    analyst = signed_in(app, sqlite, Role.ANALYST)
    answer = asked(analyst, "first", node="Dispute:D-L1")
    drawn = told(answer)
    assert {"Dispute", "Incident", "Caller", "Phone", "Location", "Unit"} <= labels(drawn)
    assert {node["number"] for node in drawn["nodes"] if node["label"] == "Incident"} == {"L1", "L3", "L5"}
    ids = {node["id"]: node["label"] for node in drawn["nodes"]}
    sentences = {(ids[start], type_, ids[end]) for start, type_, end in drawn["links"]}
    assert {
        ("Incident", "ABOUT", "Dispute"),
        ("Phone", "REPORTED", "Incident"),
        ("Caller", "USES", "Phone"),
    } <= sentences
    assert drawn["hidden"] == 0
    assert (PHONE in answer.text, ID_NUMBER in answer.text, "138****0001" in answer.text) == (False, False, True)
    assert ids[drawn["node"]] == "Dispute"


def test_what_leads_away_is_counted_by_kind_and_comes_a_few_at_a_time(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    assert history
    analyst = signed_in(app, sqlite, Role.ANALYST)
    kinds = told(analyst.get("/explore/kinds?node=Dispute:D-L1"))["kinds"]
    assert {"type": "ABOUT", "outgoing": False, "label": "Incident", "count": 3} in kinds
    more = {"node": "Dispute:D-L1", "type": "ABOUT", "outgoing": False, "label": "Incident"}
    two = told(asked(analyst, "more", **more, limit=2))
    assert [node["number"] for node in two["nodes"]] == ["L5", "L3"]  # the latest first
    rest = told(asked(analyst, "more", **more, skip=2, limit=2, there=[node["id"] for node in two["nodes"]]))
    assert [node["number"] for node in rest["nodes"]] == ["L1"]
    ends = {(start, end) for start, type_, end in rest["links"] if type_ == "RESEMBLES"}
    assert {node["id"] for node in two["nodes"]} & {end for pair in ends for end in pair}


def test_another_units_things_are_counted_and_not_told(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query(
        "MATCH (i:Incident {id: 'N1'}), (p:Phone {number: $phone}) CREATE (p)-[:REPORTED]->(i)", phone=PHONE
    )
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    drawn = asked(station, "first", node=f"Phone:{PHONE}")
    assert (told(drawn)["hidden"], "N1" in drawn.text) == (1, False)
    assert asked(station, "first", node="Dispute:D-N1").status_code == 404
    both = told(asked(station, "nodes", nodes=["Dispute:D-N1", "Incident:N1", "Dispute:D-L1"]))
    assert ([node["number"] for node in both["nodes"]], both["hidden"]) == (["D-L1"], 2)
    hidden = history.execute_query("MATCH (i:Incident {id: 'N1'}) RETURN elementId(i) AS id")[0][0]["id"]
    tied = told(asked(station, "nodes", nodes=[f"Phone:{PHONE}"], there=[hidden]))
    assert tied["links"] == []
    assert told(station.get("/explore/find?text=N1"))["nodes"] == []
    assert station.get("/explore/about?node=Incident:N1").status_code == 404
    assert station.get("/explore/link?start=Incident:N1&type=ABOUT&end=Dispute:D-N1").status_code == 404


def test_one_shortest_way_and_all_of_them(app: Flask, sqlite: Database, history: Driver) -> None:
    for key in ("car:1", "car:2"):
        history.execute_query(
            "MATCH (a:Incident {id: 'L1'}), (b:Incident {id: 'N1'}) CREATE (t:Thing {key: $key, name: '车'}) "
            "CREATE (a)-[:MENTIONS]->(t)<-[:MENTIONS]-(b)",
            key=key,
        )
    analyst = signed_in(app, sqlite, Role.ANALYST)
    ends = {"start": "Dispute:D-L1", "end": "Dispute:D-N1"}
    one = told(asked(analyst, "ways", **ends))
    assert (one["count"], one["length"], len(one["nodes"]), len(one["links"])) == (1, 4, 5, 4)
    every = told(asked(analyst, "ways", **ends, every=True))
    assert (every["count"], every["length"], len(every["nodes"]), len(every["links"])) == (2, 4, 6, 6)
    assert told(asked(analyst, "ways", **ends, types=["ABOUT"]))["nodes"] == []
    assert told(asked(analyst, "ways", **ends, longest=3))["count"] == 0
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert asked(station, "ways", **ends).status_code == 404


def test_facts_of_things_and_links_are_masked_and_in_words(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    analyst = signed_in(app, sqlite, Role.ANALYST)
    incident = analyst.get("/explore/about?node=Incident:L1")
    facts = dict(told(incident)["facts"])
    assert (facts["报警时间"], facts["电话"], facts["类型"]) == ("2026-03-01 09:00", "138****0001", "漏水")
    assert PHONE not in incident.text
    assert ID_NUMBER not in incident.text
    assert "<b>王某" in facts["报警人"]  # the page writes it as text
    dispute = dict(told(analyst.get("/explore/about?node=Dispute:D-L1"))["facts"])
    assert any("报警" in reason for reason in dispute["风险理由"])
    assert dispute["详情页"]["href"] == "/disputes/D-L1"
    why = dict(told(analyst.get("/explore/link?start=Incident:L1&type=ABOUT&end=Dispute:D-L1"))["facts"])
    assert any("同一" in reason for reason in why["理由"])


FOUND = {"L1": ["D-L1", "L1"], "D-L1": ["D-L1"], "漏水": ["D-L1"], PHONE: [None], "nothing-like-it": [], " ": []}


def test_things_are_found_by_name_and_number(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    analyst = signed_in(app, sqlite, Role.ANALYST)
    found = {text: analyst.get("/explore/find", query_string={"text": text}) for text in FOUND}
    assert {text: [node["number"] for node in told(answer)["nodes"]] for text, answer in found.items()} == FOUND
    assert all(PHONE not in answer.text for answer in found.values())
    assert "Location" in labels(told(analyst.get("/explore/find?text=向阳里")))


def test_every_look_is_in_the_audit(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    analyst = signed_in(app, sqlite, Role.ANALYST)
    asked(analyst, "first", node="Dispute:D-L1")
    asked(analyst, "nodes", nodes=[f"Phone:{PHONE}"])
    asked(analyst, "ways", start="Incident:L1", end="Incident:L3")
    for path in ("kinds?node=Incident:L1", "about?node=Incident:L1", "find?text=L1"):
        assert analyst.get(f"/explore/{path}").status_code == 200
    with sqlite.reading() as sql:
        written = _records(sql)
    assert [record.target for record in written][:2] == ["Dispute:D-L1", "Phone:138****0001"]
    assert len(written) == 6
    assert not any(PHONE in record.target + record.detail for record in written)


def _records(sql: Any) -> list[Any]:
    from sqlalchemy import select

    from web.models import AuditRecord

    return list(sql.scalars(select(AuditRecord).where(AuditRecord.action == "graph-read").order_by(AuditRecord.number)))


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("first", {}),
        ("first", {"node": "x" * 301}),
        ("first", {"node": "x", "more": 1}),
        ("nodes", {"nodes": "x"}),
        ("nodes", {"nodes": ["x"] * 20_001}),
        ("more", {"node": "x", "type": "ABOUT", "outgoing": True, "label": "Incident", "limit": 0}),
        ("ways", {"start": "a", "end": "b", "longest": 17}),
    ],
)
def test_what_does_not_fit_is_refused(app: Flask, sqlite: Database, path: str, body: dict[str, Any]) -> None:
    assert asked(signed_in(app, sqlite, Role.ANALYST), path, **body).status_code == 400


def test_other_pages_hand_their_nodes_over(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    analyst = signed_in(app, sqlite, Role.ANALYST)
    page = analyst.post("/explore", nodes='["Incident:L1", "Incident:L3"]').get_data(as_text=True)
    assert "Incident:L1" in page
    for wrong in ("", "no list", '{"a": 1}', "[1]"):
        assert analyst.post("/explore", nodes=wrong).status_code == 400, wrong


def test_a_partner_has_no_whiteboard_and_no_way_to_it(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    partner = signed_in(app, sqlite, Role.PARTNER, "住建局")
    assert partner.get("/explore").status_code == 403
    assert asked(partner, "first", node="Dispute:D-L1").status_code == 403
    assert 'href="/explore"' not in partner.get("/disputes").get_data(as_text=True)
    assert 'href="/explore"' in signed_in(app, sqlite, Role.DISPATCHER).get("/disputes").get_data(as_text=True)


def test_the_scripts_say_what_there_are_words_for() -> None:
    scripts = "".join(path.read_text(encoding="utf-8") for path in sorted(Path(ROOT, "static/explore").glob("*.js")))
    named = set(re.findall(r'\bt\(\s*"(\w+)"', scripts))
    named |= set(re.findall(r'"((?:step|refused|ways)_\w+|counts\w*)"', scripts))
    named |= {f"column_{name}" for name in re.findall(r'"(\w+)"', re.findall(r"COLUMNS = \[(.*?)\]", scripts)[0])}
    named |= {key for key in ("time_from", "time_to") if f'"{key}"' in scripts}
    assert named == set(WORDS)

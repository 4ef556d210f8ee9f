"""The pages of communities: what each unit sees of them, in which order, and what changed."""

from __future__ import annotations

import html
import json
import re
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from neo4j import Driver

from graph.one_writer import one_writer
from tests.ingest.worlds import load_file, write_rows
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import leak, noise
from web.clock import now
from web.communities import keeping
from web.communities.tables import CommunityRow, CommunityRun, CommunityUnit
from web.database import Database
from web.roles import Role


@pytest.fixture
def history(graph: Driver, sqlite: Database, tmp_path: Path) -> Driver:
    """A leak of 河口 and a noise of 山南 that one person, called in both, ties together; a call that stands alone."""
    rows = [leak(1, caller_name="王小明"), leak(3), noise(1, caller_name="李大山"), noise(2), noise(9, content="问路")]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    graph.execute_query(
        "MATCH (d:Dispute) MERGE (p:Person {key: 'zhou'}) SET p.name = '周某13800000001' "
        "MERGE (p)-[:PARTY_TO {side: 'opponent'}]->(d)"
    )
    keeping.renew_and_keep(sqlite, graph)
    return graph


def listed(browser: Browser, query: str = "") -> list[str]:
    """The numbers of the communities on the page, in order."""
    answer = browser.get(f"/communities{query}")
    assert answer.status_code == 200
    return re.findall(r'<span class="number">([^<]+)</span>', answer.get_data(as_text=True))


@pytest.mark.usefixtures("history")
def test_the_list_and_the_page_say_what_hangs_together(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    [number] = listed(browser)
    page = browser.get("/communities").get_data(as_text=True)
    assert "新增" in page
    one = browser.get(f"/communities/{number}").get_data(as_text=True)
    assert set(re.findall(r'href="/disputes/([^"]+)"', one)) == {"D-L1", "D-N1"}
    assert "周某138****0001" in one
    assert "13800000001" not in one
    assert "关键节点" in one
    assert f'href="/exports?community={number}"' in one
    assert "不可见" not in one
    drawing = browser.get(f"/communities/{number}/picture.svg")
    assert drawing.mimetype == "image/svg+xml"
    assert "周某138****0001" in drawing.get_data(as_text=True)
    assert "13800000001" not in drawing.get_data(as_text=True)


@pytest.mark.usefixtures("history")
def test_a_unit_sees_its_part_and_how_much_is_hidden(app: Flask, sqlite: Database) -> None:
    [number] = listed(signed_in(app, sqlite, Role.ANALYST))
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所")
    assert listed(browser) == [number]
    page = browser.get(f"/communities/{number}").get_data(as_text=True)
    assert re.findall(r'href="/disputes/([^"]+)"', page) == ["D-N1"]
    assert "王小明" not in page
    [hidden] = re.findall(r"有 (\d+) 个成员属于您无权查看的单位", page)
    assert int(hidden) >= 2
    assert "王小明" not in browser.get("/communities").get_data(as_text=True)
    assert "王小明" not in browser.get(f"/communities/{number}/picture.svg").get_data(as_text=True)
    network = json.loads(browser.post("/exports/make", community=number, form=".json").data)
    assert "Dispute:D-N1" in {node["id"] for node in network["nodes"]}
    assert "Dispute:D-L1" not in {node["id"] for node in network["nodes"]}
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "别处派出所", name="other")
    assert listed(other) == []
    for path in (f"/communities/{number}", f"/communities/{number}/picture.svg", f"/exports?community={number}"):
        assert other.get(path).status_code == 404


@pytest.mark.usefixtures("history")
def test_it_opens_by_address_on_the_whiteboard_where_members_say_it_is_theirs(app: Flask, sqlite: Database) -> None:
    def board(browser: Browser, number: str) -> list[dict[str, Any]]:
        page = browser.get(f"/explore?community={number}")
        [setup] = re.findall(r'data-setup="([^"]+)"', page.get_data(as_text=True))
        answer = browser.client.post(
            "/explore/nodes",
            json={"nodes": json.loads(html.unescape(setup))["nodes"]},
            headers={"X-CSRFToken": browser.token()},
        )
        return list(answer.get_json()["nodes"])

    analyst = signed_in(app, sqlite, Role.ANALYST)
    [number] = listed(analyst)
    whole = board(analyst, number)
    assert {node["number"] for node in whole if node["label"] == "Dispute"} == {"D-L1", "D-N1"}
    assert {node["community"] for node in whole if node["label"] in ("Dispute", "Person")} == {number}
    mine = board(signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所"), number)
    assert {node["number"] for node in mine if node["label"] == "Dispute"} == {"D-N1"}
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "别处派出所", name="other")
    assert other.get(f"/explore?community={number}").status_code == 404
    assert analyst.get("/explore?community=nothing").status_code == 404


def test_what_changed_since_last_time_can_be_asked_for(app: Flask, sqlite: Database, history: Driver) -> None:
    browser = signed_in(app, sqlite, Role.SUPERVISOR)
    [number] = listed(browser)
    keeping.renew_and_keep(sqlite, history)
    assert (listed(browser, "?change=new"), listed(browser, "?change=same")) == ([], [number])
    history.execute_query("MATCH (p:Person {key: 'zhou'}) DETACH DELETE p")
    keeping.renew_and_keep(sqlite, history)
    assert (listed(browser), listed(browser, "?change=gone")) == ([], [number])
    assert browser.get(f"/communities/{number}").status_code == 404
    assert "没有通过人员" in browser.get("/communities").get_data(as_text=True)
    keeping.renew_and_keep(sqlite, history)
    assert listed(browser, "?change=gone") == []


def test_before_the_first_run_the_page_says_so(app: Flask, sqlite: Database) -> None:
    assert "尚未计算关联群体" in signed_in(app, sqlite, Role.ANALYST).get("/communities").get_data(as_text=True)


def rows(database: Database, count: int) -> None:
    """Communities that only the list knows: nothing of them is in the graph."""
    with database.writing() as sql:
        run = CommunityRun(at=now(), ties=1, hubs=0)
        sql.add(run)
        for number in range(count):
            values = dict.fromkeys(("disputes", "callers", "people", "phones", "places", "calls", "before"), number)
            sql.add(
                CommunityRow(
                    number=f"C-{number:03}", size=number % 7, risk=number / count, bridges=0, change="same",
                    others="", into="", first_at=run.at, last_at=run.at, **values,
                )
            )  # fmt: skip
            sql.flush()
            sql.add(CommunityUnit(community=f"C-{number:03}", unit=("河口派出所", "山南派出所")[number % 2]))


def test_the_list_is_paged_and_sorted(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    rows(sqlite, 60)
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert listed(browser)[:2] == ["C-059", "C-058"]
    assert listed(browser, "?page=3") == [f"C-{number:03}" for number in range(9, -1, -1)]
    assert listed(browser, "?sort=calls&rising=1")[:2] == ["C-000", "C-001"]
    assert listed(browser, "?sort=size")[:3] == ["C-006", "C-013", "C-020"]
    assert browser.get("/communities?page=9").status_code == 302
    assert listed(browser, "?sort=nonsense&change=nonsense&page=-3")[0] == "C-059"
    theirs = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert listed(theirs)[:2] == ["C-058", "C-056"]


def test_a_number_that_was_merged_leads_to_where_its_members_are(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    rows(sqlite, 3)
    with sqlite.writing() as sql:
        for number, into in (("C-000", "C-001"), ("C-001", "C-002"), ("C-002", "C-000")):
            row = sql.get(CommunityRow, number)
            assert row
            row.into, row.change = into, "gone"
    with sqlite.reading() as sql:
        found = keeping.one(sql, "C-000")
        assert found
        assert found.number in {"C-000", "C-002"}  # a ring of numbers ends
    browser = signed_in(app, sqlite, Role.ANALYST)
    with sqlite.writing() as sql:
        row = sql.get(CommunityRow, "C-002")
        assert row
        row.into = ""
    answer = browser.get("/communities/C-000")
    assert (answer.status_code, answer.location) == (302, "/communities/C-002")


def test_merged_numbers_outlive_runs(database: Database, graph: Driver) -> None:
    rows(database, 2)
    with database.writing() as sql:
        row = sql.get(CommunityRow, "C-000")
        assert row
        row.into, row.change = "C-001", "gone"
    with one_writer(lambda _: None):
        keeping.renew_and_keep(database, graph)
    with database.reading() as sql:
        assert [one.number for one in sql.query(CommunityRow)] == ["C-000"]
        assert len(list(sql.query(CommunityRun))) == 2

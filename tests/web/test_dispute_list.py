"""The list of disputes: pages that follow each other both ways, columns, saved filters, what a page costs."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from neo4j import Driver

from queries import listing
from queries.listing import Order, Place
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history, listed
from web.database import Database
from web.disputes.asked import SORTS, Asked
from web.roles import Role

__all__ = ["history"]

_MANY = """UNWIND range(1, $count) AS n
CREATE (d:Dispute {id: 'D' + right('0000' + n, 5), title: 't' + n, kind: '其他', status: 'suggested', unit: 'u',
  risk: toFloat(n % 7) / 10, level: 'low', incidents: 2 + n % 5,
  first_at: datetime('2026-01-01T00:00:00[Asia/Shanghai]') + duration({days: n % 11}),
  last_at: datetime('2026-02-01T00:00:00[Asia/Shanghai]') + duration({days: n % 13})})"""


def beside(browser: Browser, query: str, rel: str) -> str:
    """The address, behind /disputes, of the page before or after the one with this query; '' for none."""
    text = browser.get(f"/disputes{query}").get_data(as_text=True)
    found = re.search(rf'rel="{rel}" href="/disputes([^"]+)"', text)
    return found[1].replace("&amp;", "&") if found else ""


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("rising", ["", "&rising=1"])
def test_pages_follow_each_other_both_ways(app: Flask, sqlite: Database, graph: Driver, sort: str, rising: str) -> None:
    graph.execute_query(_MANY, count=60)
    browser, query = signed_in(app, sqlite, Role.ANALYST), f"?sort={sort}{rising}"
    onwards = []
    while query:
        onwards.append(listed(browser, query))
        last, query = query, beside(browser, query, "next")
    assert [len(page) for page in onwards] == [25, 25, 10]
    assert {number for page in onwards for number in page} == {f"D{n:05}" for n in range(1, 61)}
    back = [listed(browser, last)]
    while last := beside(browser, last, "prev"):
        back.append(listed(browser, last))
    assert back[::-1] == onwards
    flat = [number for page in onwards for number in page]
    keys = {"risk": 7, "incidents": 5, "first": 11, "last": 13}
    remainders = [int(number[1:]) % keys[sort] for number in flat]
    assert remainders == sorted(remainders, reverse=not rising)


def test_what_comes_meanwhile_shifts_nothing(app: Flask, sqlite: Database, graph: Driver) -> None:
    graph.execute_query(_MANY, count=60)
    browser = signed_in(app, sqlite, Role.ANALYST)
    first, onwards = listed(browser), beside(browser, "", "next")
    graph.execute_query("CREATE (:Dispute {id: 'D00000', title: 't', risk: 0.95, level: 'high', incidents: 2})")
    second = listed(browser, onwards)
    assert not set(first) & set(second)
    assert len(second) == 25


@pytest.mark.parametrize("sort", SORTS)
def test_a_late_page_costs_what_the_first_one_costs(graph: Driver, sort: listing.Sort) -> None:
    """By what the server reads, not by the clock."""
    graph.execute_query(
        "UNWIND range(1, 3000) AS n CREATE (:Dispute {id: 'D' + right('0000' + n, 5), title: 't', risk: n / 3000.0, "
        "incidents: n, first_at: datetime('2026-01-01T00:00:00[Asia/Shanghai]') + duration({hours: n}), "
        "last_at: datetime('2026-02-01T00:00:00[Asia/Shanghai]') + duration({hours: n})})"
    )
    graph.execute_query("CALL db.prepareForReplanning(300)")
    wanted = Asked().parameters() | {"units": None, "agency": None}
    for rising in (False, True):
        order = Order(sort, rising)
        key = {"risk": 0.5, "incidents": 1500}.get(sort) or graph.execute_query(
            f"MATCH (d:Dispute {{id: 'D01500'}}) RETURN d.{sort}_at AS at"
        ).records[0]["at"].to_native()
        costs = [_hits(graph, wanted, order, place) for place in (None, Place(key, "D01500"))]
        assert max(costs) < 1000, (sort, rising, costs)


def _hits(graph: Driver, wanted: dict[str, Any], order: Order, place: Place | None) -> int:
    text, parameters = listing.as_asked(graph, wanted | {"named": []}, order, place, 26)
    profile = graph.execute_query("PROFILE " + text, parameters).summary.profile
    return _added(profile)


def _added(profile: Any) -> int:
    return int(profile.get("dbHits", 0)) + sum(map(_added, profile.get("children", ())))


def test_how_many_there_are(app: Flask, sqlite: Database, graph: Driver) -> None:
    graph.execute_query(_MANY, count=60)
    graph.execute_query("CREATE (:Dispute {id: 'D-old', merged_into: 'D00001', status: 'merged'})")
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert "共 60 件" in browser.get("/disputes").get_data(as_text=True)
    assert "共 60 件" not in browser.get("/disputes?kind=其他").get_data(as_text=True)
    assert browser.get("/disputes/count?kind=其他").json == {"said": "共 60 件"}
    assert browser.get("/disputes/count?kind=漏水").json == {"said": "共 0 件"}
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "别处派出所")
    assert station.get("/disputes/count").json == {"said": "共 0 件"}


@pytest.mark.usefixtures("history")
def test_columns_are_each_accounts_own(app: Flask, sqlite: Database) -> None:
    browser, other = signed_in(app, sqlite, Role.ANALYST), signed_in(app, sqlite, Role.SUPERVISOR)
    assert heads(browser) == ["事由", "类型", "风险", "警情", "报警人", "重复警情", "首次", "末次", "单位"]
    answer = browser.post("/disputes/columns", column=["place", "status", "nonsense"], sort="last")
    assert answer.location == "/disputes?sort=last"
    assert heads(browser) == ["事由", "状态", "地点"]
    assert len(heads(other)) == 9
    browser.post("/disputes/columns")
    assert len(heads(browser)) == 9


def heads(browser: Browser) -> list[str]:
    text = browser.get("/disputes").get_data(as_text=True)
    return [re.sub(r"<[^>]+>|[↑↓\s]", "", head) for head in re.findall(r"<th[ >].*?</th>", text)]


@pytest.mark.usefixtures("history")
def test_saved_filters_are_kept_shared_and_removed(app: Flask, sqlite: Database) -> None:
    mine = signed_in(app, sqlite, Role.ANALYST, "河口派出所", name="wang")
    colleague = signed_in(app, sqlite, Role.ANALYST, "河口派出所", name="li")
    stranger = signed_in(app, sqlite, Role.ANALYST, "山南派出所", name="zhao")
    mine.post("/disputes/filters", name=" 漏水  的 ", kind="漏水", sort="last", csrf="x")
    mine.post("/disputes/filters", name="共用", level="low", share="1")
    assert filters(mine) == {"漏水 的": {"kind": ["漏水"], "sort": ["last"]}, "共用": {"level": ["low"]}}
    assert filters(colleague) == {"共用": {"level": ["low"]}}
    assert filters(stranger) == {}
    [removing] = set(
        re.findall(r'action="(/disputes/filters/\d+/remove)"', mine.get("/disputes").get_data(as_text=True))[:1]
    )
    for other in (colleague, stranger):
        assert other.post(removing).status_code == 404
    mine.post("/disputes/filters", name="漏水 的", kind="邻里噪音")
    assert filters(mine)["漏水 的"] == {"kind": ["邻里噪音"]}
    assert mine.post(removing).status_code == 302
    assert len(filters(mine)) == 1
    assert "未保存" in mine.get(mine.post("/disputes/filters", name="  ").location).get_data(as_text=True)


def filters(browser: Browser) -> dict[str, dict[str, list[str]]]:
    """Name -> what is asked for, of the filters that the page offers."""
    text = browser.get("/disputes").get_data(as_text=True)
    found = re.findall(r'<li class="saved"><a href="([^"]+)">([^<]+)</a>', text)
    return {name: parse_qs(urlsplit(address.replace("&amp;", "&")).query) for address, name in found}


def test_a_search_for_repeats_stops_and_goes_on(
    app: Flask, sqlite: Database, graph: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the last of them in the order meets the rule; each page looks at a few."""
    from web.disputes import finding

    monkeypatch.setattr(finding, "_LOOKED_AT", 10)
    monkeypatch.setattr(finding, "_MOST_LOOKED_AT", 20)
    graph.execute_query(
        "UNWIND range(1, 50) AS n CREATE (d:Dispute {id: 'D' + right('0' + n, 2), title: 't', risk: 1.0 - n / 100.0, "
        "level: 'low'}) WITH d, n UNWIND range(1, 2) AS m "
        "CREATE (:Incident {id: d.id + '-' + m, reported_at: datetime('2026-01-01T00:00:00Z') + "
        "duration({days: CASE n WHEN 45 THEN m ELSE 30 * m END})})-[:ABOUT]->(d) "
        "WITH d, n WHERE n = 45 MATCH (i:Incident)-[:ABOUT]->(d) MERGE (c:Person {key: 'c'}) SET c:Caller "
        "MERGE (c)-[:REPORTED]->(i)"
    )
    browser, query, found, steps = signed_in(app, sqlite, Role.ANALYST), "?window=7&pattern=caller", [], 0
    while query:
        found += listed(browser, query)
        query, steps = beside(browser, query, "next"), steps + 1
    assert (found, steps) == (["D45"], 3)


def test_numbers_of_people_in_titles_are_masked(app: Flask, sqlite: Database, graph: Driver) -> None:
    graph.execute_query("CREATE (:Dispute {id: 'D1', title: '回电13800000001', risk: 0.1, place: '13800000001'})")
    browser = signed_in(app, sqlite, Role.ANALYST)
    browser.post("/disputes/columns", column=["place"])
    text = browser.get("/disputes").get_data(as_text=True)
    assert "13800000001" not in text
    assert text.count("138****0001") == 2

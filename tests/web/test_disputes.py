"""The list of disputes and one dispute: what each role and unit sees of a small history, and how it is found."""

from __future__ import annotations

import re
from pathlib import Path

import psutil
import pytest
from flask import Flask
from neo4j import Driver

from graph import engine
from tests.ingest.worlds import load_file, write_rows
from tests.web.people import Browser, signed_in
from web.accounts import people, units
from web.database import Database
from web.roles import Role

PHONE, ID_NUMBER = "13800000001", "110101199003071234"


def leak(number: int, **columns: str) -> dict[str, str]:
    base = {"id": f"L{number}", "reported_at": f"2026-03-{number:02d} 09:00:00", "phone": PHONE}
    words = {
        "address": "向阳里小区3栋2单元501室",
        "content": f"楼上漏水，要求赔偿，回电{PHONE}",
        "unit": "城东分局河口派出所",
    }
    return base | words | columns


def noise(number: int, **columns: str) -> dict[str, str]:
    base = {"id": f"N{number}", "reported_at": f"2026-04-{number:02d} 22:00:00", "phone": "13900000002"}
    words = {"address": "东风路88号金桂苑9栋", "content": "楼下半夜噪音扰民，扬言要砍人", "unit": "城西分局山南派出所"}
    return base | words | columns


@pytest.fixture
def history(graph: Driver, tmp_path: Path) -> Driver:
    """Two disputes: a leak that 河口 handled, and a noise, graver, that 山南 handled."""
    rows = [leak(1, caller_name="<b>王某", caller_id_number=ID_NUMBER), leak(3), leak(5), noise(1), noise(2)]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    return graph


def listed(browser: Browser, query: str = "") -> list[str]:
    """The numbers of the disputes on the page, in order."""
    answer = browser.get(f"/disputes{query}")
    assert answer.status_code == 200
    return re.findall(r'<td class="main"><a href="/disputes/([^"]+)"', answer.get_data(as_text=True))


_DIVERTED = """MATCH (i:Incident {id: $id})
CREATE (:Agency {key: $agency})<-[:SENT_TO]-(:Diversion {id: 'V' + $id})-[:OF]->(i)"""

BOTH, LEAK, NOISE = {"D-L1", "D-N1"}, {"D-L1"}, {"D-N1"}
SEEN: list[tuple[Role, str, set[str]]] = [
    (Role.ANALYST, "", BOTH),
    (Role.SUPERVISOR, "河口派出所", BOTH),
    (Role.ADMINISTRATOR, "", BOTH),
    (Role.INVESTIGATOR, "河口派出所", LEAK),
    (Role.INVESTIGATOR, "山南派出所", NOISE),
    (Role.DISPATCHER, "市局指挥中心", BOTH),
    (Role.DISPATCHER, "", set()),
    (Role.INVESTIGATOR, "别处派出所", set()),
    (Role.PARTNER, "河口派出所", set()),
    (Role.PARTNER, "住建局", LEAK),
    (Role.PARTNER, "", set()),
]


def test_who_sees_which_dispute(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query(_DIVERTED, id="L3", agency="住建局")
    with sqlite.writing() as sql:
        centre = units.named(sql, "市局指挥中心")
        for below in ("河口派出所", "山南派出所"):
            units.put_below(sql, units.named(sql, below), centre.id)
    for number, (role, unit, seen) in enumerate(SEEN):
        browser = signed_in(app, sqlite, role, unit, name=f"one{number}")
        assert set(listed(browser)) == seen, (role, unit)
        codes = {dispute: browser.get(f"/disputes/{dispute}").status_code for dispute in BOTH}
        assert codes == {dispute: 200 if dispute in seen else 404 for dispute in BOTH}, (role, unit)
        if role is Role.PARTNER and seen:
            text = browser.get("/disputes/D-L1").get_data(as_text=True)
            assert (">L3<" in text, ">L1<" in text, ">L5<" in text) == (True, False, False)


def test_nobodys_page_has_numbers_of_people_by_itself(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query(_DIVERTED, id="L1", agency="河口派出所")
    for role in Role:
        text = signed_in(app, sqlite, role, "河口派出所").get("/disputes/D-L1").get_data(as_text=True)
        assert (PHONE in text, ID_NUMBER in text, "138****0001" in text) == (False, False, True), role
        assert ("/disputes/D-L1/unmask" in text) is (role in (Role.INVESTIGATOR, Role.ANALYST)), role
        assert "2026-03-01 09:00" in text
        assert "&lt;b&gt;王某" in text


SEARCHES: dict[str, list[str]] = {
    "": ["D-N1", "D-L1"],
    "?sort=risk&rising=1": ["D-L1", "D-N1"],
    "?sort=incidents": ["D-L1", "D-N1"],
    "?sort=last": ["D-N1", "D-L1"],
    "?sort=first&rising=1": ["D-L1", "D-N1"],
    "?kind=漏水": ["D-L1"],
    "?kind=邻里噪音": ["D-N1"],
    "?kind=nonsense": ["D-N1", "D-L1"],
    "?level=low": [],
    "?window=7": ["D-N1", "D-L1"],
    "?window=30": ["D-L1"],
    "?window=365": [],
    "?text=向阳里": ["D-L1"],
    f"?text={PHONE}": ["D-L1"],
    "?text=N2": ["D-N1"],
    "?text=D-N1": ["D-N1"],
    "?text=nothing": [],
    "?text=' OR 1=1 //": [],
    "?text=.*": [],
    "?sort=risk; MATCH (n) DETACH DELETE n //": ["D-N1", "D-L1"],
    "?sort=x&rising=x&window=x&pattern=x&first_since=x": ["D-N1", "D-L1"],
    "?pattern=caller&window=30": ["D-L1"],
    "?pattern=matter": [],
    "?status=suggested": ["D-N1", "D-L1"],
    "?status=confirmed": [],
    "?unit=河口派出所": ["D-L1"],
    "?last_since=2026-04-02": ["D-N1"],
    "?last_since=2026-04-03": [],
    "?last_until=2026-03-05": ["D-L1"],
    "?last_until=2026-03-04": [],
    "?first_since=2026-03-01&first_until=2026-03-01": ["D-L1"],
    "?text=<b>王某": ["D-L1"],
}


@pytest.mark.usefixtures("history")
def test_searching_filtering_sorting(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert {query: listed(browser, query) for query in SEARCHES} == SEARCHES
    for no_place in ("nonsense", "WyJsYXN0IiwiMjAyNiIsIkQxIl0"):  # the second is one of another order
        assert browser.get(f"/disputes?after={no_place}&kind=漏水").location == "/disputes?kind=%E6%BC%8F%E6%B0%B4"


def test_nothing_at_all_says_so(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    assert "目前没有您可查看的矛盾纠纷" in signed_in(app, sqlite, Role.ANALYST).get("/disputes").get_data(as_text=True)


def test_a_merged_number_leads_to_where_its_calls_are(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query("CREATE (:Dispute {id: 'D-old', merged_into: 'D-L1', status: 'merged'})")
    assert signed_in(app, sqlite, Role.ANALYST).get("/disputes/D-old").location == "/disputes/D-L1"


@pytest.mark.usefixtures("history")
def test_one_dispute_tells_its_whole_story_in_both_languages(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    text = browser.get("/disputes/D-L1").get_data(as_text=True)
    assert [text.index(f">{number}<") for number in ("L1", "L3", "L5")] == sorted(
        text.index(f">{number}<") for number in ("L1", "L3", "L5")
    )
    for words in ("漏水", "向阳里小区", "一人多报", "7 天内 3 起", "风险理由", "归并理由", "3 起警情"):
        assert words in text, words
    browser.client.set_cookie("language", "en")
    text = browser.get("/disputes/D-L1").get_data(as_text=True)
    for words in ("water leak", "One caller", "3 in 7 days", "Why this risk", "Why it belongs here", "3 calls"):
        assert words in text, words


def test_a_lost_engine_is_started_again_and_a_stopped_one_is_told(
    app: Flask, sqlite: Database, driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    # At the same port again, for the driver that the other tests share.
    monkeypatch.setenv("FENGQIAO_ENGINE_PORT", engine.start().address.rpartition(":")[2])
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert browser.get("/disputes").status_code == 200
    engine.stop()
    ready = browser.get("/readyz")
    assert (ready.status_code, ready.text) == (503, "graph: does not answer\naccounts: ok\n")
    assert browser.get("/healthz").status_code == 200
    answer = browser.get("/disputes")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "暂时无法读取数据" in answer.get_data(as_text=True)
    running = engine.start()
    assert browser.get("/disputes").status_code == 200
    psutil.Process(running.pid).kill()
    assert browser.get("/disputes").status_code == 200
    assert browser.get("/readyz").text == "graph: ok\naccounts: ok\n"
    driver.verify_connectivity()


def test_an_account_moved_to_another_unit_sees_that_ones(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所", name="wang")
    assert listed(browser) == ["D-L1"]
    with sqlite.writing() as sql:
        people.place(sql, people.known(sql, "wang"), Role.INVESTIGATOR, "山南派出所")
    assert browser.get("/disputes").status_code == 302
    browser.sign_in("wang")
    assert listed(browser) == ["D-N1"]

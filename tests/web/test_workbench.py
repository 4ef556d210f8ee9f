"""The workbench and the search box: what each sees first, and what the box leads to."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from neo4j import Driver

from tests.ingest.worlds import load_file, write_rows
from tests.web.people import signed_in
from tests.web.test_disputes import PHONE, history, leak
from web.database import Database
from web.roles import Role

__all__ = ["history"]


def test_an_empty_graph_says_so(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    page = signed_in(app, sqlite, Role.ANALYST).get("/").get_data(as_text=True)
    assert "还没有警情" in page


def test_what_got_worse_says_why(app: Flask, sqlite: Database, history: Driver, tmp_path: Path) -> None:
    last = leak(7, reported_at="2026-04-02 23:00:00", content="楼上漏水，他拿刀要砍人", case_number="A330")
    load_file(history, write_rows(tmp_path / "more.csv", [last]))
    page = signed_in(app, sqlite, Role.SUPERVISOR).get("/").get_data(as_text=True)
    worse = page[page.index('id="worse"') : page.index('id="waiting"')]
    assert re.findall(r'href="/disputes/([^"]+)"', worse) == ["D-L1", "D-N1"]
    first, second = worse.split('href="/disputes/D-N1"')
    assert all(words in first for words in ("+1 起", "此前 3 起", "已立案", "危险 0 → 4"))
    assert "新成重复" in second


def test_each_sees_the_own_units_matters_alone(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    page = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所").get("/").get_data(as_text=True)
    assert "D-N1" not in page


def test_a_partner_begins_with_the_list(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    answer = signed_in(app, sqlite, Role.PARTNER, "住建局").get("/")
    assert (answer.status_code, answer.location) == (302, "/disputes")


@pytest.mark.parametrize(
    ("typed", "label"), [("向阳", "Dispute"), (PHONE, "Phone"), ("王", "Caller"), ("L1", "Incident")]
)
def test_the_box_finds_and_masks(app: Flask, sqlite: Database, history: Driver, typed: str, label: str) -> None:
    history.execute_query("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()")
    desk = signed_in(app, sqlite, Role.DISPATCHER, "河口派出所")
    found = desk.get(f"/search/suggest?q={typed}").get_json()
    assert label in {one["label"] for one in found}
    assert all(desk.get(one["href"]).status_code == 200 for one in found)
    page = desk.get(f"/search?q={typed}").get_data(as_text=True)
    assert all(one["href"].replace("&", "&amp;") in page for one in found)
    assert PHONE not in desk.get(f"/search/suggest?q={typed}").get_data(as_text=True)


def test_a_name_that_is_markup_stays_text(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    page = signed_in(app, sqlite, Role.ANALYST).get("/search?q=王某").get_data(as_text=True)
    assert "<b>王某" not in page


def test_nothing_found_says_what_to_try(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    assert "末四位" in signed_in(app, sqlite, Role.ANALYST).get("/search?q=无此人").get_data(as_text=True)

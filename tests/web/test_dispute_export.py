"""The list as a file: just what is filtered, in its order, masked, within scope, harmless, written down."""

from __future__ import annotations

import csv
import io
import re

import openpyxl
import pytest
from flask import Flask
from neo4j import Driver

from graph.export.heads import HEADS
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history
from web.audit import Action
from web.database import Database
from web.disputes import finding
from web.models import AuditRecord
from web.roles import Role
from web.screens import dispute_export

__all__ = ["history"]


def table(browser: Browser, **asked: str) -> list[list[str]]:
    answer = browser.post("/disputes/export", form=".csv", **asked)
    assert answer.status_code == 200
    return list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))


@pytest.mark.usefixtures("history")
def test_both_forms_have_the_fixed_head_and_the_rows_of_the_list(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    head, *rows = table(browser, sort="risk", rising="1")
    assert (tuple(head), [row[0] for row in rows]) == (HEADS["disputes"], ["D-L1", "D-N1"])
    assert [row[0] for row in table(browser, kind="漏水")[1:]] == ["D-L1"]
    assert [row[0] for row in table(browser, window="30", pattern="caller")[1:]] == ["D-L1"]
    assert [row[0] for row in table(browser, kind="邻里噪音", window="365")[1:]] == []
    book = browser.post("/disputes/export", form=".xlsx", sort="risk", rising="1")
    sheet = openpyxl.load_workbook(io.BytesIO(book.get_data())).active
    assert sheet is not None
    assert [line[0].value for line in sheet.iter_rows()] == ["dispute_id", "D-L1", "D-N1"]
    assert book.headers["Content-Disposition"].startswith("attachment; filename=disputes-")
    assert int(book.headers["Content-Length"]) == len(book.get_data())


def test_scope_masking_and_formulas(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query("MATCH (d:Dispute {id: 'D-L1'}) SET d.title = '=1+1 回电13800000001'")
    head, *rows = table(signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所"))
    assert [row[0] for row in rows] == ["D-L1"]
    assert rows[0][head.index("title")] == "'=1+1 回电138****0001"


def test_many_rows_come_each_once(app: Flask, sqlite: Database, graph: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    graph.execute_query(
        "UNWIND range(1, 2500) AS n CREATE (:Dispute {id: 'D' + n, title: 't', level: 'low', risk: (n % 7) / 10.0})"
    )
    browser = signed_in(app, sqlite, Role.ANALYST)
    rows = table(browser)[1:]
    assert len(rows) == len({row[0] for row in rows}) == 2500
    told = browser.get("/disputes/export").get_data(as_text=True)
    assert "2,500" in told
    size = re.search(r"CSV.*?约 ([\d.]+) kB", told, re.DOTALL)
    assert size
    real = len(browser.post("/disputes/export", form=".csv").get_data()) / 1000
    assert 0.7 * real < float(size[1]) < 1.4 * real
    monkeypatch.setattr(dispute_export, "MOST", 2_000)
    assert "超过 2,000 行" in browser.get("/disputes/export").get_data(as_text=True)
    assert browser.post("/disputes/export", form=".csv").status_code == 400
    assert finding.MOST_COUNTED > 2_500


@pytest.mark.usefixtures("history")
def test_it_is_written_down_and_nothing_else_is_a_form(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    table(browser, kind="漏水")
    assert browser.post("/disputes/export", form=".exe").status_code == 400
    with sqlite.reading() as sql:
        [kept] = sql.query(AuditRecord).filter(AuditRecord.action == Action.EXPORTED).all()
    assert (kept.account, kept.target) == ("wang", "disputes.csv")
    assert "漏水" in kept.detail
    assert "没有可导出" in browser.get("/disputes/export?kind=债务").get_data(as_text=True)

"""The rectification list of just what is filtered: its columns, order, mask and scope, told before, written down."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from graph.export.heads import HEADS
from queries.export import export
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role
from web.screens import rectification

__all__ = ["history"]


def table(browser: Browser, form: str, **asked: str) -> list[list[str]]:
    """The rows of the file, its head among them, as texts."""
    answer = browser.post("/disputes/rectification", form=form, **asked)
    assert answer.status_code == 200
    content = io.BytesIO(answer.get_data())
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=rectification-")
    if form == ".docx":
        return [[cell.text for cell in row.cells] for row in docx.Document(content).tables[0].rows]
    sheet = openpyxl.load_workbook(content).active
    assert sheet is not None
    return [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]


@pytest.mark.usefixtures("history")
def test_it_has_the_disputes_of_the_list_in_its_order_whatever_their_risk(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    page = browser.get("/disputes?sort=risk&rising=1").get_data(as_text=True)
    assert 'href="/disputes/rectification?rising=1"' in page
    for form, heads in ((".xlsx", 1), (".docx", 2)):
        rows = table(browser, form, sort="risk", rising="1")
        assert tuple(rows[0]) == HEADS["rectification"]
        assert [row[:2] for row in rows[heads:]] == [["1", "D-L1"], ["2", "D-N1"]]
        assert [row[1] for row in table(browser, form, kind="漏水")[heads:]] == ["D-L1"]
        assert table(browser, form, kind="邻里噪音", window="365")[heads:] == []
    with sqlite.reading() as sql:
        taken = [record for record in sql.scalars(select(AuditRecord)) if record.action == Action.EXPORTED]
    assert [record.target for record in taken] == ["rectification.xlsx"] * 3 + ["rectification.docx"] * 3


def test_the_page_says_the_same_as_the_command(app: Flask, sqlite: Database, history: Driver, tmp_path: Path) -> None:
    history.execute_query(
        "MATCH (d:Dispute) SET d.level = 'critical', d.risk_reasons = ['repeats|value=3'] WITH d WHERE d.id = 'D-L1' "
        "CREATE (d)<-[:ON]-(:Directive {id: 'Z1', issued_at: datetime(), deadline: datetime('2026-03-12T18:00+08:00')})"
    )
    sheet = openpyxl.load_workbook(export(history, "rectification", tmp_path / "whole.xlsx")).active
    assert sheet is not None
    said = [["" if cell.value is None else str(cell.value) for cell in row] for row in sheet.iter_rows()]
    assert table(signed_in(app, sqlite, Role.ANALYST), ".xlsx") == said
    assert "2026-03-12 18:00:00" in said[1] + said[2]


def test_scope_masking_and_formulas(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query("MATCH (d:Dispute {id: 'D-L1'}) SET d.title = '=1+1 回电13800000001'")
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    _head, *rows = table(browser, ".xlsx")
    assert [row[1] for row in rows] == ["D-L1"]
    assert rows[0][2].startswith("=1+1 回电138****0001")
    assert browser.get("/disputes/rectification").status_code == 200


@pytest.mark.usefixtures("history")
def test_what_will_be_in_it_is_said_before_and_too_much_is_refused(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    page = browser.get("/disputes/rectification?kind=漏水").get_data(as_text=True)
    for words in ("整改清单", "1 行", "XLSX", "DOCX", "danger, directive, unit", 'value="漏水"'):
        assert words in page, words
    monkeypatch.setitem(rectification.MOST, ".docx", 1)
    page = browser.get("/disputes/rectification").get_data(as_text=True)
    assert ("XLSX" in page, "DOCX" in page) == (True, False)
    for form in (".docx", ".exe", ""):
        assert browser.post("/disputes/rectification", form=form).status_code == 400
    assert signed_in(app, sqlite, Role.DISPATCHER, "河口派出所").get("/disputes/rectification").status_code == 403

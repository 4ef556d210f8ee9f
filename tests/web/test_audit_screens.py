"""What the pages write into the audit, and the page that shows it."""

from __future__ import annotations

import csv
import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select, update

from tests.ingest.worlds import load_file, write_rows
from tests.web.people import PASSWORD, Browser, Clock, account, code_shown, signed_in
from tests.web.test_disputes import PHONE, leak
from web.audit import Action
from web.database import Database
from web.models import AuditRecord, SignIn, Unit
from web.roles import Role
from web.screens.audit import PAGE

OTHER = "violet anchor breeze 42 lanterns"


def written(database: Database, *actions: Action) -> list[AuditRecord]:
    with database.reading() as sql:
        found = sql.scalars(select(AuditRecord).order_by(AuditRecord.number)).all()
    return [one for one in found if not actions or one.action in actions]


def said(database: Database) -> list[tuple[str, str, str]]:
    return [(one.action, one.account, one.target) for one in written(database)]


def test_signing_in_and_out(app: Flask, sqlite: Database) -> None:
    browser = Browser(app.test_client())
    account(sqlite, "wang", Role.INVESTIGATOR, "河口派出所")
    browser.sign_in("wang", "not the password")
    browser.sign_in("my secret typed into the wrong field", "x")
    browser.client.environ_base["REMOTE_ADDR"] = "127.0.0.7"
    number = browser.sign_in("wang").headers["X-Request-ID"]
    browser.post("/sign-out")
    assert said(sqlite) == [
        ("sign-in-failed", "", "wang"),
        ("sign-in-failed", "", ""),
        ("sign-in", "wang", "wang"),
        ("sign-out", "wang", "wang"),
    ]
    good = written(sqlite, Action.SIGNED_IN)[0]
    assert (good.role, good.unit, good.address, good.request) == ("investigator", "河口派出所", "127.0.0.7", number)
    assert "wrong field" not in str([vars(one) for one in written(sqlite)])


def test_tries_that_are_not_looked_at_fill_no_audit(app: Flask, sqlite: Database) -> None:
    browser = Browser(app.test_client())
    account(sqlite, "wang", Role.ANALYST)
    for _ in range(9):
        browser.sign_in("wang", "wrong")
    assert len(written(sqlite, Action.SIGN_IN_FAILED)) == 5


def test_ones_own_account(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    Browser(app.test_client()).sign_in("wang")
    browser.post("/account/password", old="wrong", new=OTHER, again=OTHER)
    with sqlite.reading() as sql:
        other = sql.scalars(select(SignIn).order_by(SignIn.id.desc())).first()
    assert other is not None
    browser.post(f"/account/sessions/{other.id}/end", password=PASSWORD)
    secret = re.search(r">([A-Z2-7]{32})<", browser.get("/account/second-factor").get_data(as_text=True))
    assert secret
    code = code_shown(secret[1])
    assert browser.post("/account/second-factor", password=PASSWORD, code="000").status_code == 400
    turned_on = browser.post("/account/second-factor", password=PASSWORD, code=code).get_data(as_text=True)
    recovery = re.search(r"<li><code>([a-z0-9-]+)</code>", turned_on)
    assert recovery
    browser.post("/account/second-factor/off", password=PASSWORD, code=recovery[1])
    browser.post("/account/tokens", name="mine", scope="disputes:read", days="7", password=PASSWORD)
    browser.post("/account/tokens/1/revoke")
    browser.post("/account/password", old=PASSWORD, new=OTHER, again=OTHER)
    assert [one.action for one in written(sqlite)] == [
        "sign-in",
        "sign-in",
        "sign-in-failed",
        "session-ended",
        "second-factor-on",
        "second-factor-off",
        "token-made",
        "token-revoked",
        "password-changed",
    ]
    assert {one.account for one in written(sqlite)} == {"wang"}
    assert OTHER not in str([vars(one) for one in written(sqlite)])


def test_administration(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    browser.post("/accounts", name="li", role="analyst", unit="河口派出所")
    browser.post("/accounts/2", role="supervisor", unit="河口派出所")
    browser.post("/accounts/2", role="supervisor", unit="河口派出所")
    browser.post("/accounts/2/lock", locked="1")
    browser.post("/accounts/2/lock", locked="0")
    browser.post("/accounts/2/end-sessions")
    browser.post("/accounts/2/reset")
    browser.post("/accounts/1/lock", locked="1")
    browser.post("/units", name="城东分局")
    with sqlite.reading() as sql:
        ids = {unit.name: unit.id for unit in sql.scalars(select(Unit))}
    browser.post(f"/units/{ids['河口派出所']}", parent=ids["城东分局"])
    assert said(sqlite)[1:] == [
        ("account-added", "boss", "li"),
        ("account-changed", "boss", "li"),
        ("account-locked", "boss", "li"),
        ("account-opened", "boss", "li"),
        ("account-sessions-ended", "boss", "li"),
        ("account-reset", "boss", "li"),
        ("unit-added", "boss", "城东分局"),
        ("unit-moved", "boss", "河口派出所"),
    ]
    changed = json.loads(written(sqlite, Action.ACCOUNT_CHANGED)[0].detail)
    assert (changed["before"]["role"], changed["role"]) == ("analyst", "supervisor")


def test_disputes_and_refusals(app: Flask, sqlite: Database, graph: Driver, tmp_path: Path) -> None:
    load_file(graph, write_rows(tmp_path / "calls.csv", [leak(1), leak(3)]))
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    browser.get("/disputes")
    browser.get(f"/disputes?text={PHONE}")
    browser.get("/disputes/D-L1")
    browser.get("/disputes/D-none")
    browser.get("/audit")
    assert said(sqlite)[1:] == [
        ("disputes-listed", "wang", ""),
        ("dispute-opened", "wang", "D-L1"),
        ("refused", "wang", "audit.listed"),
    ]
    assert PHONE not in str([vars(one) for one in written(sqlite)])


@pytest.fixture
def busy(app: Flask, sqlite: Database) -> Browser:
    """An administrator, after two more people and a hundred records."""
    from web.audit import note_command

    browser = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    signed_in(app, sqlite, Role.ANALYST, name="wang")
    signed_in(app, sqlite, Role.PARTNER, "住建局", name="zhou")
    with sqlite.writing() as sql:
        for number in range(100):
            note_command(sql, Action.QUERY_RUN, f"=cmd{number}", purpose="<b>why</b>", case="A33010220260")
    return browser


def numbers_on(browser: Browser, path: str) -> list[int]:
    answer = browser.get(path)
    assert answer.status_code == 200, path
    return [int(found) for found in re.findall(r'data-label="序号">(\d+)<', answer.get_data(as_text=True))]


def test_the_page_goes_back_by_cursor_and_leaves_nothing_out(busy: Browser) -> None:
    seen, path = [], "/audit"
    while path:
        text = busy.get(path).get_data(as_text=True)
        seen += [int(found) for found in re.findall(r'data-label="序号">(\d+)<', text)]
        older = re.search(r'rel="next" href="([^"]+)"', text)
        path = older[1].replace("&amp;", "&") if older else ""
    assert seen == list(range(104, 0, -1))
    assert PAGE < 104


def test_filters(busy: Browser, sqlite: Database) -> None:
    with sqlite.reading() as sql:
        today = sql.scalars(select(AuditRecord.at)).first()
    assert today is not None
    from graph import settings

    day = today.astimezone(settings.zone()).date()
    before, after = day - timedelta(days=1), day + timedelta(days=1)
    assert numbers_on(busy, "/audit?account=WANG") == [2]
    assert numbers_on(busy, "/audit?action=sign-in") == [3, 2, 1]
    assert numbers_on(busy, "/audit?action=sign-in&account=zhou") == [3]
    assert numbers_on(busy, f"/audit?action=sign-in&since={day}&until={after}") == [3, 2, 1]
    assert numbers_on(busy, f"/audit?action=sign-in&until={before}") == []
    assert numbers_on(busy, f"/audit?action=sign-in&since={after}") == []
    assert numbers_on(busy, "/audit?action=sign-in&before=3") == [2, 1]
    assert len(numbers_on(busy, "/audit?action=nonsense&since=x&until=99&before=y")) == PAGE
    assert len(numbers_on(busy, f"/audit?before={10**30}")) == PAGE
    assert "<b>why" not in busy.get("/audit").get_data(as_text=True)


def test_reading_and_taking_away_is_written_down_too(busy: Browser, sqlite: Database) -> None:
    busy.get("/audit?account=wang")
    busy.post("/audit/verify")
    busy.post("/audit/export", form=".csv", account="wang")
    busy.post("/audit/export", form=".exe")
    last = written(sqlite)[-3:]
    assert [one.action for one in last] == ["audit-read", "audit-read", "audit-exported"]
    assert [json.loads(one.detail).get("asked") for one in last] == [{"account": "wang"}, None, {"account": "wang"}]


def test_the_file_has_what_was_asked_for_and_no_formula(busy: Browser) -> None:
    answer = busy.post("/audit/export", form=".csv", action="query-run")
    assert answer.headers["Content-Disposition"] == "attachment; filename=audit.csv"
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert (len(rows), rows[0]["target"], rows[0]["purpose"]) == (100, "'=cmd0", "<b>why</b>")
    found = [json.loads(line) for line in busy.post("/audit/export", form=".jsonl").get_data(as_text=True).splitlines()]
    assert len(found) == 105
    assert found[3]["target"] == "=cmd0"
    assert found[1]["detail"] == {"second_factor": False}


def test_the_page_says_whether_it_holds(busy: Browser, sqlite: Database) -> None:
    assert "最新 104 条记录完好" in busy.get("/audit").get_data(as_text=True)
    assert "已校验 104 条记录，全部完好" in busy.post("/audit/verify").get_data(as_text=True)
    with sqlite.writing() as sql:
        sql.execute(update(AuditRecord).where(AuditRecord.number == 2).values(account="boss"))
    for text in (busy.get("/audit").get_data(as_text=True), busy.post("/audit/verify").get_data(as_text=True)):
        assert "第 2 条： 该条被改动" in text
    busy.client.set_cookie("language", "en")
    assert "Record 2: It was altered" in busy.get("/audit").get_data(as_text=True)


def test_days_are_local_ones(app: Flask, sqlite: Database, later: Clock) -> None:
    """08:00 UTC is 16:00 in Shanghai; nine hours on it is the next day there."""
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR, name="boss")
    later(timedelta(hours=9))
    browser.sign_in("boss")
    assert numbers_on(browser, "/audit?action=sign-in&until=2026-03-01") == [1]
    assert numbers_on(browser, "/audit?action=sign-in&since=2026-03-02") == [2]

"""The log: a line of JSON for each request, without a person in it, whatever goes wrong."""

from __future__ import annotations

import json
import logging
import re

import pytest
import structlog
from flask import Flask
from neo4j import Driver
from neo4j.exceptions import CypherSyntaxError
from sqlalchemy import select

from tests.web.people import Browser, signed_in
from web import permission
from web.database import Database
from web.graph_link import link
from web.models import AuditRecord
from web.permission import Rule
from web.roles import Role

PHONE = "13800000001"


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_a_line_a_request_says_which_page_and_not_which_words(
    app: Flask, sqlite: Database, driver: Driver, capsys: pytest.CaptureFixture[str]
) -> None:
    assert driver
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    capsys.readouterr()
    answer = browser.get(f"/disputes?text={PHONE}&kind=王某")
    [line] = logged(capsys)
    assert line.pop("timestamp")
    assert isinstance(line.pop("ms"), int)
    assert line == {
        "event": "request",
        "level": "info",
        "id": answer.headers["X-Request-ID"],
        "method": "GET",
        "endpoint": "disputes.listed",
        "status": 200,
        "account": 1,
    }


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0123-abcd.EF_9", True),
        ("a" * 64, True),
        ("20260301-000047-7f", True),
        ("", False),
        ("short", False),
        ("a" * 65, False),
        ("abc def ghi", False),
        ("abcdefgh\u00e9", False),
        ('abcdefgh"}', False),
        (PHONE, False),
        (f"call-{PHONE}", False),
    ],
)
def test_the_number_of_a_request_is_the_proxys_when_it_is_one(
    stranger: Browser, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: str, kept: bool
) -> None:
    monkeypatch.setenv("FENGQIAO_PROXIES", "1")
    answer = stranger.get("/healthz", headers={"X-Request-ID": given})
    number = answer.headers["X-Request-ID"]
    assert (number == given) is kept
    assert kept or re.fullmatch(r"[0-9a-f]{16}", number)
    assert logged(capsys)[-1]["id"] == number
    monkeypatch.setenv("FENGQIAO_PROXIES", "0")
    assert stranger.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


@pytest.mark.parametrize(
    "path", [f"/disputes?text={PHONE}", f"/briefing?phone={PHONE}&text=王某", f"/search?q={PHONE}", f"/search/{PHONE}"]
)
def test_what_stands_in_an_address_is_in_no_log_and_told_to_no_other_host(
    app: Flask, sqlite: Database, driver: Driver, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    assert driver
    browser = signed_in(app, sqlite, Role.ANALYST)
    answer = browser.get(path)
    assert answer.headers["Referrer-Policy"] == "same-origin"
    written = capsys.readouterr().err
    assert '"event": "request"' in written
    assert PHONE not in written
    assert "王某" not in written
    with sqlite.reading() as sql:
        records = [f"{one.target} {one.detail} {one.purpose}" for one in sql.scalars(select(AuditRecord))]
    assert PHONE not in str(records)


def test_cypher_that_fails_leaves_nothing_of_itself(
    app: Flask,
    sqlite: Database,
    driver: Driver,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    broken = f"MATCH (p:Phone {{number: '{PHONE}'}}) RETURN nonsense( // 王某"

    def fail() -> str:
        link().ask(lambda opened: opened.execute_query(broken))
        return ""

    with pytest.raises(CypherSyntaxError, match=PHONE):
        driver.execute_query(broken)
    monkeypatch.setitem(permission.RULES, "failing", Rule(public=True))
    app.add_url_rule("/failing", "failing", fail)
    capsys.readouterr()
    answer = signed_in(app, sqlite, Role.ANALYST).get(f"/failing?text={PHONE}")
    error = capsys.readouterr().err
    assert answer.status_code == 503
    assert "CypherSyntaxError" in error
    assert PHONE not in error
    assert "王某" not in error


def test_what_the_driver_warns_of_is_masked(app: Flask, driver: Driver, capsys: pytest.CaptureFixture[str]) -> None:
    """Notifications quote the query: here a label that there is not."""
    assert app
    with driver.session(notifications_min_severity="INFORMATION") as session:
        session.run(f"MATCH (p:Nothing {{number: '{PHONE}'}}) RETURN p").consume()
    found = [line for line in logged(capsys) if line.get("logger") == "neo4j.notifications"]
    assert found
    assert PHONE not in str(found)
    assert "138****0001" in str(found)


def test_the_last_line_of_defence(app: Flask, capsys: pytest.CaptureFixture[str]) -> None:
    """What somebody forgets in a log call, and what a server writes of an address."""
    assert app
    structlog.get_logger().warning(f"called {PHONE}", phone="E12345678", deep={PHONE: [PHONE]}, id="0123456789abcdef")
    logging.getLogger("gunicorn.error").error("Error handling request %s", f"/disputes?text=王某&phone={PHONE}")
    try:
        raise RuntimeError(f"no {PHONE}")
    except RuntimeError:
        logging.getLogger("anything").exception("failed")
    first, second, third = logged(capsys)
    assert first["event"] == "called 138****0001"
    assert (first["phone"], first["deep"]) == ("E1*****78", {"138****0001": ["138****0001"]})
    assert second["event"] == "Error handling request /disputes?…"
    assert "RuntimeError: no 138****0001" in str(third["exception"])
    assert third["level"] == "error"

"""Administration: ways to everything, everybody's tokens and sessions, and what the system says of itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from graph.analysis.sizes import sizes
from graph.schema import NODES, RELATIONSHIPS
from graph.settings import SETTINGS
from tests.web.people import signed_in
from tests.web.test_disputes import history
from web.accounts import people, tokens
from web.administration import system
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]


def actions(database: Database) -> list[tuple[str, str]]:
    with database.reading() as sql:
        return [(one.action, one.target) for one in sql.scalars(select(AuditRecord).order_by(AuditRecord.number))]


def test_one_page_leads_to_everything(app: Flask, sqlite: Database) -> None:
    page = signed_in(app, sqlite, Role.ADMINISTRATOR).get("/administration").get_data(as_text=True)
    for path in ("/accounts", "/units", "/audit", *(f"/administration/{name}" for name in
                 ("tokens", "sessions", "thresholds", "vocabulary", "system"))):  # fmt: skip
        assert f'href="{path}"' in page
    assert "1 个账号" in page


def test_anybodys_token_is_revoked(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    with sqlite.writing() as sql:
        wang = people.add(sql, "wang", Role.ANALYST)[0]
        wang.must_change = False
        token, secret = tokens.make(sql, wang, "研判", ["disputes:read"], 7)
        number = token.id
    page = browser.get("/administration/tokens").get_data(as_text=True)
    assert ("研判" in page, "wang" in page, secret in page) == (True, True, False)
    assert tokens.find(sqlite, secret)
    assert browser.post(f"/administration/tokens/{number}/revoke").status_code == 302
    assert tokens.find(sqlite, secret) is None
    assert browser.post(f"/administration/tokens/{number}/revoke").status_code == 404
    assert browser.post("/administration/tokens/987654/revoke").status_code == 404
    assert (Action.TOKEN_REVOKED, "wang") in actions(sqlite)


def test_anybodys_session_is_ended(app: Flask, sqlite: Database) -> None:
    browser, other = signed_in(app, sqlite, Role.ADMINISTRATOR), signed_in(app, sqlite, Role.ANALYST, name="wang")
    page = browser.get("/administration/sessions").get_data(as_text=True)
    number = int(page.split("/administration/sessions/")[1].split("/")[0])
    assert page.count("/end") == 1
    assert other.get("/account").status_code == 200
    assert browser.post(f"/administration/sessions/{number}/end").status_code == 302
    assert other.get("/account").status_code == 302
    assert browser.post(f"/administration/sessions/{number}/end").status_code == 404
    assert (Action.ACCOUNT_SESSIONS_ENDED, "wang") in actions(sqlite)


def test_the_system_tells_sizes_versions_and_settings_without_secrets(
    app: Flask, sqlite: Database, history: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_SECRET_KEY", "correct horse battery")
    monkeypatch.setenv("FENGQIAO_MAVEN_URL", "https://wang:stapler@mirror.example/maven")
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    page = browser.get("/administration/system").get_data(as_text=True)
    assert "Neo4j/" in page
    assert ("correct horse" in page, "stapler" in page, "mirror.example" in page) == (False, False, True)
    assert [one.name for one in SETTINGS if one.name not in page] == []
    held = sizes(history)
    assert (held.nodes["Incident"], held.nodes["Dispute"], held.nodes["Directive"]) == (5, 2, 0)
    assert held.relationships["ABOUT"] == 5
    assert set(held.nodes) == {node.label for node in NODES}
    assert set(held.relationships) == {one.type for one in RELATIONSHIPS}


def test_versions_and_backups_that_are_known(database: Database, home: Path) -> None:
    folder = home / "backups"
    folder.mkdir(exist_ok=True)
    file = folder / "fengqiao-20260301-080000.zip"
    file.write_bytes(b"x" * 10)
    try:
        with database.reading() as sql:
            found = system.versions(sql)
            assert found["SQL"].startswith(("SQLite 3", "PostgreSQL 1"))
            assert found["Fengqiao"] == system.fengqiao()
            assert [(one.name, one.size) for one in system.backups(sql)] == [(file.name, 10)]
    finally:
        file.unlink()

"""Databases on a timetable: only new rows each time, the password kept to itself, none of our own files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import func, select

from graph import settings
from tests.web.people import Browser, signed_in
from tests.web.test_imports import ids
from tests.web.working import at_work
from web.clock import now
from web.database import Database
from web.imports import due, sources
from web.imports.tables import Brought, SqlSourceRow
from web.models import AuditRecord
from web.roles import Role

QUERY = "SELECT id AS 接警单编号, at AS 报警时间, said AS 报警内容 FROM calls WHERE at >= :since"
SECRET = "north-lamp-42"


def insert(file: Path, *rows: tuple[str, str]) -> None:
    with closing(sqlite3.connect(file)) as connection, connection:
        connection.execute("CREATE TABLE IF NOT EXISTS calls (id TEXT, at TEXT, said TEXT)")
        connection.executemany("INSERT INTO calls VALUES (?, ?, '楼上漏水')", rows)


def form(address: str, **changed: str) -> dict[str, str]:
    return {
        "name": "接警库",
        "address": address,
        "query": QUERY,
        "every": "day",
        "at": "02:00",
        "weekday": "0",
    } | changed


@pytest.fixture
def root(app: Flask, sqlite: Database) -> Browser:
    return signed_in(app, sqlite, Role.ADMINISTRATOR)


def test_it_is_read_when_it_is_due_and_only_what_is_new(
    app: Flask, sqlite: Database, graph: Driver, root: Browser, tmp_path: Path
) -> None:
    file = tmp_path / "calls.sqlite"
    insert(file, ("A1", "2026-03-01 08:00:00"), ("A2", "2026-03-02 08:00:00"))
    page = root.post("/imports/sources", **form(f"sqlite:///{file}")).location or ""
    assert page.startswith("/imports/sources/")
    due.look(sqlite)
    with sqlite.writing() as sql:
        [row] = sql.scalars(select(SqlSourceRow))
        assert row.next_at is not None
        assert now() < row.next_at <= now() + timedelta(days=1)
        row.next_at = now() - timedelta(days=3)
    for _ in range(2):
        due.look(sqlite)
    work = at_work(app)
    work.work()
    assert ids(graph) == {"A1", "A2"}
    insert(file, ("A3", "2026-03-03 08:00:00"))
    root.post(page + "/run")
    work.work()
    assert ids(graph) == {"A1", "A2", "A3"}
    with sqlite.reading() as sql:
        read = sql.scalars(select(Brought.counts).order_by(Brought.id)).all()
        imports = sql.scalars(select(Brought.import_id).order_by(Brought.id)).all()
    assert [one.split(",")[0] for one in read] == ['{"read":2', '{"read":2']
    assert len(set(imports)) == 2


def test_its_first_rows_are_looked_at_before_anything_is_written(
    app: Flask, sqlite: Database, graph: Driver, root: Browser, tmp_path: Path
) -> None:
    assert sqlite
    file = tmp_path / "calls.sqlite"
    insert(file, ("A1", "2026-03-01 08:00:00"))
    page = root.post("/imports/sources", **form(f"sqlite:///{file}", paused="1")).location or ""
    tried = root.post(page + "/run", **{"try": "1"}).location or ""
    at_work(app).work()
    assert "楼上漏水" in root.get(tried).get_data(as_text=True)
    assert ids(graph) == set()


def test_the_password_is_never_shown_nor_logged_and_stays_with_its_server(
    app: Flask, sqlite: Database, root: Browser, capfd: pytest.CaptureFixture[str]
) -> None:
    page = root.post("/imports/sources", **form(f"postgresql://reader:{SECRET}@127.0.0.1:1/calls")).location or ""
    with sqlite.reading() as sql:
        [row] = sql.scalars(select(SqlSourceRow))
    assert row.address == "postgresql://reader@127.0.0.1:1/calls"
    kept = settings.home() / "source-passwords" / str(row.id)
    assert kept.read_text() == SECRET
    assert kept.stat().st_mode & 0o077 == 0
    assert SECRET in sources.url(row)
    root.post(page, **form(row.address))
    assert kept.read_text() == SECRET
    tried = root.post(page + "/run").location or ""
    at_work(app).work()
    shown = root.get(page).get_data(as_text=True) + root.get(tried).get_data(as_text=True)
    with sqlite.reading() as sql:
        written = " ".join(f"{one.target} {one.detail}" for one in sql.scalars(select(AuditRecord)))
    out, err = capfd.readouterr()
    assert SECRET not in shown + written + out + err
    assert "导入未完成就中断了" in shown
    root.post(page, **form("postgresql://reader@elsewhere.example/calls"))
    assert not kept.exists()
    root.post(page, **form(row.address, password="another"))
    assert root.post(page + "/delete").location == "/imports/sources"
    assert not kept.exists()


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("nonsense", "地址请写成"),
        ("mysql://a@b/c", "只能读取 PostgreSQL 和 SQLite"),
        ("postgresql+asyncpg://a@b/c", "只能读取 PostgreSQL 和 SQLite"),
        ("sqlite:///HOME/accounts.sqlite", "本系统自己的文件"),
        ("sqlite:///HOME/x/../matching.sqlite", "本系统自己的文件"),
        ("sqlite:///file:HOME/accounts.sqlite?uri=true", "本系统自己的文件"),
        ("sqlite://", "本系统自己的文件"),
    ],
)
def test_other_addresses_are_refused(sqlite: Database, root: Browser, address: str, said: str) -> None:
    answer = root.post("/imports/sources", **form(address.replace("HOME", str(settings.home()))))
    assert (answer.status_code, said in answer.get_data(as_text=True)) == (400, True)
    with sqlite.reading() as sql:
        assert sql.scalar(select(func.count()).select_from(SqlSourceRow)) == 0

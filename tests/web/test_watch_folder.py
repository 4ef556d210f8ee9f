"""The watched folder: taken when it has stopped growing, moved to done or refused, once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import func, select

from tests.web.people import account
from tests.web.test_imports import HEADING, ROWS, ids, table
from tests.web.working import at_work
from web.database import Database
from web.imports import folder
from web.imports.tables import Brought
from web.notices.tables import Notice
from web.roles import Role


@pytest.fixture
def watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder that is watched."""
    directory = tmp_path / "incoming"
    directory.mkdir()
    monkeypatch.setenv("FENGQIAO_WATCH_FOLDER", str(directory))
    folder._seen.clear()
    yield directory
    folder._seen.clear()


def brought(database: Database) -> int:
    with database.reading() as sql:
        return sql.scalar(select(func.count()).select_from(Brought)) or 0


def test_a_file_is_taken_once_it_has_stopped_growing(
    app: Flask, sqlite: Database, graph: Driver, watched: Path
) -> None:
    heading = ["接警单编号", *HEADING[1:]]
    file = watched / "night.csv"
    file.write_bytes(table(ROWS[:2], heading))
    (watched / "half.part").write_bytes(table(ROWS))
    (watched / ".hidden").write_bytes(table(ROWS))
    folder.look(sqlite)
    file.write_bytes(table(ROWS[:3], heading))
    os.utime(file, (1, 1))
    folder.look(sqlite)
    assert brought(sqlite) == 0
    folder.look(sqlite)
    folder.look(sqlite)
    assert brought(sqlite) == 1
    at_work(app).work()
    assert ids(graph) == {"A1", "A2", "A3"}
    assert (watched / "done" / "night.csv").is_file()
    assert not file.exists()
    file.write_bytes(table(ROWS[:3], heading))
    for _ in range(2):
        folder.look(sqlite)
    at_work(app).work()
    assert len(list((watched / "done").iterdir())) == 2
    assert {path.name for path in watched.iterdir()} == {"done", "half.part", ".hidden"}


def test_what_cannot_be_read_is_refused_with_the_reason_and_administrators_are_told(
    app: Flask, sqlite: Database, watched: Path
) -> None:
    account(sqlite, "root", Role.ADMINISTRATOR)
    (watched / "page.csv").write_bytes(b"<html>")
    (watched / "columns.csv").write_bytes(table(ROWS[:2]))  # no number, and no mapping of these columns
    for _ in range(2):
        folder.look(sqlite)
    at_work(app).work()
    refused = watched / "refused"
    assert {path.name for path in refused.iterdir()} == {
        "page.csv",
        "page.csv.reason.txt",
        "columns.csv",
        "columns.csv.reason.txt",
    }
    assert "no column for id" in (refused / "columns.csv.reason.txt").read_text(encoding="utf-8")
    with sqlite.reading() as sql:
        assert [one.about for one in sql.scalars(select(Notice))] == ["import-failed"]


def test_without_the_setting_nothing_is_watched(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FENGQIAO_WATCH_FOLDER", raising=False)
    folder.look(sqlite)
    assert brought(sqlite) == 0

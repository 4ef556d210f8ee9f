"""The database of accounts, on SQLite and on PostgreSQL: its tables, its times, several writers."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, select
from sqlalchemy.exc import IntegrityError, StatementError

from graph.settings import PROJECT_ROOT
from tests.web.conftest import opened
from web.accounts import secrets
from web.database import Database
from web.models import Account, Attempt, Base, Unit
from web.unavailable import DatabaseUnavailable

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=timezone(timedelta(hours=8)))


def test_migrations_make_what_the_models_say(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_migration_can_be_taken_back(database: Database) -> None:
    from alembic import command

    from web.database import alembic_config

    with database.engine.begin() as connection:
        command.downgrade(alembic_config(connection), "base")
    assert set(inspect(database.engine).get_table_names()) == {"alembic_version"}


def test_upgrading_at_once_from_several_processes_is_one_upgrade(empty: Database) -> None:
    program = f"from web.database import Database; Database({empty.url!r}).upgrade()"
    started = [subprocess.Popen([sys.executable, "-c", program], cwd=PROJECT_ROOT) for _ in range(3)]
    assert [process.wait() for process in started] == [0, 0, 0]
    assert "accounts" in inspect(empty.engine).get_table_names()


def test_a_time_comes_back_as_the_same_instant_in_utc(database: Database) -> None:
    with database.writing() as sql:
        sql.add(Attempt(bucket="x", at=NOON))
    with database.reading() as sql:
        found = sql.scalars(select(Attempt)).one().at
    assert (found, found.tzinfo) == (NOON, UTC)


def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(StatementError, match="without a zone"), database.writing() as sql:
        sql.add(Attempt(bucket="x", at=NOON.replace(tzinfo=None)))


def test_what_was_begun_and_failed_leaves_nothing(database: Database) -> None:
    with pytest.raises(RuntimeError), database.writing() as sql:
        sql.add(Unit(key="城东派出所", name="城东派出所"))
        sql.flush()
        raise RuntimeError
    with database.reading() as sql:
        assert sql.scalars(select(Unit)).all() == []


def test_an_account_of_no_role_is_refused(database: Database) -> None:
    with pytest.raises(IntegrityError), database.writing() as sql:
        sql.add(Account(name="a", role="king", password_hash="x", created_at=NOON))


def test_what_a_writer_read_is_still_true_when_it_writes(database: Database) -> None:
    with database.writing() as sql:
        sql.add(Unit(key="n", name="0"))

    def add_one(_: int) -> None:
        with database.writing() as sql:
            unit = sql.scalars(select(Unit).with_for_update()).one()
            unit.name = str(int(unit.name) + 1)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(add_one, range(20)))
    with database.reading() as sql:
        assert sql.scalars(select(Unit)).one().name == "20"


@pytest.mark.parametrize("url", ["nonsense", "mysql://a@b/c", "postgresql://nobody@127.0.0.1:9/none"])
def test_a_database_that_is_none_is_one_line_without_the_password(url: str) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        Database(url).check()
    assert "\n" not in str(caught.value)


def test_what_is_kept_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path / "new" / "home"))
    monkeypatch.setenv("DATABASE_URL", "")
    with opened("") as database:
        database.upgrade()
        secrets.server_keys()
        home = tmp_path / "new" / "home"
        modes = {path.name: path.stat().st_mode & 0o777 for path in (home, *home.iterdir())}
    assert modes.pop("home") == 0o700
    assert {name: modes[name] for name in ("accounts.sqlite", "web.key")} == {
        "accounts.sqlite": 0o600,
        "web.key": 0o600,
    }

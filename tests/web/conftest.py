"""What the tests of the web application start from: a database of its own on both kinds of server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from argon2 import PasswordHasher
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from tests.web.people import Browser, Clock
from web import clock, unmasking
from web.accounts import passwords, people, second_factor, sessions, signing_in, tokens
from web.application import create_app
from web.audit import keeping, writing
from web.database import Database
from web.graph_link import GraphLink
from web.words import compile_catalogues

compile_catalogues()

KINDS = ("sqlite", "postgresql")


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 at its lowest costs: the tests hash hundreds of passwords."""
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    passwords._nobody.cache_clear()


@contextmanager
def new_postgres(url: str, template: str) -> Iterator[str]:
    """The address of a new database on the tests' PostgreSQL, a copy of ``template``; dropped at the end."""
    name = f"web_{uuid4().hex}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE {template}"))
    yield make_url(url).set(database=name).render_as_string(hide_password=False)
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database there, its connections closed at the end."""
    database = Database(url)
    yield database
    database.dispose()


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, of each kind."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            url = f"sqlite:///{tmp_path / 'empty.sqlite'}"
        else:
            url = stack.enter_context(new_postgres(request.getfixturevalue("postgres_url"), "template0"))
        yield stack.enter_context(opened(url))


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with all tables and nobody in them, to copy."""
    path = tmp_path_factory.mktemp("migrated") / "accounts.sqlite"
    with opened(f"sqlite:///{path}") as database:
        database.upgrade()
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres_url: str) -> Iterator[str]:
    """The name of a database with all tables and nobody in them, to copy."""
    with new_postgres(postgres_url, "template0") as url:
        with opened(url) as database:
            database.upgrade()
        yield str(make_url(url).database)


@pytest.fixture(params=KINDS)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database of each kind with its tables, and nobody in it."""
    with ExitStack() as stack:
        if request.param == "sqlite":
            copy = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "accounts.sqlite")
            url = f"sqlite:///{copy}"
        else:
            template = request.getfixturevalue("migrated_postgres")
            url = stack.enter_context(new_postgres(request.getfixturevalue("postgres_url"), template))
        yield stack.enter_context(opened(url))


@pytest.fixture
def sqlite(migrated_sqlite: Path, tmp_path: Path) -> Iterator[Database]:
    """A database with its tables, for what does not depend on the kind of server."""
    with opened(f"sqlite:///{shutil.copy(migrated_sqlite, tmp_path / 'pages.sqlite')}") as database:
        yield database


@pytest.fixture
def app(sqlite: Database, home: Path) -> Iterator[Flask]:
    """The application on that database and on the run's graph, whatever that holds."""
    assert home.is_dir()
    link = GraphLink()
    yield create_app(sqlite, link)
    link.close()


@pytest.fixture
def stranger(app: Flask) -> Browser:
    """A browser in which nobody has signed in."""
    return Browser(app.test_client())


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Set the clock forward, for every module that asks it."""
    at = [datetime(2026, 3, 1, 8, 0, tzinfo=UTC)]

    def forward(by: timedelta) -> None:
        at[0] += by

    for module in (clock, people, second_factor, sessions, signing_in, tokens, unmasking, writing, keeping):
        monkeypatch.setattr(module, "now", lambda: at[0])
    return forward

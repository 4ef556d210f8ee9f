"""What the tests of the web application start from: a database of its own on both kinds of server."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import create_engine, make_url, text

from tests.web.people import Browser, Clock
from web import clock
from web.accounts import people, second_factor, sessions, signing_in, tokens
from web.application import create_app
from web.database import Database
from web.graph_link import GraphLink
from web.words import compile_catalogues

compile_catalogues()

KINDS = ("sqlite", "postgresql")


@pytest.fixture(params=KINDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A database without any table, of each kind."""
    if request.param == "sqlite":
        database = Database(f"sqlite:///{tmp_path / 'accounts.sqlite'}")
        yield database
        database.dispose()
        return
    url = make_url(request.getfixturevalue("postgres_url"))
    name = f"web_{uuid4().hex}"
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name} TEMPLATE template0"))
    database = Database(url.set(database=name).render_as_string(hide_password=False))
    yield database
    database.dispose()
    with admin.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    admin.dispose()


@pytest.fixture
def database(empty: Database) -> Database:
    """A database of each kind with its tables, and nobody in it."""
    empty.upgrade()
    return empty


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    """A database with its tables, for what does not depend on the kind of server."""
    made = Database(f"sqlite:///{tmp_path / 'pages.sqlite'}")
    made.upgrade()
    yield made
    made.dispose()


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

    for module in (clock, people, second_factor, sessions, signing_in, tokens):
        monkeypatch.setattr(module, "now", lambda: at[0])
    return forward

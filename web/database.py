"""The SQL database of accounts: an SQLite file of the home, or PostgreSQL by ``DATABASE_URL``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError
from sqlalchemy.orm import Session

from graph import settings
from web.unavailable import DatabaseUnavailable

MIGRATIONS = Path(__file__).resolve().parent / "migrations"
_BUSY_MS = 10_000
_LOCK = 0x66_71  # any number, the same in every process: PostgreSQL's advisory lock while migrating


class Database:
    """One engine, and the two ways to use it: ``reading()`` and ``writing()``.

    A writing session holds SQLite's write lock from its start, so that what it read is still true when it writes;
    keep it short. Objects stay readable after either is closed.
    """

    def __init__(self, url: str = "") -> None:
        self.url = _url(url or settings.read("DATABASE_URL"))

    @cached_property
    def engine(self) -> Engine:
        """Made at first use, so that every worker process has connections of its own."""
        away = make_url(self.url).get_backend_name() != "sqlite"  # a server may have closed a connection; a file cannot
        engine = create_engine(self.url, pool_pre_ping=away, hide_parameters=True)
        if not away:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
        return engine

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session whose changes are never kept."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session that is committed at the end, or undone by an exception."""
        with (
            self.engine.connect().execution_options(writing=True) as connection,
            Session(connection, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def connected(self) -> Iterator[Connection]:
        """As ``writing``, for statements without objects: cheaper where it is done in every request."""
        with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
            yield connection

    def check(self) -> None:
        """DatabaseUnavailable when it does not answer."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError as error:
            raise DatabaseUnavailable(f"the database of accounts does not answer: {_line(error)}") from error

    def upgrade(self) -> None:
        """Bring the tables to the newest form; one process at a time, the others wait and find it done."""
        self.check()
        if self.engine.dialect.name == "sqlite":
            with FileLock(settings.home() / "accounts.lock"), self.engine.begin() as connection:
                command.upgrade(alembic_config(connection), "head")
            return
        with self.engine.begin() as connection:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
            command.upgrade(alembic_config(connection), "head")

    def dispose(self) -> None:
        """Close every connection; the next use opens new ones."""
        self.engine.dispose()


def _url(written: str) -> str:
    if not written:
        file = settings.home() / "accounts.sqlite"
        file.touch(mode=0o600)  # the files that SQLite puts beside it get the same mode
        return f"sqlite:///{file}"
    try:
        url = make_url(written)
    except ArgumentError:
        raise DatabaseUnavailable("DATABASE_URL: not an address such as postgresql://user@host/name") from None
    if url.drivername in ("postgres", "postgresql"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise DatabaseUnavailable(f"DATABASE_URL: {url.get_backend_name()} is neither sqlite nor postgresql")
    return url.render_as_string(hide_password=False)


def _prepare_sqlite(connection: Any, record: Any) -> None:  # noqa: ARG001 - the signature is SQLAlchemy's
    # The driver's own BEGIN is left out: ours says whether it is for writing.
    connection.isolation_level = None
    # FULL: what is committed outlives a power cut, or the audit's anchor would know of records that are not there.
    for pragma in ("journal_mode=WAL", f"busy_timeout={_BUSY_MS}", "foreign_keys=ON", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def alembic_config(connection: Connection) -> Config:
    """What Alembic needs to work on ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def _line(error: Exception) -> str:
    return " ".join(str(error).split())[:300]

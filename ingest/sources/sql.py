"""A query's rows, streamed from the database, from a watermark on."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import CursorResult, create_engine, text
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import SQLAlchemyError

from ingest.sources.row import Row, Source, SourceError, column_names
from ingest.sources.watermark import KINDS, Watermark

_AT_ONCE = 2000
_SINCE = re.compile(r"(?<![:\w]):since\b")
_STRICTLY_AFTER = re.compile(r">\s*:since\b|:since\s*<(?!=)")
_READS = re.compile(r"\s*(?:--[^\n]*\n\s*|/\*.*?\*/\s*)*(?:select|with|values|table)\b", re.IGNORECASE | re.DOTALL)
_FIRST: Watermark = "1900-01-01 00:00:00"


def _url(written: str) -> URL:
    """The address, PostgreSQL through psycopg. A SQLite file must be there: opening would make an empty one."""
    try:
        url = make_url(written)
    except SQLAlchemyError:
        raise SourceError("the database address is not of the form dialect://user:password@host/database") from None
    if url.drivername in ("postgresql", "postgres"):
        url = url.set(drivername="postgresql+psycopg")
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).is_file():
        raise SourceError(f"{url.database}: no such SQLite file")
    return url


class SqlSource(Source):
    """The rows of one query. ``:since`` in it is bound to the watermark, the value the last run got to."""

    def __init__(self, url: str, query: str, watermark: Watermark | None = None, column: str | None = None) -> None:
        """Run the query once for its columns.

        ``watermark``: the value to begin at, None for the first run ('1900-01-01 00:00:00'; give a number where the
        column is one). ``column``: the result's column that is followed; ``follow`` can name it later.
        Raises SourceError when the query cannot run, is no reading one, or compares with ``> :since``.
        """
        address = _url(url)
        self._query = query.strip().rstrip(";")
        if not _READS.match(self._query):
            raise SourceError("the query must begin with SELECT or WITH: a source is only read")
        if _STRICTLY_AFTER.search(self._query):
            raise SourceError("write >= :since in the query: with > the rows at the very time of the last one are lost")
        self.incremental = bool(_SINCE.search(self._query))
        self.name = f"{address.get_backend_name()}:{Path(address.database or '').name}"
        if self.incremental and watermark is not None:
            self.name += f" since {watermark}"  # each night's rejected rows in a file of their own
        public = address.set(password=None).render_as_string()
        self.fingerprint = hashlib.sha256(f"{public}\n{self._query}".encode()).hexdigest()
        self.resumable = False
        self.watermark_after = watermark
        self._since = _FIRST if watermark is None else watermark
        self._followed: str | None = None
        try:
            self._engine = create_engine(address, hide_parameters=True)
        except (SQLAlchemyError, ImportError) as error:
            raise SourceError(f"{self.name}: {_first_line(error)}") from None
        with self._result() as result:
            self.columns = column_names(list(result.keys()))
        if column is not None:
            self.follow(column)

    def follow(self, column: str) -> None:
        """Take the watermark from this column of the result. Raises SourceError when there is none of that name."""
        if column not in self.columns:
            raise SourceError(f"{self.name}: no column {column!r} to follow; there are {', '.join(self.columns)}")
        self._followed = column

    @contextmanager
    def _result(self) -> Iterator[CursorResult[Any]]:
        try:
            with self._engine.connect() as connection, _reading_only(connection) as reader:
                bound = {"since": self._since} if self.incremental else {}
                yield reader.execute(text(self._query), bound)
        except SQLAlchemyError as error:
            raise SourceError(f"{self.name}: {_first_line(error)}") from None
        finally:
            self._engine.dispose()

    def rows(self, start: int = 0) -> Iterator[Row]:
        """See ``Source.rows``."""
        with self._result() as result:
            for number, cells in enumerate(result, start=1):
                if number > start:
                    yield Row(number, dict(zip(self.columns, cells, strict=True)), self.name)

    def taken(self, row: Row) -> None:
        """Move the watermark up to a row that was good: a typing error must not hide the rows to come."""
        value = row.values[self._followed] if self._followed is not None else None
        if value is None:
            return
        if type(value) not in KINDS:
            raise SourceError(
                f"{self.name}: the followed column {self._followed!r} holds {value!r}, "
                "which is neither a text, a number, a date nor a time"
            )
        if self.watermark_after is None:
            self.watermark_after = value
        try:
            self.watermark_after = max(self.watermark_after, value)
        except TypeError:
            raise SourceError(
                f"{self.name}: the followed column {self._followed!r} holds {value!r}, which cannot be compared with "
                f"the watermark {self.watermark_after!r}"
            ) from None


@contextmanager
def _reading_only(connection: Connection) -> Iterator[Connection]:
    """The connection, streaming, and unable to write where the database can see to that; rolled back at the end."""
    options: dict[str, Any] = {"stream_results": True, "max_row_buffer": _AT_ONCE}
    if connection.dialect.name == "postgresql":
        options["postgresql_readonly"] = True
    reader = connection.execution_options(**options)
    if connection.dialect.name == "sqlite":
        reader.execute(text("PRAGMA query_only = ON"))
    try:
        yield reader
    finally:
        reader.rollback()


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", None) or error).strip().splitlines()[0]

"""Databases that calls are read from: their address in SQL, their password in a file that its owner alone can read.

The password goes into the address only when the source is opened; no page shows it, and nothing writes it into a log.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from graph import settings
from web.imports.tables import SqlSourceRow

_KINDS = ("postgresql", "sqlite")


class SourceFormError(ValueError):
    """The address cannot be as asked; ``code`` says why: `form`, `kind`, `ours`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def address(written: str) -> tuple[str, str]:
    """An address as it is kept, and the password that stood in it or ''. SourceFormError.

    A file of this home is none of ours to read as calls: accounts and keys are in it.
    """
    try:
        url = make_url(written.strip())
    except ArgumentError:
        raise SourceFormError("form") from None
    if url.get_backend_name() == "postgres":
        url = url.set(drivername="postgresql")
    if url.get_backend_name() not in _KINDS or url.drivername.partition("+")[2] not in ("", "psycopg"):
        raise SourceFormError("kind")
    if url.get_backend_name() == "sqlite" and _is_ours(url):
        raise SourceFormError("ours")
    without = URL.create(url.drivername, url.username, None, url.host, url.port, url.database, url.query)
    return without.render_as_string(), str(url.password or "")


def _is_ours(url: URL) -> bool:
    """Whether a file is in this home, or the address is not that of a file at all."""
    if not url.database or url.database.startswith(("file:", ":")) or url.query:
        return True
    return Path(url.database).resolve().is_relative_to(settings.home())


def keep_password(row: SqlSourceRow, password: str) -> None:
    """Keep the password of this source."""
    file = _file(row)
    file.parent.mkdir(mode=0o700, exist_ok=True)
    file.touch(mode=0o600)
    file.write_text(password, encoding="utf-8")


def has_password(row: SqlSourceRow) -> bool:
    """Whether one is kept."""
    return _file(row).exists()


def forget_password(row: SqlSourceRow) -> None:
    """Remove it."""
    _file(row).unlink(missing_ok=True)


def url(row: SqlSourceRow) -> str:
    """The whole address, to open it with; never to be shown. SourceFormError for a file that has come to be ours."""
    kept, _ = address(row.address)
    password = _file(row).read_text(encoding="utf-8") if has_password(row) else None
    return make_url(kept).set(password=password).render_as_string(hide_password=False)


def _file(row: SqlSourceRow) -> Path:
    return settings.home() / "source-passwords" / str(row.id)

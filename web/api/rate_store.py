"""Counts of requests in an SQLite file of the home, so that all worker processes of this machine count together.

The library that limits (``limits``) can keep counts in memory, which each process would have for itself, or on a
server such as Redis, which Fengqiao does not want to need. Losing the file in a crash forgives a minute's requests.
"""

from __future__ import annotations

import sqlite3
import threading
import time

from limits.storage import Storage

from graph import settings

_TABLE = (
    "CREATE TABLE IF NOT EXISTS rates (key TEXT PRIMARY KEY, count INTEGER NOT NULL, until REAL NOT NULL) WITHOUT ROWID"
)
_COUNT = """INSERT INTO rates VALUES (:key, :amount, :until)
ON CONFLICT (key) DO UPDATE SET
  count = CASE WHEN until <= :now THEN :amount ELSE count + :amount END,
  until = CASE WHEN until <= :now THEN :until ELSE until END
RETURNING count"""
_SWEEP_EVERY = 1_000


class SharedCounts(Storage):
    """Fixed windows: a key's count begins anew when its time is over."""

    STORAGE_SCHEME = None

    def __init__(self, uri: str | None = None, wrap_exceptions: bool = False, **options: float | str | bool) -> None:
        super().__init__(uri, wrap_exceptions, **options)
        self._own = threading.local()
        self._counted = 0

    @property
    def base_exceptions(self) -> type[Exception]:
        """What can go wrong."""
        return sqlite3.Error

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        """Count; the count with this one in it."""
        now = time.time()
        self._counted += 1
        if self._counted % _SWEEP_EVERY == 0:
            self._opened().execute("DELETE FROM rates WHERE until <= ?", (now,))
        values = {"key": key, "amount": amount, "until": now + expiry, "now": now}
        [[count]] = self._opened().execute(_COUNT, values).fetchall()
        return int(count)

    def get(self, key: str) -> int:
        """The count now."""
        found = self._opened().execute("SELECT count FROM rates WHERE key = ? AND until > ?", (key, time.time()))
        return int(next(found, (0,))[0])

    def get_expiry(self, key: str) -> float:
        """When the key's time is over, in seconds since 1970."""
        found = self._opened().execute("SELECT until FROM rates WHERE key = ?", (key,))
        return float(next(found, (time.time(),))[0])

    def check(self) -> bool:
        """Whether the file can be read."""
        return self._opened().execute("SELECT 1").fetchone() is not None

    def reset(self) -> int:
        """Forget everything; how many keys there were."""
        return self._opened().execute("DELETE FROM rates").rowcount

    def clear(self, key: str) -> None:
        """Forget one key."""
        self._opened().execute("DELETE FROM rates WHERE key = ?", (key,))

    def _opened(self) -> sqlite3.Connection:
        """This thread's connection: opened at first use, so never before a server forks."""
        connection: sqlite3.Connection | None = getattr(self._own, "connection", None)
        if connection is None:
            path = settings.home() / "rates.sqlite"
            path.touch(mode=0o600)
            connection = self._own.connection = sqlite3.connect(path, isolation_level=None, timeout=5)
            connection.execute("PRAGMA journal_mode = WAL")
            connection.execute("PRAGMA synchronous = OFF")
            connection.execute(_TABLE)
        return connection

"""A job from the inside: what it was given, how it tells how far it is, and when it has to stop."""

from __future__ import annotations

import threading
import time
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from web.database import Database
from web.graph_link import GraphLink
from web.jobs.tables import Job

#: Seconds between two looks at the table, and two writes to it.
_EVERY_S = 0.5


class CancelledError(Exception):
    """Somebody asked that the job ends."""


class StoppedError(Exception):
    """The process of jobs has to end; the job waits for the next one."""


class Work:
    """One job under way. It is a ``Watcher`` of an import: rows and stages go to the table."""

    def __init__(self, job: Job, database: Database, link: GraphLink, stopping: threading.Event) -> None:
        self.job_id, self.kind, self.account_id, self.tries = job.id, job.kind, job.account_id, job.tries
        self.given: dict[str, Any] = orjson.loads(job.given)
        self.database, self.link = database, link
        self._stopping = stopping
        self._told_at = float("-inf")
        self._lock = threading.Lock()

    def rows(self, done: int, total: int | None) -> None:
        """So many are safe. CancelledError or StoppedError when it is to end here, where it can be gone on with."""
        with self._lock:
            if time.monotonic() - self._told_at >= _EVERY_S or done == total:
                self._told_at = time.monotonic()
                self._tell(done=done, total=max(done, total) if total else 0)
        self.stop_if_asked()

    def stage(self, name: str) -> None:
        """A stage without a count has begun."""
        with self._lock:
            self._tell(stage=name[:100])

    def stop_if_asked(self) -> None:
        """CancelledError or StoppedError when it is to end."""
        with self.database.reading() as sql:
            asked = sql.scalar(select(Job.cancel_asked).where(Job.id == self.job_id))
        if asked:
            raise CancelledError
        if self._stopping.is_set():
            raise StoppedError

    def _tell(self, **values: Any) -> None:
        try:
            with self.database.writing() as sql:
                sql.execute(update(Job).where(Job.id == self.job_id).values(**values))
        except OperationalError:
            pass  # how far it is, is for the eye: a busy database is no reason to end an import

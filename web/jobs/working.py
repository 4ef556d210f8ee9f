"""The process of jobs: claims what waits, does it, and looks every minute what has become due.

One such process works at a time for a database and a home, whoever started it; another one waits for its end.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable

import structlog
from filelock import FileLock, Timeout
from huey.consumer import Consumer

from web.database import Database
from web.graph_link import GraphLink
from web.jobs import keeping, kinds, queue
from web.jobs.tables import Job, State
from web.jobs.work import CancelledError, StoppedError, Work
from web.numbers import masked_text

#: A job that writes to the graph, and others beside it.
_THREADS = 2
_LOOK_S = 0.5
_log = structlog.get_logger()


class AtWork:
    """What the tasks of the queue do, with one database and one link to the graph."""

    def __init__(self, database: Database, link: GraphLink) -> None:
        self.database, self.link = database, link
        self.stopping = threading.Event()

    def work(self) -> None:
        """Do what waits, until nothing does that may begin."""
        while not self.stopping.is_set():
            with self.database.writing() as sql:
                job = keeping.claim(sql)
            if job is None:
                return
            self.one(job)

    def one(self, job: Job) -> None:
        """Do one job that was claimed, and keep how it ended."""
        work = Work(job, self.database, self.link, self.stopping)
        try:
            kinds.run(work)
            self._ended(job, State.DONE)
        except CancelledError:
            self._ended(job, State.CANCELLED)
        except StoppedError:
            with self.database.writing() as sql:
                keeping.put_back(sql, job.id)
        except Exception as error:  # whatever went wrong with one job, the next ones are done
            said = kinds.said_of(error)
            if not said:
                _log.exception("a job failed", kind=job.kind, job=job.id)
            self._ended(job, State.FAILED, said or type(error).__name__)

    def _ended(self, job: Job, state: State, problem: str = "") -> None:
        with self.database.writing() as sql:
            found = sql.get(Job, job.id)
            if found is not None:
                keeping.end(found, state, masked_text(problem))
                kinds.ended(sql, found)

    def minute(self) -> None:
        """Ask for what has become due, and do it, with what a lost call left waiting."""
        for look in kinds.LOOKS:
            try:
                look(self.database, self.link)
            except Exception:  # one that fails must not keep the others from theirs
                _log.exception("looking what is due failed")
        self.work()


_here: list[AtWork] = []


def at_work() -> AtWork:
    """This process's work."""
    return _here[0]


def run(say: Callable[[str], None], parent: int = 0) -> None:
    """Work until SIGINT or SIGTERM, or until ``parent`` (0: none) is gone; a job under way stops after its batch.

    A second process waits until the first has ended.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())

    def over() -> bool:
        return stop.is_set() or bool(parent and os.getppid() != parent)

    lock = FileLock(queue.directory() / f"{queue.name()}.lock")
    told = False
    while not over():
        try:
            lock.acquire(timeout=_LOOK_S)
        except Timeout:
            if not told:
                say("another process does the jobs of this home; waiting for its end")
                told = True
            continue
        try:
            say("doing the jobs of this home; Ctrl-C stops it")
            _work(over, stop)
        finally:
            lock.release()
        return


def _work(over: Callable[[], bool], stop: threading.Event) -> None:
    database, link = Database(), GraphLink()
    database.upgrade()
    with database.writing() as sql:
        left = keeping.take_up(sql)
    if left:
        _log.warning("jobs of a process that was killed are gone on with", jobs=left)
    here = AtWork(database, link)
    _here[:] = [here]
    consumer = _Quiet(queue.consumed(), workers=_THREADS, max_delay=1.0, check_worker_health=True)
    consumer.start()
    queue.wake()
    try:
        while not over():
            stop.wait(_LOOK_S)
            consumer.check_worker_health()
    finally:
        here.stopping.set()
        consumer.stop(graceful=True)
        _here.clear()
        link.close()
        database.dispose()


class _Quiet(Consumer):  # type: ignore[misc] # the library has no types
    """The library's threads; signals are ours."""

    def _set_signal_handlers(self) -> None:
        """None."""

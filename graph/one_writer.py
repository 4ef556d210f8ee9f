"""One writer at a time: two would each find the other's records missing, and write them twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from filelock import FileLock, Timeout

from graph import settings


class WriterBusy(Exception):
    """Another import, screening or decision is under way, and was waited for long enough."""


@contextmanager
def one_writer(say: Callable[[str], None], wait_s: float | None = None) -> Iterator[None]:
    """Be the only one of this FENGQIAO_HOME that writes to the graph; ``say`` is told when that takes waiting.

    Who holds it may ask for it again. The lock is the operating system's, so a killed process lets go of it.
    ``wait_s`` is the longest wait, after which WriterBusy is raised; None waits as long as it takes.
    """
    lock = _lock()
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("waiting for another import, screening or decision to end")
        try:
            lock.acquire(timeout=-1 if wait_s is None else wait_s)
        except Timeout:
            raise WriterBusy("another import, screening or decision is under way") from None
    try:
        yield
    finally:
        lock.release()


def somebody_writes() -> bool:
    """Whether an import, screening or decision is under way, in any process."""
    lock = _lock()
    if lock.is_locked:
        return True
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


def _lock() -> FileLock:
    graph = f"{settings.read('NEO4J_URI')}/{settings.read('NEO4J_DATABASE')}"
    path = settings.home() / f"writer-{sha256(graph.encode()).hexdigest()[:12]}.lock"
    return FileLock(path, is_singleton=True)

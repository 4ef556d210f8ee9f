"""One writer at a time: two would each find the other's records missing, and write them twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256

from filelock import FileLock, Timeout

from graph import settings


@contextmanager
def one_writer(say: Callable[[str], None]) -> Iterator[None]:
    """Be the only one of this FENGQIAO_HOME that writes to the graph; ``say`` is told when that takes waiting.

    Who holds it may ask for it again. The lock is the operating system's, so a killed process lets go of it.
    """
    graph = f"{settings.read('NEO4J_URI')}/{settings.read('NEO4J_DATABASE')}"
    lock = FileLock(settings.home() / f"writer-{sha256(graph.encode()).hexdigest()[:12]}.lock", is_singleton=True)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        say("waiting for another import, screening or decision to end")
        lock.acquire()
    try:
        yield
    finally:
        lock.release()

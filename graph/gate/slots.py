"""Few queries at once: for one user and for all, over every process of this machine.

A slot is a file under the home that its holder keeps locked. The operating system lets go of the lock when the
process ends, however it ends, so no slot is ever lost; a table of a database would have to be tidied after a kill.
"""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from graph import settings
from graph.gate.limits import Limits
from graph.gate.refusal import Refused

_POLL_S = 0.05


@contextmanager
def slot(user: str, limits: Limits) -> Iterator[None]:
    """Hold one slot of ``user`` and one of all while the block runs.

    Refused ``busy_user`` at once when the user's slots are taken, for who asks twice can wait for himself, and
    ``busy`` when all are still taken after ``limits.wait_seconds``.
    """
    folder = settings.home() / "gate"
    folder.mkdir(mode=0o700, exist_ok=True)
    own = _take(folder, f"user-{sha256(user.encode()).hexdigest()[:16]}", limits.each)
    if own is None:
        raise Refused("busy_user", most=limits.each)
    try:
        shared = _wait(folder, limits)
        try:
            yield
        finally:
            shared.release()
    finally:
        own.release()


def _wait(folder: Path, limits: Limits) -> FileLock:
    deadline = time.monotonic() + limits.wait_seconds
    while (taken := _take(folder, "all", limits.all)) is None:
        if time.monotonic() > deadline:
            raise Refused("busy", most=limits.all)
        time.sleep(_POLL_S * (1 + random.random()))
    return taken


def _take(folder: Path, name: str, most: int) -> FileLock | None:
    """One of the ``most`` locks of ``name``, or None when all are held."""
    for number in range(most):
        # Its own lock object each time: two holders within one process must exclude each other as well.
        lock = FileLock(folder / f"{name}-{number}.lock", thread_local=False)
        try:
            lock.acquire(timeout=0)
        except Timeout:
            continue
        return lock
    return None

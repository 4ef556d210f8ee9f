"""Runs that can be ended from elsewhere: by another thread, or by another process of this machine.

A run is a lock that its holder keeps, so that one of a killed process is gone with it; to end it is to put a file
beside the lock, which the holder looks for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout

from graph import settings
from graph.gate.line import Cancel
from graph.gate.refusal import Refused

_LOOK_EVERY_S = 0.1


@contextmanager
def named_run(user: str, name: str) -> Iterator[Cancel]:
    """While the block runs, ``end_run`` with the same user and name ends what is asked with this Cancel.

    Refused ``same_run`` when the user has a run of this name already.
    """
    lock, wish = _files(user, name)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise Refused("same_run") from None
    cancel, over = Cancel(), threading.Event()

    def watch() -> None:
        while not over.wait(_LOOK_EVERY_S):
            if wish.exists():
                cancel.now()
                return

    try:
        wish.unlink(missing_ok=True)
        threading.Thread(target=watch, daemon=True).start()
        yield cancel
    finally:
        over.set()
        wish.unlink(missing_ok=True)
        Path(lock.lock_file).unlink(missing_ok=True)  # while it is held: a released file may be another's already
        lock.release()


def end_run(user: str, name: str) -> bool:
    """End the user's run of this name; False when there is none."""
    lock, wish = _files(user, name)
    if not Path(lock.lock_file).exists():
        return False
    try:
        lock.acquire(timeout=0)
    except Timeout:
        wish.touch(mode=0o600)
        return True
    lock.release()
    return False


def _files(user: str, name: str) -> tuple[FileLock, Path]:
    folder = settings.home() / "gate"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / f"run-{sha256(f'{user} {name}'.encode()).hexdigest()[:24]}"
    # Its own lock object each time: two threads of one process must exclude each other as well.
    return FileLock(path.with_suffix(".lock"), thread_local=False), path.with_suffix(".end")

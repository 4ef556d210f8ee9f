"""The process of jobs beside the server: started with it, started again when it ends, stopped with it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from graph.settings import PROJECT_ROOT

#: Seconds until a process that ended is started again, and how long one is waited for that was told to end.
_AGAIN_S, _GRACE_S = 5.0, 20.0
_log = structlog.get_logger()


@contextmanager
def process_of_jobs() -> Iterator[None]:
    """While this lasts there is one; only the process that began this ends it, not one forked from it meanwhile."""
    mine = os.getpid()
    over = threading.Event()
    child = [_started()]
    watching = threading.Thread(target=_watch, args=(child, over), daemon=True)
    watching.start()
    try:
        yield
    finally:
        if os.getpid() == mine:
            over.set()
            _end(child[0])


def _started() -> subprocess.Popen[bytes]:
    words = [sys.executable, str(PROJECT_ROOT / "app.py"), "work", "--parent", str(os.getpid())]
    # In a group of its own: Ctrl-C at the terminal ends the server, and that ends it.
    return subprocess.Popen(words, cwd=PROJECT_ROOT, stdin=subprocess.DEVNULL, start_new_session=True)


def _watch(child: list[subprocess.Popen[bytes]], over: threading.Event) -> None:
    while not over.is_set():
        child[0].wait()
        if over.wait(_AGAIN_S):
            return
        _log.error("the process of jobs ended; it is started again")
        child[0] = _started()


def _end(child: subprocess.Popen[bytes]) -> None:
    child.terminate()
    try:
        child.wait(_GRACE_S)
    except subprocess.TimeoutExpired:
        _log.warning("the process of jobs is killed; what it was at goes on at the next start")
        child.kill()
        child.wait()

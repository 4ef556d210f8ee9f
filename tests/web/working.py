"""What tests of jobs share: the work done here and now, and the real process that does it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask

from graph.settings import PROJECT_ROOT
from web.database import Database
from web.jobs.working import AtWork


def at_work(app: Flask) -> AtWork:
    """Does what waits, in this process."""
    return AtWork(app.extensions["fengqiao-database"], app.extensions["fengqiao-graph"])


@contextmanager
def process(database: Database, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """``python app.py work`` on that database; killed at the end if it has not ended."""
    given = os.environ | {"DATABASE_URL": database.url} | environment
    words = [sys.executable, "app.py", "work"]
    started = subprocess.Popen(words, cwd=PROJECT_ROOT, env=given, stderr=subprocess.PIPE, text=True)
    try:
        yield started
    finally:
        if started.poll() is None:
            started.kill()
        started.wait(30)
        if started.stderr:
            started.stderr.close()


def until(holds: Callable[[], object], seconds: float = 120) -> None:
    """Wait until it holds; AssertionError when it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)

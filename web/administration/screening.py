"""Screening everything anew beside the pages: a process of its own, whose state any page can ask for.

``python -m web.administration.screening NAME`` is that process; ``start`` and ``state`` are all that pages need of it.
It holds a lock while it runs, so one that was killed does not seem to run on.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Thread

from filelock import FileLock, Timeout
from neo4j import Driver

from graph import settings
from ingest.progress import Watcher
from web.clock import now

_WRITE_EVERY_S = 0.5
#: A process that has not taken the lock after so long will not.
_STARTS_WITHIN = timedelta(seconds=60)


@dataclass(frozen=True)
class State:
    """A screening: who asked for it, since when, what it is doing. ``ended`` is '' while it runs.

    ``said`` is how it ended in a line; ``failed`` that it did not do its work. ``running`` is asked of the lock.
    """

    by: str
    began: str
    stage: str = ""
    rows: int = 0
    ended: str = ""
    said: str = ""
    failed: bool = False
    running: bool = False

    @property
    def began_at(self) -> datetime:
        """When it was started."""
        return datetime.fromisoformat(self.began)


def anew(driver: Driver, watcher: Watcher) -> list[str]:
    """Read and settle everything anew, communities too; what is to be said of it, in lines."""
    from ingest.screening import screen
    from queries.patterns import repeats
    from web.commands_communities import communities_anew

    settled = screen(driver, watcher)
    together = communities_anew(driver, watcher.stage)
    found = {repeat.dispute_id for repeat in repeats(driver)}
    return [f"incidents {settled.incidents}, disputes {settled.disputes}, repeat disputes {len(found)}", together]


def start(by: str) -> bool:
    """Begin a screening beside this process; False when one is under way already."""
    lock = _lock()
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    try:
        held = _written()
        if held and _starting(held):
            return False
        _write(State(by, now().isoformat(timespec="seconds")))
    finally:
        lock.release()
    process = subprocess.Popen(
        [sys.executable, "-m", "web.administration.screening", by],
        cwd=settings.PROJECT_ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    Thread(target=process.wait, daemon=True).start()  # so that it leaves no zombie
    return True


def state() -> State | None:
    """The latest screening that was started from a page; None when there was none."""
    held = _written()
    return replace(held, running=_locked() or _starting(held)) if held else None


def _written() -> State | None:
    try:
        return State(**json.loads(_file().read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None


def _write(state: State) -> None:
    draft = _file().with_suffix(".new")
    draft.write_text(json.dumps(asdict(state), ensure_ascii=False), encoding="utf-8")
    draft.replace(_file())


def _starting(held: State) -> bool:
    """Whether it was asked for just now, so that its process may not be there yet."""
    return not held.ended and not held.stage and now() - held.began_at < _STARTS_WITHIN


def _file() -> Path:
    return settings.home() / "screening.json"


def _lock() -> FileLock:
    return FileLock(settings.home() / "screening.lock", thread_local=False)


def _locked() -> bool:
    lock = _lock()
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False


class _Noting:
    """A watcher that writes down how far it is."""

    def __init__(self, by: str) -> None:
        self.state = State(by, now().isoformat(timespec="seconds"))
        self._written = 0.0
        self.write()

    def rows(self, done: int, total: int | None) -> None:  # noqa: ARG002 - the signature is Watcher's
        self.state = replace(self.state, rows=done)
        if time.monotonic() - self._written > _WRITE_EVERY_S:
            self.write()

    def stage(self, name: str) -> None:
        if name != self.state.stage:
            self.state = replace(self.state, stage=name, rows=0)
            self.write()

    def end(self, said: str, *, failed: bool) -> None:
        """It is over."""
        self.state = replace(self.state, stage="", ended=now().isoformat(timespec="seconds"), said=said, failed=failed)
        self.write()

    def write(self) -> None:
        self._written = time.monotonic()
        _write(self.state)


def run(by: str, work: Callable[[Watcher], list[str]]) -> bool:
    """Do it while its state is kept; False when another is under way."""
    lock = _lock()
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return False
    try:
        noting = _Noting(by)
        try:
            noting.end("\n".join(work(noting)), failed=False)
        except Exception as error:
            noting.end(f"{type(error).__name__}: {' '.join(str(error).split())[:300]}", failed=True)
            raise
    finally:
        lock.release()
    return True


def _work(watcher: Watcher) -> list[str]:
    from graph import schema
    from graph.connection import connect

    with connect() as driver:
        schema.apply(driver)
        return anew(driver, watcher)


if __name__ == "__main__":
    run(sys.argv[1], _work)

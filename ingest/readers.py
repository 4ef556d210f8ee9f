"""Readers: processes that read texts while this one talks to the graph.

Reading is work of the processor, and writing waits for the server, so the two go on side by side. A file
of a few rows is read here, because starting a process takes longer.
"""

from __future__ import annotations

import gc
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import connection, get_context, parent_process
from types import TracebackType

from ingest.facts import Stated, read_all
from ingest.incident import Incident

#: Fewer incidents at once are read in this process.
_WORTH_A_PROCESS = 1_000
_MOST = 4


class Readers:
    """Reads incidents in the order in which they are handed in; a context manager that ends its processes."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Readers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool:
            self._pool.shutdown(cancel_futures=True)

    def submit(self, incidents: Sequence[Incident]) -> Future[Stated]:
        """What the incidents state, soon; no two have one id."""
        if len(incidents) < _WORTH_A_PROCESS:
            done: Future[Stated] = Future()
            done.set_result(read_all(incidents))
            return done
        if self._pool is None:
            self._pool = ProcessPoolExecutor(_processes(), get_context("spawn"), initializer=begin)
        return self._pool.submit(read_all, incidents)


def _processes() -> int:
    """One of the processors is for this process and the server."""
    return max(1, min(_MOST, (os.cpu_count() or 1)))


def begin() -> None:
    """How a process that works for this one begins.

    It leaves an interrupt to the parent, and ends when that is gone: a killed parent cannot end it. Looking for cycles,
    which what is read does not have, would take an eighth of its time.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    gc.freeze()
    gc.disable()
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent.sentinel,), daemon=True).start()


def _end_with(sentinel: int) -> None:
    connection.wait([sentinel])
    os._exit(1)

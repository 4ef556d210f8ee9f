"""The connection of one transaction: how many bytes come, a deadline, and a way to cut it from another thread.

When it is cut the engine rolls the transaction back. The driver has no public way to any of this, so this takes hold of
its socket; tests see that it works with the pinned driver.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR
from typing import Any

from neo4j import Session, Transaction
from neo4j.exceptions import DriverError, Neo4jError

# A connection that is dropped on purpose is no news for standard error.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

# The engine looks at its clock now and then; when it has not ended the query by then, its connection is dropped.
_GRACE_S = 1.0
_LEAST_S = 0.1


@dataclass
class Cancel:
    """A query's way to be ended by another thread; may be used before it begins."""

    _asked: threading.Event = field(default_factory=threading.Event)
    _line: Line | None = None

    def now(self) -> None:
        """End the query."""
        self._asked.set()
        if self._line:
            self._line.cut()

    def watch(self, line: Line) -> None:
        """From now on ``now`` cuts this line."""
        self._line = line
        if self._asked.is_set():
            line.cut()

    @property
    def asked(self) -> bool:
        """Whether somebody ended it."""
        return self._asked.is_set()


class Line:
    """A transaction's connection. ``full``: more than ``most`` bytes came; ``is_cut``: somebody cut it."""

    def __init__(self, transaction: Transaction, most: int) -> None:
        self.transaction = transaction
        self._socket = transaction._connection.socket
        self._receive = self._socket.recv_into
        self._most, self.bytes, self.full, self.is_cut = most, 0, False, False
        self._socket.recv_into = self._metered

    def _metered(self, buffer: Any, size: int) -> int:
        received: int = self._receive(buffer, size)
        self.bytes += received
        if self.bytes > self._most:
            self.full = True
            raise OSError("more bytes than one answer may have")
        return received

    def cut(self) -> None:
        """End the transaction by dropping its connection."""
        self.is_cut = True
        with suppress(OSError):
            self._socket._socket.shutdown(SHUT_RDWR)

    def roll_back(self) -> None:
        """End the transaction in peace, from its own thread."""
        self._socket.recv_into = self._receive
        with suppress(Neo4jError, DriverError):
            self.transaction.rollback()


@contextmanager
def held(session: Session, deadline: float, most: int, cancel: Cancel) -> Iterator[Line]:
    """A line with a transaction that ends by ``deadline`` (of time.monotonic), and is always rolled back."""
    left = max(deadline - time.monotonic(), _LEAST_S)
    line = Line(session.begin_transaction(timeout=left), most)
    watchdog = threading.Timer(left + _GRACE_S, line.cut)
    watchdog.daemon = True
    watchdog.start()
    try:
        cancel.watch(line)
        yield line
    finally:
        watchdog.cancel()
        line.roll_back()

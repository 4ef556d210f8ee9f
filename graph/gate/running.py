"""A reviewed query runs: in a read transaction with a deadline, a meter on what comes back, and a way to end it."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from socket import SHUT_RDWR
from typing import Any, Literal

from neo4j import READ_ACCESS, Driver, Session, Transaction
from neo4j.exceptions import DriverError, Neo4jError

from graph.gate import guards
from graph.gate.engine_words import refusal
from graph.gate.limits import Limits
from graph.gate.limits import limits as limits_set
from graph.gate.refusal import Refused
from graph.gate.review import reviewed
from graph.gate.slots import slot
from graph.session import opened

# A connection that is dropped on purpose is no news for standard error.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

# Rows come in such portions; the engine works no further ahead than one.
_PORTION = 200
# The engine looks at its clock now and then; when it has not ended the query by then, its connection is dropped.
_GRACE_S = 1.0


@dataclass(frozen=True)
class Answer:
    """What came back, values as the driver gives them. ``more`` is why these are only the first rows, '' when all."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: Literal["", "rows", "bytes"]
    seconds: float


@dataclass
class Cancel:
    """A query's way to be ended by another thread; may be used before it begins."""

    _asked: threading.Event = field(default_factory=threading.Event)
    _line: _Line | None = None

    def now(self) -> None:
        """End the query."""
        self._asked.set()
        if self._line:
            self._line.cut()

    def watch(self, line: _Line) -> None:
        """From now on ``now`` cuts this line."""
        self._line = line
        if self._asked.is_set():
            line.cut()

    @property
    def asked(self) -> bool:
        """Whether somebody ended it."""
        return self._asked.is_set()


class _Line:
    """The connection of one transaction: how many bytes came, and a way to cut it.

    When it is cut the engine rolls the transaction back. The driver has no public way to either, so this takes hold
    of its socket; a test sees that both still work with the pinned driver.
    """

    def __init__(self, transaction: Transaction, most: int) -> None:
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

    def let_go(self) -> None:
        """Give the connection back as it was."""
        self._socket.recv_into = self._receive


def ask(
    driver: Driver,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    user: str,
    limits: Limits | None = None,
    cancel: Cancel | None = None,
) -> Answer:
    """The answer to ``text``, which a user wrote. Refused when it may not run, or was ended; the driver's own errors
    pass through when no engine answers."""
    limits, given, cancel = limits or limits_set(), dict(parameters or {}), cancel or Cancel()
    with slot(user, limits):
        ready = reviewed(driver, text, given, limits.seconds)
        # A portion of one row more would already be a row too many in memory.
        with opened(driver, default_access_mode=READ_ACCESS, fetch_size=min(_PORTION, limits.rows + 1)) as session:
            return _run(session, text, ready, given, limits, cancel)


def _run(
    session: Session, text: str, ready: str, parameters: dict[str, Any], limits: Limits, cancel: Cancel
) -> Answer:
    begun = time.monotonic()
    rows: list[tuple[Any, ...]] = []
    columns: tuple[str, ...] = ()
    more: Literal["", "rows", "bytes"] = ""
    transaction = session.begin_transaction(timeout=limits.seconds)
    line = _Line(transaction, limits.bytes)
    watchdog = threading.Timer(limits.seconds + _GRACE_S, line.cut)
    watchdog.start()
    try:
        cancel.watch(line)
        result = transaction.run(ready, parameters)  # type: ignore[arg-type]
        columns = tuple(result.keys())
        for record in result:
            if len(rows) == limits.rows:
                more = "rows"
                break
            rows.append(tuple(record.values()))
        watchdog.cancel()
        line.let_go()
        _roll_back(transaction)
    except (Neo4jError, DriverError) as error:
        if not (line.full and rows):
            raise _ended(error, line, cancel, text, limits) from error
        more = "bytes"
    finally:
        watchdog.cancel()
        line.let_go()
    return Answer(columns, rows, more, time.monotonic() - begun)


def _roll_back(transaction: Transaction) -> None:
    try:
        transaction.rollback()
    except (Neo4jError, DriverError):
        transaction.close()


def _ended(error: Exception, line: _Line, cancel: Cancel, text: str, limits: Limits) -> Exception:
    """Why the query ended early, as what to raise."""
    if cancel.asked:
        return Refused("cancelled")
    if line.full:
        return Refused("bytes", most=limits.bytes >> 20)
    if line.is_cut:
        return Refused("time", seconds=f"{limits.seconds:g}")
    if not isinstance(error, Neo4jError):
        return error
    if found := guards.tripped(str(error.message)):
        return Refused("list", size=found[0], most=found[1])
    refused = refusal(error, text, seconds=limits.seconds)
    # Guards have moved what stands behind them, so a place in the running text would mislead.
    refused.position = None
    return refused

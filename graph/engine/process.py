"""Which process is the engine: what is written down about it, and whether that is still true."""

from __future__ import annotations

import json
import socket
import time
from dataclasses import asdict, dataclass

import psutil
from neo4j import GraphDatabase
from neo4j.exceptions import AuthError, DriverError, Neo4jError

from graph.engine.errors import EngineError
from graph.engine.paths import Paths

USER = "neo4j"
_POLL_S = 0.1
# The kernel counts a start in hundredths of a second from boot, and the clock may have been set since.
_START_TOLERANCE_S = 2.0


class Died(Exception):
    """The engine's process ended while we waited for it."""


@dataclass(frozen=True)
class State:
    """The engine's process (pid, and when it was created in seconds of the epoch) and its Bolt port."""

    pid: int
    created: float
    port: int

    @property
    def address(self) -> str:
        """The Bolt address."""
        return f"bolt://127.0.0.1:{self.port}"


def read(paths: Paths) -> State | None:
    """What was written down at the last start; None when there is nothing or it cannot be read."""
    try:
        return State(**json.loads(paths.state.read_text()))
    except (OSError, ValueError, TypeError):
        return None


def write(paths: Paths, state: State) -> None:
    """Write the state down, whole or not at all."""
    draft = paths.state.with_suffix(".new")
    draft.write_text(json.dumps(asdict(state)))
    draft.replace(paths.state)


def alive(paths: Paths, state: State) -> psutil.Process | None:
    """The process that ``state`` names if it still runs and is the engine of this home, not another with its pid."""
    try:
        process = psutil.Process(state.pid)
        same = abs(process.create_time() - state.created) < _START_TOLERANCE_S
        return process if same and _serves(process, paths) else None
    except psutil.Error:
        return None


def orphan(paths: Paths) -> psutil.Process | None:
    """An engine of this home that nobody wrote down, because its starter was killed in between; it holds the store."""
    for process in psutil.process_iter():
        try:
            if _serves(process, paths):
                return process
        except psutil.Error:
            continue
    return None


def wait_for_bolt(process: psutil.Process, port: int, password: str, seconds: float) -> bool:
    """Wait until the engine answers over Bolt; False when it does not within ``seconds``. Died when it ends instead."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not process.is_running() or process.status() == psutil.STATUS_ZOMBIE:
            raise Died
        if answers(port, password):
            return True
        time.sleep(_POLL_S)
    return False


def answers(port: int, password: str) -> bool:
    """Whether our engine answers over Bolt at ``port``. EngineError when it refuses the password."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
        address = f"bolt://127.0.0.1:{port}"
        with GraphDatabase.driver(address, auth=(USER, password), connection_timeout=5) as driver:
            driver.verify_connectivity()
    except AuthError as error:
        raise EngineError(f"the engine at port {port} does not accept the password on file") from error
    except (OSError, DriverError, Neo4jError):
        return False
    return True


def _serves(process: psutil.Process, paths: Paths) -> bool:
    return process.status() != psutil.STATUS_ZOMBIE and f"--home-dir={paths.root}" in process.cmdline()

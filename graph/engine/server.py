"""Start, find, stop and describe the private engine."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
from filelock import FileLock

from graph.engine import archive, config, jars, java, notice, password, port, process
from graph.engine.errors import EngineError
from graph.engine.paths import Paths, current
from graph.engine.process import USER, Died, State

_START_S = 120.0
_STOP_S = 120.0
_STARTS = 3


@dataclass(frozen=True)
class Running:
    """A running engine: exact version, Bolt address, user and password there, process, log file."""

    version: str
    address: str
    user: str
    password: str = field(repr=False)
    pid: int
    log: Path


@dataclass(frozen=True)
class Status:
    """What there is to say about the engine; address, pid and uptime are None when it does not run."""

    version: str
    running: bool
    address: str | None
    pid: int | None
    uptime_s: float | None
    size_bytes: int
    log: Path


def start() -> Running:
    """The engine the settings ask for, started unless it runs already; ready to answer over Bolt.

    What an earlier run left behind (a stale pid, a taken port, damaged jars) is put right with one line on standard
    error each. EngineError when there is no way to have the engine.
    """
    paths = current()
    paths.root.mkdir(parents=True, exist_ok=True)
    with FileLock(paths.lock):
        return _find(paths) or _start(paths)


def resume() -> Running | None:
    """The engine that should be running, started again if it was lost; None when it was stopped or never started."""
    paths = current()
    if not paths.root.is_dir():
        return None
    with FileLock(paths.lock):
        if process.read(paths) is None:
            return None
        return _find(paths) or _start(paths)


def find() -> Running | None:
    """The engine that was started last if its process runs, answering or not; starts and ends nothing."""
    paths = current()
    state, secret = process.read(paths), password.read(paths)
    if state and secret and process.alive(paths, state):
        return _running(paths, state, secret)
    return None


def stop() -> bool:
    """Stop the engine cleanly, its stores closed; False when none was running."""
    paths = current()
    if not paths.root.is_dir():
        return False
    with FileLock(paths.lock):
        found = _process(paths)
        if found:
            _end(found)
        paths.state.unlink(missing_ok=True)
    return found is not None


@contextmanager
def standing_still() -> Iterator[Paths]:
    """The engine is stopped meanwhile, with its stores closed, and nobody can start it; it runs again if it did."""
    paths = current()
    paths.root.mkdir(parents=True, exist_ok=True)
    with FileLock(paths.lock):
        found = _process(paths)
        if found:
            _end(found)
        try:
            yield paths
        finally:
            if found:
                _start(paths)


@contextmanager
def rehearsing() -> Iterator[Running]:
    """An engine that is watched in what it does until the end, for the archive that later ones start with.

    None may run in this home. EngineError when there is no archive in the end.
    """
    paths = current()
    paths.root.mkdir(parents=True, exist_ok=True)
    with FileLock(paths.lock):
        running = _start(paths, archive.recorded(paths))
    try:
        yield running
    finally:
        stop()
    archive.keep(paths)


def status() -> Status:
    """What runs, where, since when, and how much disk its stores take. Starts nothing."""
    paths = current()
    state = process.read(paths)
    found = process.alive(paths, state) if state else None
    return Status(
        version=paths.version,
        running=found is not None,
        address=state.address if found and state else None,
        pid=found.pid if found else None,
        uptime_s=time.time() - found.create_time() if found else None,
        size_bytes=sum(file.stat().st_blocks * 512 for file in paths.data.rglob("*") if file.is_file()),
        log=paths.log,
    )


def _find(paths: Paths) -> Running | None:
    """The engine of this home if it runs and answers; one that runs and does not answer is ended."""
    found, state = _process(paths), process.read(paths)
    secret = password.read(paths)
    if found is None:
        if state:
            _say_again(state.pid, "did not stop cleanly")
            port.wait_until_free(state.port)
        return None
    if not secret or not state or state.pid != found.pid:
        _say_again(found.pid, "was left behind unrecorded")
    else:
        try:
            if process.wait_for_bolt(found, state.port, secret, _START_S):
                return _running(paths, state, secret)
            _say_again(found.pid, "does not answer")
        except Died:
            _say_again(found.pid, "did not stop cleanly")
            port.wait_until_free(state.port)
    _end(found)
    return None


def _say_again(pid: int, what: str) -> None:
    notice.say(f"the engine (process {pid}) {what}; starting it again")


def _process(paths: Paths) -> psutil.Process | None:
    state = process.read(paths)
    return (process.alive(paths, state) if state else None) or process.orphan(paths)


def _start(paths: Paths, record: tuple[str, ...] | None = None) -> Running:
    """``record``: Java's options for a rehearsal, in place of those that take what came out of one."""
    last = process.read(paths)
    files = jars.ensure(paths.version, paths.lib)
    granted = config.memory()
    listen = port.choose(last.port if last else None)
    config.write(paths, listen, granted)
    secret = password.read(paths) or password.make(paths, files)
    options = archive.taken(paths) if record is None else record
    for _ in range(_STARTS):
        state = _noted(paths, listen, java.spawn(paths, files, granted, *options))
        try:
            if not process.wait_for_bolt(psutil.Process(state.pid), state.port, secret, _START_S):
                raise EngineError(f"the engine did not answer within {_START_S:.0f} s; see {paths.log}")
        except (Died, psutil.NoSuchProcess):
            if not _port_was_taken(paths):
                raise EngineError(f"the engine ended at once: {_last_words(paths)}; see {paths.log}") from None
            listen = port.any_free()
            notice.say(f"port {state.port} was taken meanwhile; listening at {listen} instead")
            config.write(paths, listen, granted)
        else:
            return _running(paths, state, secret)
    raise EngineError(f"no free port was left to the engine; see {paths.log}")


def _noted(paths: Paths, listen: int, pid: int) -> State:
    state = State(pid=pid, created=psutil.Process(pid).create_time(), port=listen)
    process.write(paths, state)
    return state


def _end(found: psutil.Process) -> None:
    """SIGTERM, and SIGKILL with a line that says so when that is not heard."""
    try:
        found.terminate()
        found.wait(_STOP_S)
    except psutil.TimeoutExpired:
        notice.say(f"the engine (process {found.pid}) did not stop within {_STOP_S:.0f} s; ended by force")
        found.kill()
        found.wait(_STOP_S)
    except psutil.NoSuchProcess:
        pass


def _running(paths: Paths, state: State, secret: str) -> Running:
    return Running(paths.version, state.address, USER, secret, state.pid, paths.log)


def _port_was_taken(paths: Paths) -> bool:
    return "PortBindException" in paths.log.read_text(errors="replace")


def _last_words(paths: Paths) -> str:
    """The line of the log that says why."""
    lines = [line.strip() for line in paths.log.read_text(errors="replace").splitlines() if line.strip()]
    telling = [line for line in lines if "ERROR" in line or line.startswith("Caused by")]
    return (telling or lines or ["it left no word"])[-1][:300]

"""Time and memory of one stage, of our process and of the engine's."""

from __future__ import annotations

import multiprocessing
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import psutil

from graph import engine

_EVERY_S = 0.1
_MIB = 1 << 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage took: wall and processor seconds, and the most resident memory while it ran, in MiB.

    Ours are those of this process and of the processes it started. The engine's figures are 0 for a stage that does
    without it. Processes keep what they once took, so memory seldom falls from one stage to the next.
    """

    name: str
    seconds: float
    cpu_ours: float
    cpu_engine: float
    mib_ours: int
    mib_engine: int

    def plus(self, other: Stage) -> Stage:
        """Both together, one after the other."""
        return Stage(
            self.name,
            self.seconds + other.seconds,
            self.cpu_ours + other.cpu_ours,
            self.cpu_engine + other.cpu_engine,
            max(self.mib_ours, other.mib_ours),
            max(self.mib_engine, other.mib_engine),
        )


class Meter:
    """Measures stage after stage in this process; a stage that comes again is added up."""

    def __init__(self, *, with_engine: bool) -> None:
        self.stages: list[Stage] = []
        pid = engine.status().pid if with_engine else None
        self._engine = psutil.Process(pid) if pid else None

    def call(self, name: str, work: Callable[[], T]) -> T:
        """Do the work as the stage ``name``."""
        with self.stage(name):
            return work()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens inside is the stage ``name``."""
        with _peaks([_our_bytes, *([partial(_bytes, self._engine)] if self._engine else [])]) as peaks:
            cpu, began = self._cpu(), time.perf_counter()
            yield
            seconds, after = time.perf_counter() - began, self._cpu()
        ours, engines = (end - start for start, end in zip(cpu, after, strict=True))
        mib = [peak // _MIB for peak in peaks] + [0]
        self._add(Stage(name, seconds, ours, engines, mib[0], mib[1]))

    def _add(self, stage: Stage) -> None:
        for at, before in enumerate(self.stages):
            if before.name == stage.name:
                self.stages[at] = before.plus(stage)
                return
        self.stages.append(stage)

    def _cpu(self) -> tuple[float, float]:
        return _our_seconds(), _seconds(self._engine) if self._engine else 0.0


def _our_seconds() -> float:
    """Of this process, of those it started and that ended, and of those that run."""
    ended = psutil.Process().cpu_times()
    running = sum(_of_child(_seconds, child.pid) for child in multiprocessing.active_children())
    return float(ended.user + ended.system + ended.children_user + ended.children_system) + running


def _our_bytes() -> float:
    return _bytes(psutil.Process()) + sum(_of_child(_bytes, child.pid) for child in multiprocessing.active_children())


def _of_child(measure: Callable[[psutil.Process], float], pid: int | None) -> float:
    """What is measured of a process that may end meanwhile."""
    try:
        return measure(psutil.Process(pid))
    except psutil.Error:
        return 0.0


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _bytes(process: psutil.Process) -> float:
    return float(process.memory_info().rss)


@contextmanager
def _peaks(sizes: Sequence[Callable[[], float]]) -> Iterator[list[int]]:
    """The most of each of the sizes, looked at ten times a second."""
    peaks = [int(size()) for size in sizes]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_S):
            for at, size in enumerate(sizes):
                peaks[at] = max(peaks[at], int(size()))

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        done.set()
        watcher.join()

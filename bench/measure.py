"""Time and memory of one stage, of our process and of the engine's."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import psutil

from graph import engine

_EVERY_S = 0.02
_MIB = 1 << 20

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage took: wall and processor seconds, and the most resident memory while it ran, in MiB.

    The engine's figures are 0 for a stage that does without it. Both processes keep what they once took, so
    memory seldom falls from one stage to the next.
    """

    name: str
    seconds: float
    cpu_ours: float
    cpu_engine: float
    mib_ours: int
    mib_engine: int


class Meter:
    """Measures stage after stage in this process."""

    def __init__(self, *, with_engine: bool) -> None:
        self.stages: list[Stage] = []
        self._us = psutil.Process()
        pid = engine.status().pid if with_engine else None
        self._engine = psutil.Process(pid) if pid else None

    def call(self, name: str, work: Callable[[], T]) -> T:
        """Do the work as the stage ``name``."""
        with self.stage(name):
            return work()

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """What happens inside is the stage ``name``."""
        with _peaks([process for process in (self._us, self._engine) if process]) as peaks:
            cpu, began = self._cpu(), time.perf_counter()
            yield
            seconds, after = time.perf_counter() - began, self._cpu()
        ours, engines = (end - start for start, end in zip(cpu, after, strict=True))
        mib = [peak // _MIB for peak in peaks] + [0]
        self.stages.append(Stage(name, seconds, ours, engines, mib[0], mib[1]))

    def _cpu(self) -> tuple[float, float]:
        return _seconds(self._us), _seconds(self._engine) if self._engine else 0.0


def _seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


@contextmanager
def _peaks(processes: list[psutil.Process]) -> Iterator[list[int]]:
    """The most resident memory of each process in bytes, looked at fifty times a second."""
    peaks = [process.memory_info().rss for process in processes]
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY_S):
            for at, process in enumerate(processes):
                peaks[at] = max(peaks[at], process.memory_info().rss)

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield peaks
    finally:
        done.set()
        watcher.join()

"""All measurements of one size, as often as asked, each in a process of its own so that memory is its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TypeVar

from bench.bare import bare_unwind
from bench.measure import Stage
from bench.plain import plain_script
from bench.stages import stage_by_stage
from bench.whole import file_to_ranking
from ingest.sample import generate

SEED = 110

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Yardsticks:
    """What the same records cost otherwise, and what was written to the graph."""

    bare: Stage
    plain: Stage
    nodes: int
    relationships: int


@dataclass(frozen=True, slots=True)
class Cost:
    """What ``rows`` records cost: medians of ``runs`` runs. Without yardsticks there are no stages either."""

    rows: int
    runs: int
    whole: Stage
    stages: tuple[Stage, ...] = ()
    yardsticks: Yardsticks | None = None

    @property
    def every(self) -> tuple[Stage, ...]:
        """All that was measured, in the order of the table."""
        beside = (self.yardsticks.bare, self.yardsticks.plain) if self.yardsticks else ()
        return (*self.stages, self.whole, *beside)


def measure(rows: int, runs: int, home: Path, *, only_whole: bool) -> Cost:
    """The costs of a sample of so many rows. The engine of ``home`` is started by the first call and goes on."""
    file = home / f"sample-{rows}.csv"
    generate(rows, SEED, None, file)
    if only_whole:
        return Cost(rows, runs, _median([_alone(file_to_ranking, file) for _ in range(runs)]))
    staged, wholes, bares, plains = [], [], [], []
    for _ in range(runs):
        staged.append(_alone(stage_by_stage, file))
        wholes.append(_alone(file_to_ranking, file))
        bares.append(_alone(bare_unwind, home / "copy.pickle"))
        plains.append(_alone(plain_script, file))
    return Cost(
        rows,
        runs,
        _median(wholes),
        tuple(_median(same) for same in zip(*staged, strict=True)),
        Yardsticks(_median([bare.stage for bare in bares]), _median(plains), bares[0].nodes, bares[0].relationships),
    )


def warm_up(rows: int, home: Path) -> None:
    """Let the engine compile its plans and its hot code on a small sample, as a running engine has."""
    file = home / "warm-up.csv"
    generate(rows, SEED, None, file)
    _alone(file_to_ranking, file)


def _alone(work: Callable[[Path], T], file: Path) -> T:
    with ProcessPoolExecutor(max_workers=1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(work, file).result()


def _median(same: Sequence[Stage]) -> Stage:
    return Stage(
        name=same[0].name,
        seconds=median(stage.seconds for stage in same),
        cpu_ours=median(stage.cpu_ours for stage in same),
        cpu_engine=median(stage.cpu_engine for stage in same),
        mib_ours=max(stage.mib_ours for stage in same),
        mib_engine=max(stage.mib_engine for stage in same),
    )

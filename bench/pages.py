"""``python -m bench pages``: what the list of disputes costs, asked over HTTP, in a graph that holds very many.

The server is the one that `app.py serve` starts. Every address is asked often, in turn with the others, after each
was asked a few times before: plans and hot code are there, as in a server that has been up for a while.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import httpx
import numpy as np
import psutil
from rich import box
from rich.console import Console
from rich.table import Table

from bench.home import emptied_graph
from bench.many_disputes import write_disputes
from bench.run import SEED
from bench.served import add_person, served, signed_in
from graph import engine
from graph.engine.own_home import own_home
from web.roles import Role

_WARM_UP = 5
_NEXT = re.compile(r'rel="next" href="([^"]+)"')
_UNIT = "第1派出所"


@dataclass(frozen=True, slots=True)
class Cost:
    """What an address costs: milliseconds until the whole page is here, and its size in bytes."""

    name: str
    times_ms: list[float]
    size: int


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench pages", description=__doc__)
    parser.add_argument("--disputes", type=int, default=100_000, help="in the graph; default: %(default)s")
    parser.add_argument("--times", type=int, default=30, help="that each is asked; default: %(default)s")
    asked = parser.parse_args(arguments)
    with own_home(), emptied_graph() as driver:
        _say(f"writing {asked.disputes:,} disputes")
        write_disputes(driver, asked.disputes, SEED)
        report(asked.disputes, asked.times)


def report(disputes: int, times: int) -> None:
    """Serve the graph there is, ask, and print; two accounts are added for it."""
    add_person("bench-analyst", Role.ANALYST)
    add_person("bench-station", Role.INVESTIGATOR, _UNIT)
    with served(workers=1) as (address, server):
        _say("asking")
        before = _seconds(server)
        wide, station = (signed_in(address, name) for name in ("bench-analyst", "bench-station"))
        costs = list(_measured(wide, station, times))
        cpu = [after - first for after, first in zip(_seconds(server), before, strict=True)]
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(_table(costs, disputes))
    asked = len(costs) * (times + _WARM_UP)
    console.print(
        f"{asked} pages; processor seconds: pages {cpu[0]:.1f}, engine {cpu[1]:.1f}. "
        f"Load of the last 5 minutes {os.getloadavg()[1]:.1f}.",
        highlight=False,
    )


def _measured(wide: httpx.Client, station: httpx.Client, times: int) -> Iterator[Cost]:
    deep = "/disputes"
    for _ in range(40):
        deep = _onwards(wide, deep)
    asked: list[tuple[str, httpx.Client, str]] = [
        ("first page, by risk", wide, "/disputes"),
        ("page 41, by risk", wide, deep),
        ("the page before it", wide, deep.replace("after=", "before=")),
        ("by last call", wide, "/disputes?sort=last"),
        ("by number of calls", wide, "/disputes?sort=incidents"),
        ("of one kind", wide, "/disputes?kind=邻里噪音"),
        ("of one unit", wide, f"/disputes?unit={_UNIT}"),
        ("repeats within 7 days by one caller", wide, "/disputes?pattern=caller&window=7"),
        ("searched: a place", wide, "/disputes?text=安居小区12栋"),
        ("searched: a phone", wide, "/disputes?text=13900004711"),
        ("a station's own", station, "/disputes"),
        ("how many of one kind", wide, "/disputes/count?kind=邻里噪音"),
        ("one dispute", wide, "/disputes/D-B0000471"),
    ]
    costs = [Cost(name, [], 0) for name, _, _ in asked]
    for turn in range(_WARM_UP + times):
        for at, (name, client, address) in enumerate(asked):
            began = time.perf_counter()
            answer = client.get(address)
            took = (time.perf_counter() - began) * 1000
            if answer.status_code != 200:
                raise RuntimeError(f"{name}: {answer.status_code}")
            kept = [*costs[at].times_ms, took] if turn >= _WARM_UP else []
            costs[at] = Cost(name, kept, len(answer.content))
    yield from costs


def _onwards(client: httpx.Client, address: str) -> str:
    found = _NEXT.search(client.get(address).text)
    return found[1].replace("&amp;", "&") if found else address


def _seconds(server: psutil.Process) -> tuple[float, float]:
    """Processor seconds of the pages' processes and of the engine."""
    ours = sum(_of(process) for process in (server, *server.children(recursive=True)))
    pid = engine.status().pid
    return ours, _of(psutil.Process(pid)) if pid else 0.0


def _of(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _table(costs: Sequence[Cost], disputes: int) -> Table:
    table = Table(title=f"Pages over HTTP, {disputes:,} disputes, milliseconds", box=box.SIMPLE, title_justify="left")
    table.add_column("page")
    columns: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
        ("median", lambda times: float(np.median(times))),
        ("95 %", lambda times: float(np.percentile(times, 95))),
        ("longest", max),
    )
    for name, _ in columns:
        table.add_column(name, justify="right")
    table.add_column("KiB", justify="right")
    for cost in costs:
        shown = [f"{measure(cost.times_ms):.0f}" for _, measure in columns]
        table.add_row(cost.name, *shown, f"{cost.size / 1024:.0f}")
    return table


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)

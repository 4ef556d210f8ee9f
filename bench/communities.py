"""``python -m bench communities``: finding all communities in an invented city, stage by stage.

The graph is written bare: calls with caller, number, place and unit, two in five about a dispute that shares its
people or its house with the one beside it, and some places and numbers that are everybody's.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import islice

import psutil
from neo4j import Driver
from rich import box
from rich.console import Console
from rich.table import Table

from bench.home import emptied_graph
from bench.measure import Meter, Stage
from graph import settings
from graph.analysis.communities import Renewed, renew
from graph.engine.own_home import own_home
from graph.session import opened

_RELATIONSHIPS = 1_000_000
_SEED = 110
#: Relationships of a call: two of who reported it, where, which unit; of two in five also about what.
_OF_A_CALL = 4.4
_BATCH = 5_000
_NODES = """
UNWIND range($first, $last) AS n
CREATE (:Person:Caller {key: 'c' + n}), (:Phone {number: 'p' + n})
WITH n WHERE n % 3 = 0
CREATE (:Location {key: 'l' + n / 3, level: 'building'})
WITH n WHERE n % 6 = 0
CREATE (:Dispute {id: 'D-' + n / 6, risk: 0.3, level: 'medium', unit: 'u' + n % 40,
  first_at: datetime('2026-01-01T08:00:00Z'), last_at: datetime('2026-03-01T08:00:00Z')})
"""
_CALLS = """
UNWIND $rows AS r
MATCH (c:Caller {key: r.caller})
MATCH (p:Phone {number: r.caller_phone})
MATCH (l:Location {key: r.place})
MATCH (u:Unit {key: r.unit})
OPTIONAL MATCH (d:Dispute {id: r.dispute})
CREATE (i:Incident {id: r.id})
CREATE (c)-[:REPORTED]->(i), (p)-[:REPORTED]->(i), (i)-[:AT]->(l), (i)-[:HANDLED_BY]->(u)
FOREACH (_ IN CASE WHEN d IS NULL THEN [] ELSE [0] END | CREATE (i)-[:ABOUT]->(d))
"""


def main(words: list[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench communities", description=__doc__)
    parser.add_argument("--relationships", type=int, default=_RELATIONSHIPS, help="of the graph; default: %(default)s")
    asked = parser.parse_args(words)
    with own_home(), emptied_graph() as driver:
        print("bench: writing the graph", file=sys.stderr, flush=True)
        _write(driver, round(asked.relationships / _OF_A_CALL))
        with opened(driver) as session:
            [(nodes, relationships)] = session.run(
                "MATCH (n) WITH count(n) AS nodes MATCH ()-[r]->() RETURN nodes, count(r)"
            ).values()
        first = _measured(driver)
        again = _measured(driver)
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(_table(first, again))
    found = first[1]
    console.print(
        f"{nodes:,} nodes, {relationships:,} relationships; {found.ties:,} ties, {found.hubs:,} hubs, "
        f"{len(found.communities):,} communities, {found.written:,} members written, {again[1].written:,} the second "
        f"time. Neo4j {settings.read('FENGQIAO_ENGINE')}, {psutil.cpu_count()} processors, "
        f"load of the last 15 minutes {os.getloadavg()[2]:.1f}.",
        highlight=False,
    )


def _measured(driver: Driver) -> tuple[list[Stage], Renewed]:
    """A run, each of the stages that it reports as one of the meter."""
    meter = Meter(with_engine=True)
    with ExitStack() as stage:

        def begin(name: str) -> None:
            stage.close()
            stage.enter_context(meter.stage(name))

        found = renew(driver, begin)
    return meter.stages, found


def _write(driver: Driver, calls: int) -> None:
    with opened(driver) as session:
        session.run("UNWIND range(0, 39) AS n CREATE (:Unit {key: 'u' + n})").consume()
        for first in range(0, calls, _BATCH):
            session.run(_NODES, first=first, last=min(first + _BATCH, calls) - 1).consume()
        rows = _rows(calls)
        while batch := list(islice(rows, _BATCH)):
            session.run(_CALLS, rows=batch).consume()


def _rows(calls: int) -> Iterator[dict[str, object]]:
    """Calls of a city in which most people call once, and one place in a hundred is everybody's."""
    chance = random.Random(_SEED)
    people, places, disputes = calls, calls // 3, calls // 6
    for number in range(calls):
        about = chance.randrange(disputes) if chance.random() < 0.4 else None
        beside = about if about is not None else chance.randrange(disputes)
        # Neighbouring disputes draw their people and their houses from the same few.
        caller = (3 * beside + chance.randrange(5)) % people if about is not None else chance.randrange(people)
        place = (
            beside * 2 + chance.randrange(3) if chance.random() < 0.85 else chance.randrange(places // 100 + 1) * 100
        )
        yield {
            "id": f"i{number}",
            "caller": f"c{caller}",
            "caller_phone": f"p{caller if chance.random() < 0.98 else chance.randrange(20)}",
            "place": f"l{min(place, places - 1)}",
            "unit": f"u{beside % 40}",
            "dispute": None if about is None else f"D-{about}",
        }


def _table(first: tuple[list[Stage], Renewed], again: tuple[list[Stage], Renewed]) -> Table:
    shown = Table(box=box.SIMPLE, pad_edge=False)
    for column, head in enumerate(("", "s", "cpu s", "engine cpu s", "MiB", "engine MiB")):
        shown.add_column(head, justify="right" if column else "left")
    for title, (stages, _) in (("first run", first), ("second run", again)):
        seconds, cpu, of_engine = (
            sum(getattr(stage, name) for stage in stages) for name in ("seconds", "cpu_ours", "cpu_engine")
        )
        for stage in stages:
            shown.add_row(f"  {stage.name}", *_cells(stage.seconds, stage.cpu_ours, stage.cpu_engine), *_mib(stage))
        shown.add_row(f"[bold]{title}", *_cells(seconds, cpu, of_engine))
    return shown


def _cells(*seconds: float) -> list[str]:
    return [f"{one:.1f}" for one in seconds]


def _mib(stage: Stage) -> tuple[str, str]:
    return f"{stage.mib_ours:,}", f"{stage.mib_engine:,}"

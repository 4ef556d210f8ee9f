"""``python -m bench arrivals``: what one more record costs in a graph that holds many, and if it comes where a batch
puts it.

The sample is loaded as one file but for its last records, which then come in one by one in time order, in one process
that stays open. At the end everything is settled at once, which is what one batch of all the records gives, and
the two groupings are compared.
"""

from __future__ import annotations

import argparse
import csv
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from neo4j import Driver
from rich import box
from rich.console import Console
from rich.table import Table

from bench.home import emptied_graph
from bench.run import SEED
from graph import settings
from graph.engine.own_home import own_home
from ingest.arrival import arrive, warm_up
from ingest.evaluate.answer import Answer
from ingest.evaluate.scores import Comparison, b_cubed, pairwise
from ingest.incident import COLUMNS, Incident
from ingest.pipeline import ingest
from ingest.reading import open_files
from ingest.records import read_record
from ingest.sample import generate
from ingest.settle import settle_all
from ingest.settle.memory import remembered

#: Records that come in before the clock is looked at: plans, hot code and caches as where calls came in before.
_WARM_UP = 1_500
_STAGES = ("reading", "who called", "candidates", "weighing", "grouping", "asking", "describing", "writing", "done")
_PERCENTILES = (50, 95, 99)

#: Stage -> milliseconds; "all" -> those of the whole; "processor" -> those that our process was at work.
Times = dict[str, float]


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench arrivals", description=__doc__)
    parser.add_argument("--rows", type=int, default=79_000, help="records in the graph before; default: %(default)s")
    parser.add_argument("--arrivals", type=int, default=500, help="that come in one by one; default: %(default)s")
    asked = parser.parse_args(arguments)
    with own_home() as home, emptied_graph() as driver:
        base, coming = _halves(home, asked.rows, asked.arrivals + _WARM_UP)
        _say(f"loading {asked.rows:,} records")
        [(source, mapping)] = open_files([base], None, None)
        ingest(driver, source, mapping)
        _say(f"{asked.arrivals:,} records one by one")
        warm_up()
        times = [_timed(driver, incident) for incident in coming]
        single = _groups()
        _say("all of them at once, to compare")
        settle_all(driver)
        batch = _groups()
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(_table(times[_WARM_UP:], asked.rows))
    compared = Comparison.of(batch, single)
    pairs, cubes = pairwise(compared), b_cubed(compared)
    console.print(
        f"Pairs in one dispute: {pairs.recall:.2%} of the batch's are there after single arrivals, "
        f"{pairs.precision:.2%} of those after single arrivals are the batch's; "
        f"B-cubed between the two {cubes.f1:.4f}.",
        highlight=False,
    )


def _halves(home: Path, rows: int, arrivals: int) -> tuple[Path, list[Incident]]:
    """A file with the earliest records of a sample, and the others in time order; each id in its last version."""
    whole, base = home / "whole.csv", home / "base.csv"
    generate(rows + arrivals, SEED, None, whole)
    [(source, mapping)] = open_files([whole], None, None)
    zone, now = settings.zone(), datetime.now(UTC)
    read = (read_record(row, mapping, zone, now) for row in source.rows())
    last = {record.id: record for record in read if isinstance(record, Incident)}
    ordered = sorted(last.values(), key=lambda incident: (incident.reported_at, incident.id))
    _write(base, ordered[:-arrivals])
    return base, ordered[-arrivals:]


def _write(path: Path, incidents: Sequence[Incident]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS.values())
        for incident in incidents:
            fields = [getattr(incident, field) for field in COLUMNS]
            writer.writerow([f.isoformat() if isinstance(f, datetime) else f for f in fields])


def _timed(driver: Driver, incident: Incident) -> Times:
    marks: list[tuple[str, float]] = []
    cpu, began = time.process_time(), time.perf_counter()
    arrive(driver, incident, report=lambda stage: marks.append((stage, time.perf_counter())))
    ended = time.perf_counter()
    times: Times = defaultdict(float, all=(ended - began) * 1e3, processor=(time.process_time() - cpu) * 1e3)
    for (stage, start), (_, end) in zip(marks, [*marks[1:], ("", ended)], strict=True):
        times[stage] += (end - start) * 1e3
    return times


def _groups() -> Answer:
    standings = remembered().calls.all_standings()
    return Answer({standing.id: standing.about.dispute if standing.about else "" for standing in standings})


def _table(times: Sequence[Times], rows: int) -> Table:
    shown = Table(box=box.SIMPLE, pad_edge=False, title=f"one record more in {rows:,}, milliseconds")
    shown.add_column("")
    for name in (*(f"p{percent}" for percent in _PERCENTILES), "most"):
        shown.add_column(name, justify="right")
    for stage in (*_STAGES, "all", "processor"):
        spent = np.array([each.get(stage, 0.0) for each in times])
        values = [*np.percentile(spent, _PERCENTILES), spent.max()]
        shown.add_row(
            {"all": "[bold]all", "processor": "our processor"}.get(stage, stage), *(f"{value:.1f}" for value in values)
        )
    return shown


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)

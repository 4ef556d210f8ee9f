"""``python -m bench crowd``: two hundred officers at work on one machine, by locust, on a year of a city's calls.

The pages are served as ``python app.py serve`` does it. The table has every kind of question with how often it was
asked, how many failed, and how long the answers took; `all` are all of them together. They come two a second, and what
is asked until all are there is not counted.
"""

from __future__ import annotations

import argparse
import csv
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import psutil
from rich import box
from rich.console import Console
from rich.table import Table

from bench.home import emptied_graph
from bench.run import SEED
from bench.served import add_people, served
from graph import connection
from graph.engine.own_home import own_home
from graph.settings import PROJECT_ROOT
from ingest.pipeline import ingest
from ingest.reading import open_files
from ingest.sample import generate
from web.roles import Role

_UNITS = "MATCH (u:Unit)-[:RESPONSIBLE_FOR]->(:Dispute) RETURN u.name AS unit, count(*) AS n ORDER BY n DESC LIMIT 20"

#: Of so many officers, how many have which role.
SHARES = {"dispatcher": 4, "investigator": 10, "analyst": 4, "supervisor": 2}


def called(role: str, number: int) -> str:
    """The name of an officer's account."""
    return f"crowd-{role}-{number}"


def main(arguments: Sequence[str]) -> None:
    """Measure and print; exit status 1 when anything failed."""
    parser = argparse.ArgumentParser(prog="python -m bench crowd", description=__doc__)
    parser.add_argument("--rows", type=int, default=79_000, help="records in the graph; default: %(default)s")
    parser.add_argument("--people", type=int, default=200, help="officers at work; default: %(default)s")
    parser.add_argument("--seconds", type=int, default=300, help="how long they work; default: %(default)s")
    parser.add_argument("--loaded", action="store_true", help="use FENGQIAO_HOME as it is, and load nothing")
    asked = parser.parse_args(arguments)
    if asked.loaded:
        rows = _work(asked)
    else:
        with own_home() as home, emptied_graph() as driver:
            _say(f"loading {asked.rows:,} records")
            generate(asked.rows, SEED, None, home / "sample.csv")
            [(source, mapping)] = open_files([home / "sample.csv"], None, None)
            ingest(driver, source, mapping)
            rows = _work(asked)
    console = Console(width=None if sys.stdout.isatty() else 110)
    console.print(_table(rows, asked))
    console.print(
        f"{psutil.cpu_count()} processors, load of the last 5 minutes {os.getloadavg()[1]:.1f}.", highlight=False
    )
    if any(int(row["Failure Count"]) for row in rows):
        sys.exit(1)


def _work(asked: argparse.Namespace) -> list[dict[str, str]]:
    """locust's own table: a row for each kind of question, and `Aggregated`."""
    with connection.connect() as driver:
        units = [record["unit"] for record in driver.execute_query(_UNITS).records]
    add_people(
        (called(role, number), Role(role), units[number % len(units)])
        for role, share in SHARES.items()
        for number in range(asked.people * share // sum(SHARES.values()) + 2)
    )
    with served() as (address, _), tempfile.TemporaryDirectory() as directory:
        _say(f"{asked.people} officers work for {asked.seconds} s")
        words = [sys.executable, "-m", "locust", "-f", "bench/officers.py", "--headless", "--only-summary"]
        words += [
            "--host",
            address,
            "-u",
            str(asked.people),
            "-r",
            "2",
            "--reset-stats",
            "-t",
            f"{asked.seconds + asked.people // 2}s",
        ]
        words += ["--csv", str(Path(directory) / "crowd"), "--exit-code-on-error", "0", "--stop-timeout", "30"]
        subprocess.run(words, cwd=PROJECT_ROOT, check=True, stdout=sys.stderr, stderr=subprocess.STDOUT)
        with (Path(directory) / "crowd_stats.csv").open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))


def _table(rows: Sequence[dict[str, str]], asked: argparse.Namespace) -> Table:
    title = f"{asked.people} officers at work for {asked.seconds} s, milliseconds"
    shown = Table(box=box.SIMPLE, pad_edge=False, title=title)
    columns = {"asked": "Request Count", "failed": "Failure Count", "p50": "50%", "p95": "95%", "p99": "99%"}
    for head in ("", *columns, "most"):
        shown.add_column(head, justify="left" if head == "" else "right", no_wrap=True)
    for row in rows:
        name = "all" if row["Name"] == "Aggregated" else row["Name"]
        shown.add_row(name, *(row[column] for column in columns.values()), f"{float(row['Max Response Time']):.0f}")
    return shown


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)

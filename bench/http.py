"""``python -m bench http``: how long pages and answers take over HTTP, with several people asking at once.

A sample is loaded, with one caller more who calls again and again; the pages are served as ``python app.py serve`` does
it; each of the clients is somebody signed in who asks, waits a moment as people do, and asks again: first for briefings
alone, then for those of the busiest caller alone, then for whatever there is. Beside them, in the same run, the bare
questions of a briefing asked of the engine by the driver.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

import httpx
import numpy as np
from neo4j import Driver
from rich import box
from rich.console import Console
from rich.table import Table

import queries
from bench.copies import multiply
from bench.home import emptied_graph
from bench.run import SEED
from bench.served import add_person, form_token, served, signed_in
from graph import connection, settings
from graph.engine.own_home import own_home
from ingest.hearing import hear
from ingest.incident import COLUMNS
from ingest.pipeline import ingest
from ingest.reading import open_files
from ingest.sample import generate
from web.briefing import brief
from web.roles import Role

_BUSIEST, _BUSIEST_CALLS = "13900139000", 2_000
_SAID = "楼上又漏水了，多次找他没人管，他说要拿刀砍我"
_PERCENTILES = (50, 95, 99)
_KNOWN = 500
_ANYBODY = ("briefing, page", "briefing, API")
_BUSIEST_ONE = ("briefing of the busiest, page", "briefing of the busiest, API")
_ALL = (*_ANYBODY, "search as one types", "workbench", "list of disputes", "one dispute")
_WARM_UP_S = 60  # plans and hot code, as in a server that was up before

#: What is asked -> milliseconds of each answer.
Times = dict[str, list[float]]
#: What it is called, method, path, and the form's fields.
Question = tuple[str, str, str, dict[str, str] | None]


@dataclass(frozen=True)
class Known:
    """What there is to ask about: phones and names of callers, places, and disputes."""

    phones: list[str]
    names: list[str]
    disputes: list[str]


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench http", description=__doc__)
    parser.add_argument("--rows", type=int, default=79_000, help="records in the graph; default: %(default)s")
    parser.add_argument("--copies", type=int, default=1, help="the graph so many times over; default: %(default)s")
    parser.add_argument("--clients", type=int, default=20, help="people at once; default: %(default)s")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds between two questions of one; %(default)s")
    parser.add_argument("--seconds", type=float, default=60.0, help="how long they ask; default: %(default)s")
    parser.add_argument("--loaded", action="store_true", help="ask of FENGQIAO_HOME as it is, and load nothing")
    asked = parser.parse_args(arguments)
    if asked.loaded:
        with connection.connect() as driver:
            _measure(driver, asked)
        return
    with own_home() as home, emptied_graph() as driver:
        _say(f"loading {asked.rows:,} records, and {_BUSIEST_CALLS:,} of one caller")
        generate(asked.rows, SEED, None, home / "sample.csv")
        for file in (home / "sample.csv", _busiest(home / "busiest.csv")):
            [(source, mapping)] = open_files([file], None, None)
            ingest(driver, source, mapping)
        if asked.copies > 1:
            _say(f"the same {asked.copies} times over")
            with multiply(driver, asked.copies) as larger:
                _measure(larger, asked)
        else:
            _measure(driver, asked)


def _busiest(path: Path) -> Path:
    """Calls of one caller, a few a day, about noise in one house."""
    began = datetime(2026, 1, 1, 8, tzinfo=settings.zone())
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS.values())
        for number in range(_BUSIEST_CALLS):
            row = {
                "id": f"BUSY{number:05d}",
                "reported_at": (began + timedelta(hours=3 * number)).isoformat(),
                "phone": _BUSIEST,
                "caller_name": "郝某",
                "address": "东风路88号金桂苑9栋2单元301室",
                "content": f"楼上半夜噪音扰民，第{number}次",
                "unit": "东风派出所",
            }
            writer.writerow([row.get(field, "") for field in COLUMNS])
    return path


def _measure(driver: Driver, asked: argparse.Namespace) -> None:
    known = _known(driver)
    sys.setswitchinterval(0.0005)  # or those who wait for an answer would be told of it late
    total = driver.execute_query("MATCH (i:Incident) RETURN count(i) AS n").records[0]["n"]
    names = [add_person(f"bench-{os.getpid()}-{number}", Role.ANALYST) for number in range(asked.clients)]
    with served() as (address, _):
        _say(f"{asked.clients} people ask for {asked.seconds:.0f} s")
        with ThreadPoolExecutor(asked.clients) as pool:
            clients = list(pool.map(lambda name: signed_in(address, name), names))
            tokens = [form_token(client, "/briefing") for client in clients]

            def round_of(what: Sequence[str], seconds: float, pause: float) -> Times:
                jobs = []
                for number, (client, token) in enumerate(zip(clients, tokens, strict=True)):
                    questions = partial(_questions, known, random.Random(number), token, what)
                    jobs.append(pool.submit(_work, client, questions, seconds, pause))
                times: Times = defaultdict(list)
                for job in jobs:
                    for name, spent in job.result().items():
                        times[name if what != _ALL else f"{name}, among all"] += spent
                return times

            round_of(_ALL, _WARM_UP_S, asked.pause / 4)
            times: Times = {}
            for what in (_ANYBODY, _BUSIEST_ONE, _ALL):
                times |= round_of(what, asked.seconds, asked.pause)
    _say("the bare questions")
    times |= _bare(driver, known)
    console = Console(width=None if sys.stdout.isatty() else 100)
    console.print(_table(times, total, asked))


def _known(driver: Driver) -> Known:
    def values(cypher: str) -> list[str]:
        return [record["value"] for record in driver.execute_query(cypher).records]

    return Known(
        values(f"MATCH (p:Phone) RETURN p.number AS value ORDER BY value LIMIT {_KNOWN}"),
        values(f"MATCH (c:Caller) WHERE size(c.name) > 1 RETURN c.name AS value ORDER BY c.key LIMIT {_KNOWN}"),
        values(
            f"MATCH (d:Dispute) WHERE d.merged_into IS NULL RETURN d.id AS value ORDER BY d.risk DESC LIMIT {_KNOWN}"
        ),
    )


def _work(client: httpx.Client, questions: Callable[[], list[Question]], seconds: float, pause: float) -> Times:
    """One person's work: each question in turn, with a pause before each."""
    times: Times = defaultdict(list)
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        for what, method, path, given in questions():
            time.sleep(pause * random.uniform(0.5, 1.5))
            began = time.perf_counter()
            answer = client.request(method, path, data=given)
            times[what].append((time.perf_counter() - began) * 1e3)
            if answer.status_code != 200:
                raise RuntimeError(f"{path}: {answer.status_code}")
    return times


def _questions(known: Known, chance: random.Random, token: str, what: Sequence[str]) -> list[Question]:
    """Those of ``what`` that one person asks, in an order of the person's own."""
    name, phone = chance.choice(known.names), chance.choice(known.phones)
    typed = name[: chance.randint(1, len(name))]
    said = _SAID[: chance.randint(4, len(_SAID))]
    told = {"csrf_token": token, "text": said}
    asked: list[Question] = [
        ("briefing, page", "POST", "/briefing/answer", told | {"phone": phone}),
        ("briefing, API", "GET", f"/api/v1/briefing?phone={phone}&text={said}", None),
        ("briefing of the busiest, page", "POST", "/briefing/answer", told | {"phone": _BUSIEST}),
        ("briefing of the busiest, API", "GET", f"/api/v1/briefing?phone={_BUSIEST}&text={said}", None),
        ("search as one types", "GET", f"/search/suggest?q={typed}", None),
        ("workbench", "GET", "/", None),
        ("list of disputes", "GET", "/disputes", None),
        ("one dispute", "GET", f"/disputes/{chance.choice(known.disputes)}", None),
    ]
    chance.shuffle(asked)
    return [question for question in asked if question[0] in what]


def _bare(driver: Driver, known: Known) -> Times:
    """The questions of a briefing, asked by the driver alone, one after another."""

    def ask(name: str, /, **parameters: object) -> list[dict[str, object]]:
        return queries.run(driver, name, **parameters).records()

    spent = []
    for phone in known.phones:
        heard = hear(phone, "", _SAID)
        began = time.perf_counter()
        brief(ask, heard)
        spent.append((time.perf_counter() - began) * 1e3)
    return {"bare questions of a briefing": spent}


def _table(times: Times, total: int, asked: argparse.Namespace) -> Table:
    title = f"{total:,} records, {asked.clients} people, {asked.pause:g} s between two questions of one: milliseconds"
    shown = Table(box=box.SIMPLE, pad_edge=False, title=title)
    shown.add_column("")
    for name in ("times", *(f"p{percent}" for percent in _PERCENTILES), "most", "x bare p50"):
        shown.add_column(name, justify="right")
    bare = float(np.median(times["bare questions of a briefing"]))
    for what, spent in times.items():
        values = [*np.percentile(spent, _PERCENTILES), max(spent)]
        ratio = f"{np.median(spent) / bare:.1f}"
        shown.add_row(what, f"{len(spent):,}", *(f"{value:.1f}" for value in values), ratio)
    return shown


def _say(line: str) -> None:
    print(f"bench: {line}", file=sys.stderr, flush=True)

"""One call at a time: the result of a batch, corrections, decisions, and a memory that is lost on the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

from graph import settings
from graph.casework.decisions import part
from graph.settings import PROJECT_ROOT
from ingest.arrival import Arrival, arrive
from ingest.incident import Incident
from ingest.reading import open_files
from ingest.records import read_record
from ingest.sample import generate
from ingest.settle import settle_all
from ingest.settle.memory import remembered
from tests.ingest.worlds import groups, load_file, picture, write_rows

HOME = "向阳里小区3栋2单元501室"


def call(name: str, day: int, **said: str) -> Incident:
    usual = {
        "phone": "13800000001",
        "caller_name": "白建国",
        "address": HOME,
        "content": "楼上卫生间漏水，天花板渗水，要求赔偿",
        "unit": "滨河派出所",
    }
    return Incident(name, datetime(2026, 3, day, 9, tzinfo=settings.zone()), **(usual | said))


def file_of(path: Path, *calls: Incident) -> Path:
    fields = ("id", "phone", "caller_name", "address", "content", "unit")
    rows = [{name: getattr(one, name) for name in fields} for one in calls]
    times = [{"reported_at": f"{one.reported_at:%Y-%m-%d %H:%M:%S}"} for one in calls]
    return write_rows(path, [row | time for row, time in zip(rows, times, strict=True)])


LEAKS = [call(f"L{day}", day) for day in (1, 3, 5)]


@pytest.fixture
def leaks(graph: Driver, tmp_path: Path) -> Driver:
    load_file(graph, file_of(tmp_path / "leaks.csv", *LEAKS))
    assert groups(graph) == {frozenset({"L1", "L3", "L5"})}
    return graph


def without_imports(driver: Driver) -> tuple[set[Any], set[Any]]:
    nodes, links = picture(driver)
    return {node for node in nodes if "Import" not in node[0]}, {link for link in links if link[1] != "FROM"}


def test_a_call_is_placed_as_in_a_file(leaks: Driver, tmp_path: Path) -> None:
    arrived = arrive(leaks, call("L7", 7))
    assert arrived == Arrival("L7", "new", "tel:13800000001:白建国", "D-L1")
    one_by_one = without_imports(leaks)
    [row] = leaks.execute_query("MATCH (i:Incident {id: 'L7'})-[:FROM]->(m:Import) RETURN m.name AS name").records
    assert row["name"] == "arrivals"
    leaks.execute_query("MATCH (n) DETACH DELETE n")
    load_file(leaks, file_of(tmp_path / "all.csv", *LEAKS, call("L7", 7)))
    assert without_imports(leaks) == one_by_one


def test_arrivals_leave_what_settling_everything_finds(graph: Driver, tmp_path: Path) -> None:
    out = tmp_path / "sample.csv"
    generate(200, 5, None, out)
    [(source, mapping)] = open_files([out], None, None)
    now = datetime(2030, 1, 1, tzinfo=settings.zone())
    read = [read_record(row, mapping, settings.zone(), now) for row in source.rows()]
    for incident in sorted((r for r in read if isinstance(r, Incident)), key=lambda r: (r.reported_at, r.id)):
        arrive(graph, incident)
    single, links = without_imports(graph), list(remembered().links.every())
    assert len(groups(graph)) > 5
    settle_all(graph)
    assert without_imports(graph) == single
    assert list(remembered().links.every()) == links


def test_the_same_again_is_unchanged_and_another_content_a_correction(leaks: Driver) -> None:
    assert arrive(leaks, LEAKS[2]).outcome == "unchanged"
    moved = call("L5", 5, phone="13900000009", caller_name="何秀英", address="玉泉路8号手机店", content="手机质量问题")
    assert arrive(leaks, moved) == Arrival("L5", "corrected", "tel:13900000009:何秀英", "")
    assert groups(leaks) == {frozenset({"L1", "L3"})}


def test_a_decision_about_the_caller_or_matter_is_obeyed(leaks: Driver) -> None:
    part(leaks, ["L5"], ["L1", "L3"], "研判员")
    arrive(leaks, call("L7", 7))
    assert not any({"L5", "L1"} <= group for group in groups(leaks))
    assert any("L7" in group for group in groups(leaks))


def test_calls_that_wait_to_be_settled_are_settled_first(leaks: Driver) -> None:
    leaks.execute_query("MATCH (i:Incident {id: 'L3'}) SET i.unsettled = true")
    arrive(leaks, call("L7", 7))
    assert leaks.execute_query("MATCH (i:Incident) WHERE i.unsettled RETURN count(i) AS n").records[0]["n"] == 0


@pytest.mark.parametrize("loss", ["deleted", "an older copy", "cut off between the two writes"])
def test_a_memory_that_is_lost_or_stale_is_made_anew(leaks: Driver, tmp_path: Path, loss: str) -> None:
    path = remembered().path
    copy = tmp_path / "copy.sqlite"
    with closing(sqlite3.connect(path)) as connection:  # a plain copy would let go of this process's locks
        connection.execute("VACUUM INTO ?", (str(copy),))
    if loss == "cut off between the two writes":
        assert cut_off(file_of(tmp_path / "seven.csv", call("L7", 7))) == 9
    else:
        arrive(leaks, call("L7", 7))
    if loss != "cut off between the two writes":
        for part_of_it in path.parent.glob(f"{path.name}*"):
            part_of_it.unlink()
    if loss == "an older copy":
        shutil.copy(copy, path)
    arrived = arrive(leaks, call("L9", 9))
    assert (arrived.outcome, arrived.dispute) == ("new", "D-L1")
    assert groups(leaks) == {frozenset({"L1", "L3", "L5", "L7", "L9"})}
    kept = {standing.id: standing.about for standing in remembered().calls.all_standings()}
    assert len(kept) == 5
    assert {about.dispute for about in kept.values() if about} == {"D-L1"}
    assert all(kept.values())


CUT_OFF = """
import os, sys
from datetime import UTC, datetime
from pathlib import Path
from graph import settings
from graph.connection import connect
from ingest.arrival import arrive
from ingest.reading import open_files
from ingest.records import read_record
[(source, mapping)] = open_files([Path(sys.argv[1])], None, None)
[row] = source.rows()
incident = read_record(row, mapping, settings.zone(), datetime(2030, 1, 1, tzinfo=UTC))
with connect() as driver:
    arrive(driver, incident, report=lambda stage: os._exit(9) if stage == "done" else None)
"""


def cut_off(file: Path) -> int:
    """Let the file's one call arrive in another process, which ends when the graph was written to and no sooner."""
    command = [sys.executable, "-c", CUT_OFF, str(file)]
    return subprocess.run(command, cwd=PROJECT_ROOT, env=os.environ, check=False).returncode

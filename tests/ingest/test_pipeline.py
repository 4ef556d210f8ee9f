"""The whole way: counts that add up, the same file twice, corrections, and runs that are killed."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest
from neo4j import Driver

from graph import engine, schema
from graph.connection import connect
from graph.settings import PROJECT_ROOT
from ingest import load
from ingest.incident import COLUMNS
from ingest.pipeline import Counts, import_id, ingest
from ingest.reading import open_files, open_query
from ingest.sample import generate
from tests.ingest.worlds import load_file, picture, write_rows

ROWS = 600


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "sample.csv"
    generate(ROWS, 7, None, out)
    return out


def record(number: int, **fields: str) -> dict[str, str]:
    base = {
        "id": f"JQ{number:04d}",
        "reported_at": f"2026-03-{number:02d} 08:00:00",
        "phone": "13800000001",
        "caller_name": "白建国",
        "address": "向阳里小区3栋2单元501室",
        "content": "报警人称楼上漏水，天花板渗水，与楼上住户何秀英争吵",
        "unit": "滨河派出所",
        "officer": "董立",
    }
    return base | fields


def test_counts_add_up_and_the_same_file_changes_nothing(graph: Driver, sample: Path) -> None:
    first = load_file(graph, sample).counts
    assert first.read == ROWS == first.new + first.corrected + first.unchanged + first.quarantined
    assert first.corrected > 0
    before = picture(graph)
    again = load_file(graph, sample).counts
    assert (again.read, again.unchanged) == (ROWS, ROWS)
    assert picture(graph) == before


def test_a_correction_keeps_the_old_version_and_an_old_file_brings_nothing_back(graph: Driver, tmp_path: Path) -> None:
    old = write_rows(tmp_path / "old.csv", [record(1), record(2)])
    new = write_rows(tmp_path / "new.csv", [record(1, address="建设路12号", officer="张正")])
    load_file(graph, old)
    assert load_file(graph, new).counts.corrected == 1
    before = picture(graph)
    assert load_file(graph, old).counts.unchanged == 2
    assert picture(graph) == before
    [row] = graph.execute_query(
        "MATCH (i:Incident {id: 'JQ0001'})-[:AT]->(l:Location) MATCH (o:Officer)-[:HANDLED]->(i) "
        "RETURN i.versions AS versions, l.key AS place, o.name AS officer, count(*) AS paths"
    ).records
    assert (row["place"], row["officer"], row["paths"]) == ("number:建设路12号", "张正", 1)
    assert len(row["versions"]) == 1
    assert "向阳里" in row["versions"][0]


def test_versions_within_one_file_are_corrections_too(graph: Driver, tmp_path: Path) -> None:
    versions = [record(1, content=f"报警人称楼上漏水第{number}次") for number in (1, 2, 3)]
    counts = load_file(graph, write_rows(tmp_path / "a.csv", [*versions, versions[0], record(2)])).counts
    assert (counts.read, counts.new, counts.corrected, counts.unchanged) == (5, 2, 2, 1)
    [row] = graph.execute_query("MATCH (i:Incident {id: 'JQ0001'}) RETURN i.content AS c, i.versions AS v").records
    assert row["c"].endswith("第3次")
    assert [("第1次" in text, "第2次" in text) for text in row["v"]] == [(True, False), (False, True)]


@pytest.mark.parametrize("rows_at_once", ["1", "2", "100"])
def test_a_place_that_nobody_states_any_more_is_whole_again_when_a_later_row_states_it(
    graph: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows_at_once: str
) -> None:
    monkeypatch.setenv("FENGQIAO_BATCH_ROWS", rows_at_once)
    moved = {"address": "建设路12号"}
    rows = [record(1), record(2, **moved), record(1, **moved), record(3), record(4)]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    records = graph.execute_query(
        "MATCH (i:Incident)-[:AT]->(l:Location) OPTIONAL MATCH p = (l)-[:WITHIN*]->(:Location) "
        "WITH i, l, max(length(p)) AS above ORDER BY i.id RETURN i.id AS id, l.name AS name, l.level AS level, above"
    ).records
    told = {record["id"]: (record["name"], record["level"], record["above"]) for record in records}
    assert told["JQ0001"] == told["JQ0002"] == ("建设路12号", "number", 1)
    assert told["JQ0003"] == told["JQ0004"] == ("向阳里小区3栋2单元501室", "room", 3)


def test_bad_rows_are_kept_to_be_mended_and_fed_again(graph: Driver, tmp_path: Path) -> None:
    rows = [record(1), record(2, reported_at="2026-02-30 08:00:00"), record(3, id="")]
    summary = load_file(graph, write_rows(tmp_path / "a.csv", rows))
    assert (summary.counts.new, summary.counts.quarantined) == (1, 2)
    assert summary.quarantine is not None
    assert "第 3 行" in summary.text()
    mended = summary.quarantine.read_text(encoding="utf-8-sig").replace("2026-02-30", "2026-02-28")
    again = tmp_path / "mended.csv"
    again.write_text(mended, encoding="utf-8-sig")
    counts = load_file(graph, again).counts
    assert (counts.read, counts.new, counts.quarantined) == (2, 1, 1)


def nightly(driver: Driver, database: Path) -> Counts:
    query = "SELECT * FROM calls WHERE reported_at >= :since"
    return ingest(driver, *open_query(f"sqlite:///{database}", query, None)).counts


def insert(database: Path, *records: dict[str, str]) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        for row in records:
            names = ", ".join(f":{name}" for name in row)
            connection.execute(f"INSERT INTO calls ({', '.join(row)}) VALUES ({names})", row)


@pytest.fixture
def calls(tmp_path: Path) -> Path:
    database = tmp_path / "dispatch.db"
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(f"CREATE TABLE calls ({', '.join(COLUMNS)})")
    return database


def test_a_refused_time_hides_no_later_row(graph: Driver, calls: Path) -> None:
    ahead = (datetime.now(UTC) + timedelta(hours=20)).strftime("%Y-%m-%d %H:%M:%S")
    insert(calls, record(1), record(2, reported_at="不详"), record(3, reported_at=ahead))
    assert nightly(graph, calls) == Counts(read=3, new=1, quarantined=2)
    insert(calls, record(4))
    assert nightly(graph, calls).new == 1


def test_a_database_is_believed_when_a_value_returns(graph: Driver, calls: Path) -> None:
    for outcome in ("处警中", "已结", "处警中"):
        insert(calls, record(1, outcome=outcome))
        nightly(graph, calls)
        with closing(sqlite3.connect(calls)) as connection, connection:
            connection.execute("DELETE FROM calls")
    [row] = graph.execute_query("MATCH (i:Incident) RETURN i.outcome AS outcome, size(i.versions) AS kept").records
    assert (row["outcome"], row["kept"]) == ("处警中", 2)


def test_two_imports_at_once_write_no_call_twice(graph: Driver, sample: Path) -> None:
    both = [start(sample), start(sample)]
    for process in both:
        _, err = process.communicate()
        assert process.returncode == 0, err.decode()
    [row] = graph.execute_query(
        "MATCH (i:Incident) RETURN max(COUNT { (:Phone)-[:REPORTED]->(i) }) AS phones, "
        "max(COUNT { (i)-[:FROM]->() }) AS imports"
    ).records
    assert (row["phones"], row["imports"]) == (1, 1)


def test_a_mapping_mended_after_a_kill_reads_the_file_anew(graph: Driver, tmp_path: Path) -> None:
    file = write_rows(tmp_path / "a.csv", [record(1, reported_at="02/03/2025")])
    ids = set()
    for layout in ("%d/%m/%Y", "%m/%d/%Y"):
        plan = tmp_path / "mapping.toml"
        plan.write_text(f'time_formats = ["{layout}"]')
        [(source, mapping)] = open_files([file], None, plan)
        ids.add(import_id(source, mapping))
        ingest(graph, source, mapping)
    assert len(ids) == 2
    [row] = graph.execute_query("MATCH (i:Incident) RETURN date(i.reported_at) AS day").records
    assert str(row["day"]) == "2025-02-03"


def test_after_a_batch_that_failed_no_later_one_is_written(
    graph: Driver, sample: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_file(graph, sample)
    whole = picture(graph)
    graph.execute_query("MATCH (n) DETACH DELETE n")
    write, calls = load.write, iter(range(1_000))

    def fail_once(*arguments: Any) -> None:
        if next(calls) == 2:
            raise OSError("the second batch")
        write(*arguments)

    monkeypatch.setattr(load, "write", fail_once)
    monkeypatch.setenv("FENGQIAO_BATCH_ROWS", "60")
    with pytest.raises(OSError, match="the second batch"):
        load_file(graph, sample)
    assert graph.execute_query("MATCH (m:Import) RETURN m.done AS done").records[0]["done"] == 1 + 2 * 60
    assert load_file(graph, sample).counts.read == ROWS
    assert picture(graph) == whole


def test_readers_read_the_same_and_end_with_a_killed_parent(
    graph: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "many.csv"
    generate(4_000, 7, None, file)
    process = start(file, batch_rows=2_000)
    assert wait_for(graph, "EXISTS { MATCH (m:Import) WHERE m.done > 0 }", process), process.communicate()
    readers = psutil.Process(process.pid).children(recursive=True)
    assert readers
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert not psutil.wait_procs(readers, timeout=20)[1]
    assert load_file(graph, file).resumed_after >= 2_000
    in_processes = picture(graph)
    with graph.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 1000 ROWS").consume()
    monkeypatch.setenv("FENGQIAO_BATCH_ROWS", "900")
    load_file(graph, file)
    assert picture(graph) == in_processes


def start(sample: Path, batch_rows: int = 60) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, str(PROJECT_ROOT / "app.py"), "ingest", "--quiet", str(sample)],
        cwd=PROJECT_ROOT,
        env=os.environ | {"FENGQIAO_BATCH_ROWS": str(batch_rows)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def wait_for(driver: Driver, condition: str, process: subprocess.Popen[bytes]) -> bool:
    """Until the condition on the graph holds; False when the process ended before."""
    while process.poll() is None:
        if driver.execute_query(f"RETURN {condition} AS yes").records[0]["yes"]:
            return True
        time.sleep(0.02)
    return False


POINTS = {
    "while rows are written": "EXISTS { MATCH (m:Import) WHERE m.done > 120 }",
    "while callers are found": "EXISTS { (:Caller) }",
    "while links are written": "EXISTS { ()-[:RESEMBLES]->() }",
    "while disputes are written": "EXISTS { (:Dispute) }",
}


@pytest.mark.parametrize("point", POINTS)
def test_a_killed_run_ends_like_an_undisturbed_one(graph: Driver, sample: Path, point: str) -> None:
    process = start(sample)
    assert wait_for(graph, POINTS[point], process), process.communicate()
    process.send_signal(signal.SIGKILL)
    process.communicate()
    again = start(sample)
    out, err = again.communicate()
    assert again.returncode == 0, err.decode()
    assert f"read {ROWS}," in out.decode()
    resumed = picture(graph)
    graph.execute_query("MATCH (n) DETACH DELETE n")
    load_file(graph, sample)
    assert picture(graph) == resumed


def test_a_killed_engine_is_one_line_and_the_next_run_goes_on(
    sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path / "home"))
    try:
        with connect() as driver:
            schema.apply(driver)
            process = start(sample)
            assert wait_for(driver, POINTS["while rows are written"], process), process.communicate()
            os.kill(engine.start().pid, signal.SIGKILL)
            _, err = process.communicate()
            assert process.returncode == 1
            assert b"Traceback" not in err
            assert b"run the same command again" in err
        again = start(sample)
        out, err = again.communicate()
        assert again.returncode == 0, err.decode()
        assert f"read {ROWS}," in out.decode()
        with connect() as driver:
            resumed = picture(driver)
            driver.execute_query("MATCH (n) DETACH DELETE n")
            load_file(driver, sample)
            assert picture(driver) == resumed
    finally:
        engine.stop()

"""The private engine's life: started, found, lost, got back, stopped; in a home of its own."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, replace
from pathlib import Path

import psutil
import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import Neo4jError

from graph import connection, engine, settings
from graph.engine import process
from graph.engine.paths import Paths, current

_ASK = """
import json
from graph import engine
print(json.dumps([engine.start().pid, engine.status().address]))
"""


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Paths]:
    """A home whose engine these tests may kill; stopped at the end. In force only where a test asks for it."""
    directory = str(tmp_path_factory.mktemp("home"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FENGQIAO_HOME", directory)
        paths = current()
    yield paths
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FENGQIAO_HOME", directory)
        engine.stop()


@pytest.fixture
def home_of_its_own(own: Paths, monkeypatch: pytest.MonkeyPatch) -> Paths:
    """The same home, in force for one test."""
    monkeypatch.setenv("FENGQIAO_HOME", str(own.root.parent.parent))
    return own


def _ask_in_a_second_process() -> tuple[int, str]:
    command = [sys.executable, "-c", _ASK]
    done = subprocess.run(command, cwd=settings.PROJECT_ROOT, capture_output=True, text=True, check=True)
    pid, address = json.loads(done.stdout)
    assert done.stderr == ""
    return pid, address


def test_nothing_runs_before_the_first_start(home_of_its_own: Paths) -> None:
    assert engine.stop() is False
    status = engine.status()
    assert (status.running, status.address, status.pid, status.uptime_s) == (False, None, None, None)
    assert status.size_bytes == 0
    assert status.log == home_of_its_own.log


def test_a_second_process_finds_the_running_engine(home_of_its_own: Paths) -> None:
    first = engine.start()
    assert _ask_in_a_second_process() == (first.pid, first.address)
    assert engine.start() == first
    status = engine.status()
    assert status.running
    assert (status.version, status.address, status.pid) == (home_of_its_own.version, first.address, first.pid)
    assert status.size_bytes > 1_000_000
    assert status.uptime_s is not None
    assert status.uptime_s > 0


def test_only_this_machine_and_only_our_password_get_in(home_of_its_own: Paths) -> None:
    running = engine.start()
    listening = [c.laddr for c in psutil.Process(running.pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN]
    assert {address.ip.removeprefix("::ffff:") for address in listening} == {"127.0.0.1"}
    assert len(listening) == 1
    assert home_of_its_own.password.stat().st_mode & 0o777 == 0o600
    assert running.password not in repr(running)
    assert not any(running.password in word for word in psutil.Process(running.pid).cmdline())


def test_each_installation_has_a_random_password_that_its_owner_alone_reads(
    home: Path, driver: Driver, home_of_its_own: Paths
) -> None:
    assert driver  # and so the run's own engine has its password
    engine.start()
    mine = home_of_its_own.password
    files = [mine, home / mine.relative_to(home_of_its_own.root.parent.parent)]
    written = [file.read_text() for file in files]
    assert len(set(written)) == 2
    assert [len(bytes.fromhex(password)) * 8 for password in written] == [192, 192]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


@pytest.mark.parametrize("address", ["file:///etc/hostname", "http://127.0.0.1:1/x.csv"])
def test_a_query_reads_no_file_and_no_address(home_of_its_own: Paths, address: str) -> None:
    assert home_of_its_own.root.is_dir()
    with connection.connect() as driver, pytest.raises(Neo4jError, match=r"blocked|allow_csv_import"):
        driver.execute_query("LOAD CSV FROM $address AS row RETURN row", address=address)


def test_a_killed_engine_comes_back_with_its_graph(home_of_its_own: Paths, capsys: pytest.CaptureFixture[str]) -> None:
    before = engine.start()
    with connection.connect() as opened:
        opened.execute_query("MERGE (:Unit {key: 'kept'})")
        psutil.Process(before.pid).kill()
        after = engine.start()
        assert after.pid != before.pid
        assert after.address == before.address
        assert _units(opened) == ["kept"]
    assert capsys.readouterr().err.splitlines() == [
        f"engine: the engine (process {before.pid}) did not stop cleanly; starting it again"
    ]
    assert engine.status().pid == after.pid
    assert home_of_its_own.state.is_file()


def test_an_engine_that_nobody_wrote_down_is_replaced(
    home_of_its_own: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    before = engine.start()
    home_of_its_own.state.unlink()
    after = engine.start()
    assert after.pid != before.pid
    assert not psutil.pid_exists(before.pid)
    lines = capsys.readouterr().err.splitlines()
    assert lines == [f"engine: the engine (process {before.pid}) was left behind unrecorded; starting it again"]


def test_a_stale_pid_and_a_taken_port_are_told_and_got_over(
    home_of_its_own: Paths, capsys: pytest.CaptureFixture[str]
) -> None:
    before = engine.start()
    state = process.read(home_of_its_own)
    assert state is not None
    assert engine.stop() is True
    assert not psutil.pid_exists(before.pid)
    with socket.create_server(("127.0.0.1", state.port)):
        stale = replace(state, pid=os.getpid(), created=psutil.Process().create_time())
        home_of_its_own.state.write_text(json.dumps(asdict(stale)))
        after = engine.start()
    assert after.pid != os.getpid()
    assert after.address != before.address
    number = after.address.rpartition(":")[2]
    assert capsys.readouterr().err.splitlines() == [
        f"engine: the engine (process {os.getpid()}) did not stop cleanly; starting it again",
        f"engine: port {state.port} is taken; listening at {number} instead",
    ]
    with GraphDatabase.driver(after.address, auth=(after.user, after.password)) as opened:
        assert _units(opened) == ["kept"]


def test_a_stop_is_clean(home_of_its_own: Paths) -> None:
    running = engine.start()
    assert engine.stop() is True
    assert not psutil.pid_exists(running.pid)
    assert engine.stop() is False
    assert engine.status().running is False
    last = (home_of_its_own.root / "logs" / "debug.log").read_text().splitlines()[-40:]
    assert sum("Stopped 'DatabaseId{" in line for line in last) == 2


def test_a_lost_password_is_said_in_one_line(home_of_its_own: Paths) -> None:
    kept = home_of_its_own.password.rename(home_of_its_own.root / "elsewhere")
    with pytest.raises(connection.GraphUnavailable, match=r"password is lost; put it back, or move .*/data away"):
        connection.connect()
    kept.rename(home_of_its_own.password)


def _units(driver: Driver) -> list[str]:
    return [record["key"] for record in driver.execute_query("MATCH (u:Unit) RETURN u.key AS key").records]

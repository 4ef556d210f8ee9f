"""A backup made, damaged, and put back in a home of its own: everything is as it was, or nothing is touched."""

from __future__ import annotations

import json
import os
import shutil
import socket
import stat
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.settings import PROJECT_ROOT
from tests.ingest.worlds import write_rows
from tests.web.conftest import new_postgres
from tests.web.test_disputes import leak


def call(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "app.py", *arguments],
        cwd=PROJECT_ROOT,
        env=os.environ | {"FENGQIAO_HOME": str(home), "FENGQIAO_PORT": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def ids(home: Path) -> set[str]:
    rows = json.loads(
        call(home, "query", "--cypher", "MATCH (i:Incident) RETURN i.id AS id", "--format", "json").stdout
    )
    return {row["id"] for row in rows}


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A home with three calls, a dispute, a quarantined row, an account, and a backup of all that beside it."""
    home = tmp_path_factory.mktemp("lived-in")
    rows = [leak(1), leak(3), leak(5), leak(7, reported_at="yesterday")]
    assert call(home, "ingest", "--quiet", str(write_rows(home.parent / "calls.csv", rows))).returncode == 0
    assert call(home, "user", "add", "wang", "--role", "analyst").returncode == 0
    (home / "attachments").mkdir(mode=0o700)
    (home / "attachments" / ("a" * 32)).write_bytes(b"signed")
    made = call(home, "backup", str(home.parent / "whole.zip"))
    assert (made.returncode, "engine" in made.stdout) == (0, True)
    yield home
    call(home, "engine", "stop")


def test_it_is_the_owners_alone_and_never_overwrites(lived_in: Path) -> None:
    file = lived_in.parent / "whole.zip"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    again = call(lived_in, "backup", str(file))
    assert (again.returncode, "never overwrites" in again.stderr) == (1, True)


def test_what_was_changed_since_is_put_back(lived_in: Path) -> None:
    assert call(lived_in, "ingest", "--quiet", str(write_rows(lived_in.parent / "b.csv", [leak(9)]))).returncode == 0
    assert call(lived_in, "user", "add", "li", "--role", "analyst").returncode == 0
    shutil.rmtree(lived_in / "quarantine")
    (lived_in / "attachments" / ("a" * 32)).unlink()
    (lived_in / "attachments" / ("b" * 32)).write_bytes(b"came later")
    done = call(lived_in, "restore", "--yes", str(lived_in.parent / "whole.zip"))
    assert done.returncode == 0, done.stderr
    assert ids(lived_in) == {"L1", "L3", "L5"}
    people = call(lived_in, "user", "list").stdout
    assert ("wang" in people, "li " in people) == (True, False)
    assert len(list((lived_in / "quarantine").iterdir())) == 1
    assert [(file.name, file.read_bytes()) for file in (lived_in / "attachments").iterdir()] == [("a" * 32, b"signed")]
    assert call(lived_in, "audit", "verify").returncode == 0
    assert "unchanged 3" in call(lived_in, "ingest", "--quiet", str(lived_in.parent / "calls.csv")).stdout
    # What was there before is not lost either.
    [kept] = (lived_in / "backups").glob("*.zip")
    assert call(lived_in, "restore", "--yes", str(kept)).returncode == 0
    assert ids(lived_in) == {"L1", "L3", "L5", "L9"}


def test_a_new_machine_takes_it(lived_in: Path, tmp_path: Path) -> None:
    done = call(tmp_path, "restore", "--yes", str(lived_in.parent / "whole.zip"))
    try:
        assert done.returncode == 0, done.stderr
        assert ids(tmp_path) == {"L1", "L3", "L5"}
        assert "wang" in call(tmp_path, "user", "list").stdout
    finally:
        call(tmp_path, "engine", "stop")


def test_a_damaged_one_changes_nothing(lived_in: Path, tmp_path: Path) -> None:
    before = ids(lived_in)
    damaged = tmp_path / "damaged.zip"
    with zipfile.ZipFile(lived_in.parent / "whole.zip") as whole, zipfile.ZipFile(damaged, "w") as written:
        for name in whole.namelist():
            written.writestr(name, b"nothing" if name == "graph.dump" else whole.read(name))
    cut = tmp_path / "cut.zip"
    cut.write_bytes((lived_in.parent / "whole.zip").read_bytes()[:-100])
    for file, said in ((damaged, "graph.dump is damaged"), (cut, "not a whole backup")):
        done = call(lived_in, "restore", "--yes", str(file))
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
    assert ids(lived_in) == before


def test_not_while_the_pages_are_served_nor_unasked(lived_in: Path) -> None:
    file = str(lived_in.parent / "whole.zip")
    with socket.socket() as served:
        served.bind(("127.0.0.1", 0))
        served.listen()
        done = call(lived_in, "restore", "--yes", file, FENGQIAO_PORT=str(served.getsockname()[1]))
    assert (done.returncode, "stop `python app.py serve` first" in done.stderr) == (1, True)
    assert call(lived_in, "restore", file).returncode == 1


@pytest.mark.parametrize(
    ("environment", "said"),
    [({}, "no graph yet"), ({"NEO4J_URI": "bolt://127.0.0.1:1"}, "with its own tools")],
)
def test_what_cannot_be_backed_up_says_why(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    done = call(tmp_path, "backup", str(tmp_path / "b.zip"), **environment)
    assert (done.returncode, said in done.stderr) == (1, True)


def test_postgresql_goes_along(postgres_url: str, tmp_path: Path) -> None:
    with new_postgres(postgres_url, "template0") as url:
        _there_and_back(tmp_path, DATABASE_URL=url)


def _there_and_back(tmp_path: Path, **environment: str) -> None:
    try:
        file = write_rows(tmp_path / "a.csv", [leak(1)])
        assert call(tmp_path, "ingest", "--quiet", str(file), **environment).returncode == 0
        assert call(tmp_path, "user", "add", "wang", "--role", "analyst", **environment).returncode == 0
        assert call(tmp_path, "backup", str(tmp_path / "b.zip"), **environment).returncode == 0
        assert call(tmp_path, "user", "add", "li", "--role", "analyst", **environment).returncode == 0
        done = call(tmp_path, "restore", "--yes", str(tmp_path / "b.zip"), **environment)
        assert done.returncode == 0, done.stderr
        people = call(tmp_path, "user", "list", **environment).stdout
        assert ("wang" in people, "li " in people) == (True, False)
    finally:
        call(tmp_path, "engine", "stop")

"""What a rehearsal leaves for later starts: taken where it is, made where it is not, left out where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from neo4j import GraphDatabase

from graph import engine
from graph.engine import EngineError, Running, archive, jars, rehearsing
from graph.engine.paths import Paths, current


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Paths]:
    """A home and a library of its own, the jars in it links to the shared ones, without an archive."""
    shared = current()
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("FENGQIAO_ENGINE_CACHE", str(tmp_path / "cache"))
    own = current()
    own.lib.mkdir(parents=True)
    for jar in jars.ensure(shared.version, shared.lib):
        (own.lib / jar.name).symlink_to(jar)
    yield own
    engine.stop()


def _mapped(running: Running) -> set[str]:
    return {held.path for held in psutil.Process(running.pid).memory_maps() if held.path.endswith(".aot")}


def _answers(running: Running) -> bool:
    with GraphDatabase.driver(running.address, auth=(running.user, running.password)) as driver:
        return bool(driver.execute_query("RETURN 1 AS one").records[0]["one"] == 1)


def test_setting_up_rehearses_and_the_engine_starts_from_it() -> None:
    assert _mapped(engine.start()) == {str(archive.file(current()))}


def test_a_rehearsal_leaves_an_archive_in_place_of_older_ones(own: Paths) -> None:
    old = own.lib / "rehearsed-000000000000.aot"
    old.write_bytes(b"of another Java")
    with rehearsing() as running:
        assert _mapped(running) == set()
        assert _answers(running)
    assert engine.find() is None
    assert list(own.lib.glob("*.aot")) == [archive.file(own)]
    assert list(own.root.glob("*.aot")) == []
    again = engine.start()
    assert _mapped(again) == {str(archive.file(own))}
    assert _answers(again)


def test_an_engine_whose_archive_is_broken_starts_without(own: Paths) -> None:
    archive.file(own).write_bytes(b"cut off")
    running = engine.start()
    assert _mapped(running) == set()
    assert _answers(running)


def test_a_rehearsal_that_is_killed_leaves_nothing_and_says_so(own: Paths) -> None:
    with pytest.raises(EngineError, match="left nothing behind"), rehearsing() as running:
        psutil.Process(running.pid).kill()
    assert list(own.lib.glob("*.aot")) == []

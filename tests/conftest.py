"""What every test may ask for: a real private Neo4j, an emptied graph, a private PostgreSQL.

The whole run has a home of its own, so no test can touch the user's graph, whatever the environment says.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest
from neo4j import Driver

from graph import connection, engine, settings
from tests.postgres import private_postgres

# The same examples in every run, so that a run fails for what was changed; a busy machine is no failure.
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.load_profile("repeatable")

_EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


@pytest.fixture(scope="session", autouse=True)
def home() -> Iterator[Path]:
    """The run's own home, in the environment so that programs started by a test work on it too."""
    wanted = os.environ.get("NEO4J") or os.environ.get("FENGQIAO_ENGINE") or ""
    ours = {setting.name for setting in settings.SETTINGS}
    with tempfile.TemporaryDirectory(prefix="fengqiao-test-") as directory, pytest.MonkeyPatch.context() as patch:
        for name in ours & set(os.environ):
            patch.delenv(name)
        patch.setenv("FENGQIAO_HOME", directory)
        patch.setenv("FENGQIAO_ENGINE", wanted)
        patch.setenv("FENGQIAO_ENGINE_CACHE", str(settings.PROJECT_ROOT / "var" / "engine"))
        patch.setenv("FENGQIAO_ENGINE_PORT", "0")
        patch.setenv("FENGQIAO_ENGINE_HEAP_MB", "512")
        patch.setenv("FENGQIAO_ENGINE_PAGECACHE_MB", "64")
        # Accounts of one number in many databases share their counts, and tests ask faster than anybody.
        patch.setenv("FENGQIAO_PAGES_PER_MINUTE", "1000000")
        try:
            yield Path(directory)
        finally:
            engine.stop()


@pytest.fixture(scope="session")
def driver(home: Path) -> Iterator[Driver]:
    """A driver of the run's private engine, whose graph is whatever earlier tests left."""
    assert home.is_dir()
    with connection.connect() as opened:
        yield opened


@pytest.fixture
def graph(driver: Driver) -> Driver:
    """The run's private engine with nothing in its graph but the constraints."""
    from graph import schema

    with driver.session(database=settings.read("NEO4J_DATABASE")) as session:
        session.run(_EMPTY).consume()
    schema.apply(driver)
    return driver


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy address of an empty private PostgreSQL."""
    with private_postgres() as url:
        yield url


@pytest.fixture
def as_shipped(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A home in which nobody has changed thresholds or words, and in which nothing of it is left afterwards."""
    from graph import thresholds, versions
    from ingest.extract import word_lists

    monkeypatch.setattr(versions, "_LOOK_EVERY_S", 0.0)
    yield home
    shutil.rmtree(home / "rules", ignore_errors=True)
    (home / "screened-by").unlink(missing_ok=True)
    assert (thresholds.VERSIONS.in_force().number, word_lists.in_force().number) == (0, 0)

"""A place of the bench's own: an empty home, and an engine in it that is gone when the bench is."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from neo4j import Driver

from graph import connection, engine, schema, settings
from graph.session import opened
from ingest.settle.memory import remembered

_EMPTY = "MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS"


@contextmanager
def own_home() -> Iterator[Path]:
    """A temporary FENGQIAO_HOME with default settings, whatever the environment says; jars are shared.

    The engine that is started in it has the default memory and is stopped at the end, also after a failure.
    """
    cache = settings.read("FENGQIAO_ENGINE_CACHE") or str(settings.home() / "engine")
    ours = {setting.name for setting in settings.SETTINGS} - {"FENGQIAO_ENGINE"}
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="fengqiao-bench-") as directory:
        for name in ours & set(os.environ):
            del os.environ[name]
        os.environ |= {
            "FENGQIAO_HOME": directory,
            "FENGQIAO_ENGINE_CACHE": cache,
            "FENGQIAO_ENGINE_PORT": "0",
        }
        try:
            yield Path(directory)
        finally:
            engine.stop()
            os.environ.clear()
            os.environ |= before


@contextmanager
def emptied_graph() -> Iterator[Driver]:
    """The bench's graph with nothing in it but the constraints and indexes, and nothing remembered beside it."""
    remembered().clear()
    with connection.connect() as driver:
        with opened(driver) as session:
            session.run(_EMPTY).consume()
        schema.apply(driver)
        yield driver

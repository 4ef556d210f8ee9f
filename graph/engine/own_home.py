"""A home for a while, with an engine of its own: for measuring, for pictures, and for the rehearsal."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph import settings
from graph.engine.server import stop


@contextmanager
def own_home() -> Iterator[Path]:
    """A temporary FENGQIAO_HOME with default settings, whatever the environment says; jars are shared.

    The engine that is started in it has the default memory and is stopped at the end, also after a failure.
    """
    cache = settings.read("FENGQIAO_ENGINE_CACHE") or str(settings.home() / "engine")
    ours = {setting.name for setting in settings.SETTINGS} - {"FENGQIAO_ENGINE"}
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="fengqiao-own-") as directory:
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
            stop()
            os.environ.clear()
            os.environ |= before

"""The private engine's graph as one file, written and read while the engine stands still."""

from __future__ import annotations

import tempfile
from pathlib import Path

from graph import settings
from graph.engine import config, jars, java, port
from graph.engine.paths import Paths
from graph.engine.server import standing_still


def dump(target: Path) -> None:
    """Write the graph to ``target``. The engine is stopped for it, and started again if it ran. EngineError."""
    name = settings.read("NEO4J_DATABASE")
    with standing_still() as paths, tempfile.TemporaryDirectory(dir=target.parent) as directory:
        files = ready(paths)
        java.administer(paths, files, "database", "dump", name, f"--to-path={directory}")
        (Path(directory) / f"{name}.dump").replace(target)


def load(source: Path) -> None:
    """Put the graph in ``source`` in the place of the present one. EngineError, with the present one as it was."""
    name = settings.read("NEO4J_DATABASE")
    with standing_still() as paths, tempfile.TemporaryDirectory(dir=source.parent) as directory:
        (Path(directory) / f"{name}.dump").hardlink_to(source)
        words = ("database", "load", name, f"--from-path={directory}", "--overwrite-destination=true")
        java.administer(paths, ready(paths), *words)


def ready(paths: Paths) -> list[Path]:
    """The engine's files, with a configuration that its administration can read; the engine must not run."""
    files = jars.ensure(paths.version, paths.lib)
    config.write(paths, port.choose(None), config.memory())
    return files

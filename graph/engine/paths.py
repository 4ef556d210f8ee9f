"""Where the private engine keeps its things.

Each version has a directory of its own, since a store that one version wrote must not be opened by another by chance.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph import settings
from graph.engine import manifest


@dataclass(frozen=True)
class Paths:
    """The places of one version of the engine under one home."""

    version: str
    root: Path
    lib: Path

    @property
    def conf(self) -> Path:
        """The directory of ``neo4j.conf``, which is written anew at each start."""
        return self.root / "conf"

    @property
    def data(self) -> Path:
        """The stores and transaction logs."""
        return self.root / "data"

    @property
    def log(self) -> Path:
        """What the engine itself wrote to its standard output and error."""
        return self.root / "logs" / "engine.log"

    @property
    def password(self) -> Path:
        """The password of the user ``neo4j``, readable by the owner only."""
        return self.root / "password"

    @property
    def state(self) -> Path:
        """Which process is the engine and which port it answers at."""
        return self.root / "state.json"

    @property
    def lock(self) -> Path:
        """Held while the engine is being started or stopped."""
        return self.root / "start.lock"


def current() -> Paths:
    """The places of the engine that the settings ask for. EngineError when there is no such version."""
    version = manifest.exact(settings.read("FENGQIAO_ENGINE"))
    root = settings.home() / "engine" / version
    cache = settings.read("FENGQIAO_ENGINE_CACHE")
    lib = Path(cache).expanduser().resolve() / version / "lib" if cache else root / "lib"
    return Paths(version, root, lib)

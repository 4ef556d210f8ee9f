"""A PostgreSQL of the tests' own: made in a temporary directory, loopback only, gone afterwards."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from graph.engine import port

_SETTINGS = "listen_addresses=127.0.0.1", "unix_socket_directories=", "fsync=off", "shared_buffers=16MB"


@contextmanager
def private_postgres() -> Iterator[str]:
    """The address of a running server with trust authentication; it is stopped and removed at the end."""
    binaries = _binaries()
    directory = Path(tempfile.mkdtemp(prefix="fengqiao-postgres-"))
    data, listen = directory / "data", port.any_free()
    try:
        if os.geteuid() == 0:
            shutil.chown(directory, _owner())
        _run([binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"])
        options = " ".join(f"-c {setting}" for setting in (*_SETTINGS, f"port={listen}"))
        _run([binaries / "pg_ctl", "-D", data, "-w", "-l", directory / "log", "-o", options, "start"])
        try:
            yield f"postgresql+psycopg://postgres@127.0.0.1:{listen}/postgres"
        finally:
            _run([binaries / "pg_ctl", "-D", data, "-w", "-m", "fast", "stop"])
    finally:
        shutil.rmtree(directory)


def _binaries() -> Path:
    """The newest PostgreSQL of Debian's packages, else the one on the PATH."""
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = packaged[-1] if packaged else shutil.which("initdb")
    assert found, "PostgreSQL is not installed: apt-get install postgresql"
    return Path(found).parent


def _owner() -> str:
    """PostgreSQL refuses to run as root: its own user, or nobody."""
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _run(command: list[str | Path]) -> None:
    prefix = ["runuser", "-u", _owner(), "--"] if os.geteuid() == 0 else []
    words = [*prefix, *map(str, command)]
    subprocess.run(words, check=True, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

"""The engine's password: random, set before the first start, in a file that only its owner can read."""

from __future__ import annotations

import secrets
from pathlib import Path

from graph.engine import java
from graph.engine.errors import EngineError
from graph.engine.paths import Paths


def read(paths: Paths) -> str | None:
    """The password on file; None when there is none."""
    try:
        return paths.password.read_text().strip() or None
    except FileNotFoundError:
        return None


def make(paths: Paths, files: list[Path]) -> str:
    """Give a new store its password. EngineError when the store has one already and the file is lost."""
    if (paths.data / "databases" / "system").exists():
        raise EngineError(f"{paths.password} is lost; put it back, or move {paths.data} away to begin anew")
    password = secrets.token_hex(24)
    java.set_initial_password(paths, files, password)
    draft = paths.password.with_suffix(".new")
    draft.touch(mode=0o600)
    draft.write_text(password)
    draft.replace(paths.password)
    return password

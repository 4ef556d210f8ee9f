"""The head of the chain in a file outside the database, so that a tail cut off there shows.

The file is written after a record is committed, so it never knows of more than there was; it may know of less for a
moment, or after a crash between the two. It is there, at number 0, before the first record is.
"""

from __future__ import annotations

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from sqlalchemy import URL

from graph import settings

_WRITTEN = re.compile(r"(\d{1,10}) ([0-9a-f]{64})\n")


@dataclass(frozen=True, order=True)
class Head:
    """The last record: its number and mac. Number 0 is before the first."""

    number: int
    mac: str


def path(database: URL) -> Path:
    """Where the anchor of this database is: each has its own, so that moving to another raises no alarm."""
    name = f"{database.get_backend_name()}/{database.host}/{database.port}/{database.database}"
    return settings.home() / f"audit-{sha256(name.encode()).hexdigest()[:12]}.head"


def read(file: Path) -> Head | None:
    """The anchor, or None when there is no file or what is in it is none."""
    try:
        found = _WRITTEN.fullmatch(file.read_text(encoding="ascii"))
    except (FileNotFoundError, UnicodeDecodeError):
        return None
    return Head(int(found[1]), found[2]) if found else None


def advance(file: Path, head: Head) -> None:
    """Anchor this head, unless a later one is anchored already: several processes come here in any order."""
    with _alone(file.with_suffix(".lock")):
        known = read(file)
        if known and known.number >= head.number:
            return
        draft = file.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(f"{head.number} {head.mac}\n")
            opened.flush()
            os.fsync(opened.fileno())
        draft.replace(file)


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """One thread of one process at a time. The system's own lock: nearly every request comes here, and filelock tries
    again and again where this one waits, and costs as much as what it guards."""
    with path.open("w") as opened:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield

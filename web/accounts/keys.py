"""Keys of this installation in files of the home: a line a key with the day it was made, the newest last.

The newest signs; the ones before it are kept to check what they signed, until somebody takes their line out.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from filelock import FileLock

from graph import settings
from web.clock import now

#: What a key file is called -> the setting that stands in for it.
FILES = {"web.key": "FENGQIAO_SECRET_KEY", "audit.key": "FENGQIAO_AUDIT_KEY"}
#: How long a key signs: NIST SP 800-57 part 1 rev. 5, table 1, symmetric authentication key.
SIGNS_FOR = timedelta(days=730)
_BYTES = 32


@dataclass(frozen=True)
class Key:
    """One key; ``made`` is None for one that came from a setting, or from before days were written down."""

    secret: bytes
    made: date | None = None

    @property
    def name(self) -> str:
        """What tells it from others and may be known to everybody."""
        return hashlib.sha256(self.secret).hexdigest()[:8]


def all_of(file: str) -> list[Key]:
    """Every key of this purpose, the newest last: the setting's alone, else those of the file, made at first use."""
    given = settings.read(FILES[file])
    if given:
        return [Key(given.encode())]
    path = settings.home() / file
    if not path.exists():
        with FileLock(path.with_name(f"{file}.lock")):
            if not path.exists():
                _write(path, [_new()])
    return _in(path)


def renew(file: str) -> Key:
    """A new key that signs from now on; ValueError when the key is a setting's, which is renewed there."""
    if settings.read(FILES[file]):
        raise ValueError(f"{file}: the key comes from {FILES[file]}; change it there")
    all_of(file)
    path, fresh = settings.home() / file, _new()
    with FileLock(path.with_name(f"{file}.lock")):
        _write(path, [*_in(path), fresh])
    return fresh


def _new() -> Key:
    return Key(secrets.token_hex(_BYTES).encode(), now().date())


def _in(path: Path) -> list[Key]:
    return [_read(line) for line in path.read_text(encoding="ascii").splitlines() if line.strip()]


def _read(line: str) -> Key:
    secret, _, made = line.partition(" ")
    return Key(secret.encode(), date.fromisoformat(made) if made else None)


def _write(path: Path, keys: list[Key]) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{key.secret.decode()}{f' {key.made}' if key.made else ''}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

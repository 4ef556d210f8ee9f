"""Keys of this installation in files of the home: a line a key with its day and its hash function, the newest last.

The newest signs; the ones before it are kept to check what they signed, until somebody takes their line out. As each
key says with which function it signs, that can be another one from the next key on.
"""

from __future__ import annotations

import hashlib
import hmac
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
#: What a key can sign with, each of 256 bits; the first is the usual one.
HASHES = ("sha256", "sha3_256")
_BYTES = 32


@dataclass(frozen=True)
class Key:
    """One key; ``made`` is None for one that came from a setting, or from before days were written down."""

    secret: bytes
    made: date | None = None
    hash: str = HASHES[0]

    def sign(self, message: bytes) -> bytes:
        """The message's code under this key (HMAC), 32 bytes."""
        return hmac.digest(self.secret, message, self.hash)

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


def renew(file: str, function: str = HASHES[0]) -> Key:
    """A new key that signs from now on, with this hash function; ValueError when a setting gives the key: change it
    there."""
    if settings.read(FILES[file]):
        raise ValueError(f"{file}: the key comes from {FILES[file]}; change it there")
    all_of(file)
    path, fresh = settings.home() / file, _new(function)
    with FileLock(path.with_name(f"{file}.lock")):
        _write(path, [*_in(path), fresh])
    return fresh


def _new(function: str = HASHES[0]) -> Key:
    return Key(secrets.token_hex(_BYTES).encode(), now().date(), function)


def _in(path: Path) -> list[Key]:
    return [_read(line) for line in path.read_text(encoding="ascii").splitlines() if line.strip()]


def _read(line: str) -> Key:
    secret, *more = line.split()
    made, function = [*more, "", ""][:2]
    return Key(secret.encode(), date.fromisoformat(made) if made else None, function or HASHES[0])


def _line(key: Key) -> str:
    return f"{key.secret.decode()} {key.made} {key.hash}" if key.made else key.secret.decode()


def _write(path: Path, keys: list[Key]) -> None:
    draft = path.with_suffix(".new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.writelines(f"{_line(key)}\n" for key in keys)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)

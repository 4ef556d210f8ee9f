"""Keys and random secrets: the key of this installation, and what is given out once and kept as a hash."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets

from filelock import FileLock

from graph import settings

_TOKEN_BYTES = 32


def server_key() -> bytes:
    """The key that signs and derives: FENGQIAO_SECRET_KEY, else one made once and kept in a 0600 file of the home."""
    return settings.read("FENGQIAO_SECRET_KEY").encode() or kept_key("web.key")


def kept_key(name: str) -> bytes:
    """The key in the file ``name`` of the home; made at first use, by one process at a time, for its owner only."""
    path = settings.home() / name
    with FileLock(settings.home() / f"{name}.lock"):
        if not path.exists():
            draft = path.with_suffix(".new")
            draft.unlink(missing_ok=True)
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w") as file:
                file.write(secrets.token_hex(_TOKEN_BYTES))
            draft.replace(path)
        return path.read_text().encode()


def derived(purpose: str) -> bytes:
    """32 bytes that follow from the server's key and ``purpose``; another purpose tells nothing about them."""
    return hmac.digest(server_key(), purpose.encode(), "sha256")


def fresh(prefix: str = "") -> str:
    """A secret of 256 random bits, fit for a cookie or a header."""
    return prefix + secrets.token_urlsafe(_TOKEN_BYTES)


def hashed(secret: str) -> str:
    """How a random secret is kept. Plain SHA-256 is enough for 80 bits or more of chance; passwords go elsewhere."""
    return hashlib.sha256(secret.encode()).hexdigest()

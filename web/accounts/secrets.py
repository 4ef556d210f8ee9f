"""Secrets: what follows from the key of this installation, and what is given out once and kept as a hash."""

from __future__ import annotations

import hashlib
import secrets

from web.accounts import keys
from web.accounts.keys import Key

_TOKEN_BYTES = 32


def server_keys() -> list[Key]:
    """The keys that sign and derive, the newest last."""
    return keys.all_of("web.key")


def derived(purpose: str, key: Key | None = None) -> bytes:
    """32 bytes that follow from a server's key (the newest) and ``purpose``; another purpose tells nothing of them."""
    return (key or server_keys()[-1]).sign(purpose.encode())


def fresh(prefix: str = "") -> str:
    """A secret of 256 random bits, fit for a cookie or a header."""
    return prefix + secrets.token_urlsafe(_TOKEN_BYTES)


def hashed(secret: str) -> str:
    """How a random secret is kept. Plain SHA-256 is enough for 80 bits or more of chance; passwords go elsewhere."""
    return hashlib.sha256(secret.encode()).hexdigest()

"""Anchors as words of the graph's full-text index, so that a single arrival finds its predecessors."""

from __future__ import annotations

from datetime import UTC, datetime
from hashlib import blake2b

from ingest.resolve.anchors import Anchor, anchors
from ingest.resolve.profile import Profile


def index_words(profile: Profile) -> str:
    """The anchors of a profile as words of the full-text index: hashes, and the month. The caller is not among them."""
    words = [token(anchor) for anchor in anchors(profile) if anchor.kind != "caller"]
    return " ".join([month(profile.at_s), *words])


def token(anchor: Anchor) -> str:
    """The index word of an anchor: a hash, so that no query syntax and no personal data is in it."""
    return "a" + blake2b(f"{anchor.kind}|{anchor.key}".encode(), digest_size=8).hexdigest()


def month(at_s: int) -> str:
    """The index word of the UTC month of a time."""
    return datetime.fromtimestamp(at_s, UTC).strftime("m%Y%m")

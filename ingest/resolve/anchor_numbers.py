"""Anchors as 63-bit numbers: how they are kept, so that a single arrival finds its predecessors.

The low bits are the anchor's kind, the others a hash of kind and key. No personal data is in them.
"""

from __future__ import annotations

from array import array

from xxhash import xxh3_64_intdigest

from ingest.resolve.anchors import KINDS, pairs
from ingest.resolve.profile import Profile

#: Low bits of an anchor's number that say its kind: the place in ``KINDS``.
KIND_BITS = 6
_KIND = (1 << KIND_BITS) - 1
_NUMBER = {kind: number for number, kind in enumerate(KINDS)}


def anchor_number(anchor: tuple[str, str]) -> int:
    """A number below 2**63, which SQLite takes; among 20 million anchors two meet by chance once in 700 times.

    ``anchor``: an ``Anchor``, or its kind and key as a plain pair.
    """
    kind, key = anchor
    return (xxh3_64_intdigest(f"{kind}|{key}".encode()) >> 1 & ~_KIND) | _NUMBER[kind]


def kind_of(number: int) -> str:
    """The kind of the anchor with this number."""
    return KINDS[number & _KIND]


def anchor_numbers(profile: Profile) -> bytes:
    """The numbers of the profile's anchors in their order, 8 bytes each; its caller is not among them."""
    held = [anchor_number(pair) for pair in pairs(profile) if pair[0] != "caller"]
    return array("q", held).tobytes()

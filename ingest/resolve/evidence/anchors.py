"""What the anchors say that two calls share: how rare they are, and how crowded the places and subjects."""

from __future__ import annotations

import numpy as np

from ingest.resolve.anchors import CAPS, KINDS
from ingest.resolve.candidates import Pairs
from ingest.resolve.evidence.comparing import Compare, Found

_DAY_S = 86_400
#: Anchor kinds at which it tells how many calls came between two.
_CROWDED = ("base", "base_kind", "base_topic", "building", "surname_kind")
_MOST_A_DAY, _LEAST_GAP_DAYS = 20, 0.1
#: Anchor kinds of which two calls can share several, and how many are counted.
_SEVERAL, _MOST_SHARED = ("base_topic", "base_surname"), 8
#: Anchor kind -> the reason it gives.
_ANCHOR_REASONS = {
    "phone": "phone",
    "id": "caller",
    "caller": "caller",
    "room": "room",
    "building": "building",
    "base": "place",
    "base_kind": "place",
    "base_topic": "place_topic",
    "base_surname": "place_party",
    "full_name": "party",
    "masked_name": "party",
    "surname_kind": "party",
    "thing": "thing",
    "name_word": "name_word",
    "wording": "wording",
    "title": "wording",
}


def anchor_rarity(found: Pairs) -> Found:
    """Per anchor kind: is one shared, and how common is it (0 unique .. 1 at the cap)."""
    features: Found = {}
    for number, kind in enumerate(KINDS):
        counts = found.counts[:, number].astype(np.float32)
        shared = counts >= 0
        common = np.log1p(np.maximum(counts, 0)) / np.log1p(CAPS[kind])
        features[f"{_ANCHOR_REASONS[kind]}.{kind}"] = shared.astype(np.float32)
        features[f"{_ANCHOR_REASONS[kind]}.{kind}_common"] = np.where(shared, common, 0.0)
    return features


def crowd(pair: Compare, found: Pairs) -> Found:
    """How crowded the place, the subject there, ... is: where calls come daily, two in a week are chance.

    ``back``: how many calls back the other lies; ``rate``: calls between the two by their days apart, as a
    logarithm; ``quiet``: the days in which none came between.
    """
    gap_days = np.maximum(pair.gap_s() / _DAY_S, _LEAST_GAP_DAYS)
    features: Found = {}
    for kind in _CROWDED:
        number, name = KINDS.index(kind), f"{_ANCHOR_REASONS[kind]}.{kind}"
        back = found.back[:, number].astype(np.float32)
        between = np.maximum(back - 1, 0)
        features |= {
            f"{name}_back": np.where(back > 0, np.log1p(np.maximum(back, 0)) / np.log1p(CAPS[kind]), 0),
            f"{name}_latest": back == 1,
            f"{name}_second": found.counts[:, number] == 1,
            f"{name}_rate": np.log1p(np.minimum(between / gap_days, _MOST_A_DAY) * 30) / 6,
            f"{name}_quiet": np.where(back == 1, np.log1p(gap_days), 0),
        }
    for kind in _SEVERAL:
        shared, name = found.shared[:, KINDS.index(kind)], f"{_ANCHOR_REASONS[kind]}.{kind}"
        features |= {
            f"{name}_shared": np.minimum(shared, _MOST_SHARED) / _MOST_SHARED,
            f"{name}_two": shared >= 2,
            f"{name}_four": shared >= 4,
        }
    return features

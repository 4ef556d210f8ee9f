"""Evidence: what speaks for and against two calls being about the same demand, one named number each.

A name is ``reason.detail``: the reason is what an officer is told (reasons.toml), the detail what is measured.
Missing knowledge is 0, never a difference. Everything depends on the two calls and on the counts at their
shared anchors, nothing on the rest of the data.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.resolve.candidates import Pairs
from ingest.resolve.columns import Columns
from ingest.resolve.evidence.anchors import anchor_rarity, crowd
from ingest.resolve.evidence.circumstances import IN_WRITING, circumstances, once
from ingest.resolve.evidence.comparing import Compare, Found
from ingest.resolve.evidence.people import callers, parties
from ingest.resolve.evidence.places import places
from ingest.resolve.evidence.subject import spoken, subject
from ingest.resolve.evidence.together import together

Table = npt.NDArray[np.float32]

__all__ = ["IN_WRITING", "Features", "evidence"]


class Features(NamedTuple):
    """The pieces of evidence by name, and a row of the table for each: what it is for every pair."""

    names: tuple[str, ...]
    table: Table


def evidence(columns: Columns, found: Pairs) -> Features:
    """Every piece of evidence for each candidate pair, in a fixed order."""
    pair = Compare(columns, found)
    features: Found = {}
    features |= anchor_rarity(found)
    features |= callers(pair)
    features |= parties(pair)
    features |= places(pair)
    features |= subject(pair)
    features |= spoken(pair)
    features |= circumstances(pair)
    features |= crowd(pair, found)
    features |= together(features)
    features |= once(pair, features)
    table = np.empty((len(features), len(found)), dtype=np.float32)
    for row, values in zip(table, features.values(), strict=True):
        row[:] = values
    return Features(tuple(features), table)

"""Labelled records as a table of candidate pairs with their evidence, for fitting."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from zlib import crc32

import numpy as np
import numpy.typing as npt

from ingest.resolve.anchors import anchors
from ingest.resolve.candidates import candidates
from ingest.resolve.columns import Columns
from ingest.resolve.evidence import evidence
from ingest.resolve.profile import Profile

#: In how many parts scenarios are cut for cross-validation.
FOLDS = 10


@dataclass(frozen=True, slots=True)
class Labelled:
    """Records whose disputes are known.

    ``dispute``: id -> dispute, '' for a call that stands alone; a record not in it was not judged.
    ``scenario``: id -> what the folds are cut by; a record without one falls into a fold by its id.
    ``voice``: how much the set is heard beside others when weights are fitted.
    ``kind``: dispute -> what kind of dispute the truth calls it; empty when it does not say.
    ``pairs``: of which two calls somebody said whether they are one matter; then nothing else of the set was judged.
    """

    name: str
    profiles: Sequence[Profile]
    dispute: Mapping[str, str]
    scenario: Mapping[str, str]
    voice: float = 1.0
    kind: Mapping[str, str] = field(default_factory=dict)
    pairs: Mapping[frozenset[str], bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """The candidate pairs of one labelled set: rows of the later and earlier call, evidence, truth."""

    labelled: Labelled
    ordered: Sequence[Profile]
    later: npt.NDArray[np.int64]
    earlier: npt.NDArray[np.int64]
    names: tuple[str, ...]
    values: npt.NDArray[np.float32]
    same: npt.NDArray[np.bool_]
    judged: npt.NDArray[np.bool_]
    fold: npt.NDArray[np.int64]  # of each profile


def fold_of(labelled: Labelled, member: str) -> int:
    """The fold of one record: that of its scenario."""
    return crc32(labelled.scenario.get(member, member).encode()) % FOLDS


def table_of(labelled: Labelled) -> Table:
    """All candidate pairs among the labelled records. ValueError when none of them was judged."""
    ordered = sorted(labelled.profiles, key=lambda profile: profile.order)
    columns = Columns.of(ordered)
    blocks = list(candidates([anchors(profile) for profile in ordered], columns.at_s))
    weighed = [evidence(columns, block) for block in blocks]
    later = np.concatenate([block.later for block in blocks])
    earlier = np.concatenate([block.earlier for block in blocks])
    told = _of_pairs if labelled.pairs else _of_disputes
    same, judged = told(labelled, [profile.id for profile in ordered], later, earlier)
    if not judged.any():
        raise ValueError(f"{labelled.name}: no two of its judged records have anything in common to compare")
    return Table(
        labelled,
        ordered,
        later,
        earlier,
        names=weighed[0].names,
        values=np.concatenate([features.table.T for features in weighed]),
        same=same,
        judged=judged,
        fold=np.array([fold_of(labelled, profile.id) for profile in ordered]),
    )


_Told = tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]


def _of_disputes(
    labelled: Labelled, ids: Sequence[str], later: npt.NDArray[np.int64], earlier: npt.NDArray[np.int64]
) -> _Told:
    """Which pairs are of one dispute, and which were judged: both of their calls were."""
    dispute = [labelled.dispute.get(i) for i in ids]
    numbers = {name: number for number, name in enumerate(sorted({name for name in dispute if name}))}
    of = np.array([-2 if name is None else numbers.get(name, -1) for name in dispute])
    return (of[later] == of[earlier]) & (of[later] >= 0), (of[later] > -2) & (of[earlier] > -2)


def _of_pairs(
    labelled: Labelled, ids: Sequence[str], later: npt.NDArray[np.int64], earlier: npt.NDArray[np.int64]
) -> _Told:
    """The same where pairs themselves were judged."""
    ends = zip(later.tolist(), earlier.tolist(), strict=True)
    said = [labelled.pairs.get(frozenset((ids[one], ids[other]))) for one, other in ends]
    return np.array([word is True for word in said]), np.array([word is not None for word in said])

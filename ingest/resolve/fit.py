"""Fitting the weights of evidence to labelled records, and how well they do on scenarios they never saw.

The model is logistic regression on the evidence: a sum of log-odds that a person can read. Folds are cut by
scenario (or matter), so that the figures say what happens with kinds of quarrel no one has seen before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from ingest.resolve.anchors import anchors
from ingest.resolve.candidates import candidates
from ingest.resolve.columns import Columns
from ingest.resolve.evidence import evidence
from ingest.resolve.links import Link, score
from ingest.resolve.profile import Profile
from ingest.resolve.same_demand import settle
from ingest.resolve.weights import Weights

Floats = npt.NDArray[np.float64]

_FOLDS = 5
_RIDGE = 0.3  # inverse strength of the penalty on large weights
_SPARED = 4  # of the many pairs that are not the same, one in so many is fitted to, and counts for all
_LARGE = 6  # a dispute's calls beyond this many count less, so that a few large ones do not rule


@dataclass(frozen=True, slots=True)
class Labelled:
    """Records whose disputes are known.

    ``dispute``: id -> dispute, '' for a call that stands alone; a record not in it was not judged.
    ``scenario``: id -> what the folds are cut by; a record without one is put into a fold of its own making.
    """

    name: str
    profiles: Sequence[Profile]
    dispute: Mapping[str, str]
    scenario: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """B-cubed precision, recall and F1, and pairwise F1, each 0..1."""

    precision: float
    recall: float
    f1: float
    pairwise: float


@dataclass(frozen=True, slots=True)
class _Table:
    """The candidate pairs of one labelled set with their evidence."""

    labelled: Labelled
    ordered: Sequence[Profile]
    later: npt.NDArray[np.int64]
    earlier: npt.NDArray[np.int64]
    names: tuple[str, ...]
    values: npt.NDArray[np.float32]
    same: npt.NDArray[np.bool_]
    judged: npt.NDArray[np.bool_]
    fold: npt.NDArray[np.int64]  # of each profile


def fit(sets: Sequence[Labelled], rules: Weights) -> Weights:
    """Weights fitted to all ``sets``, with the grouping rules of ``rules``."""
    return _fit([_table(labelled) for labelled in sets], rules, held_out=None)


def cross_validate(sets: Sequence[Labelled], rules: Weights) -> dict[str, Accuracy]:
    """Name of each set -> accuracy when every pair is weighed by a fit that never saw the later call's scenario."""
    tables = [_table(labelled) for labelled in sets]
    totals = [np.zeros(len(table.later)) for table in tables]
    for fold in range(_FOLDS):
        weights = _fit(tables, rules, held_out=fold)
        for table, total in zip(tables, totals, strict=True):
            rows = np.flatnonzero(table.fold[table.later] == fold)
            features = {name: table.values[rows, at] for at, name in enumerate(table.names)}
            total[rows] = score(features, weights) if len(rows) else 0.0
    return {table.labelled.name: _accuracy(table, total, rules) for table, total in zip(tables, totals, strict=True)}


def accuracy(groups: Mapping[str, frozenset[str]], dispute: Mapping[str, str]) -> Accuracy:
    """How well ``groups`` agree with ``dispute``, over the judged records alone.

    B-cubed is taken over the records of true disputes and of every found group of two or more.
    """
    found = {member: min(group) for member, group in groups.items() if member in dispute}
    truth = {member: dispute[member] or member for member in found}
    found_size, true_size = Counter(found.values()), Counter(truth.values())
    both = Counter((found[member], truth[member]) for member in found)
    counted = [m for m in found if found_size[found[m]] > 1 or true_size[truth[m]] > 1]
    shared = [both[found[m], truth[m]] for m in counted]
    precision = sum(s / found_size[found[m]] for m, s in zip(counted, shared, strict=True)) / max(len(counted), 1)
    recall = sum(s / true_size[truth[m]] for m, s in zip(counted, shared, strict=True)) / max(len(counted), 1)
    right = sum(_pairs(n) for n in both.values())
    of_found, of_true = sum(map(_pairs, found_size.values())), sum(map(_pairs, true_size.values()))
    return Accuracy(precision, recall, _f1(precision, recall), _f1(right / max(of_found, 1), right / max(of_true, 1)))


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _pairs(size: int) -> int:
    return size * (size - 1) // 2


def _table(labelled: Labelled) -> _Table:
    ordered = sorted(labelled.profiles, key=lambda profile: profile.order)
    columns = Columns.of(ordered)
    blocks = list(candidates([anchors(profile) for profile in ordered], columns.at_s))
    weighed = [evidence(columns, block) for block in blocks]
    later = np.concatenate([block.later for block in blocks])
    earlier = np.concatenate([block.earlier for block in blocks])
    dispute = [labelled.dispute.get(profile.id) for profile in ordered]
    numbers = {name: number for number, name in enumerate(sorted({name for name in dispute if name}))}
    of = np.array([-2 if name is None else numbers.get(name, -1) for name in dispute])
    return _Table(
        labelled,
        ordered,
        later,
        earlier,
        names=tuple(weighed[0]),
        values=np.concatenate([np.stack(list(features.values()), axis=1) for features in weighed]),
        same=(of[later] == of[earlier]) & (of[later] >= 0),
        judged=(of[later] > -2) & (of[earlier] > -2),
        fold=np.array([crc32(labelled.scenario.get(p.id, p.id).encode()) % _FOLDS for p in ordered]),
    )


def _fit(tables: Sequence[_Table], rules: Weights, held_out: int | None) -> Weights:
    values, same, importance = [], [], []
    for table in tables:
        rows = table.judged & (table.same | (np.arange(len(table.same)) % _SPARED == 0))
        if held_out is not None:
            rows &= (table.fold[table.later] != held_out) & (table.fold[table.earlier] != held_out)
        values.append(table.values[rows])
        same.append(table.same[rows])
        importance.append((_importance(table) * np.where(table.same, 1, _SPARED))[rows])
    model = LogisticRegression(C=_RIDGE, solver="newton-cholesky", max_iter=60)
    features = np.concatenate(values)
    scale = np.maximum(np.abs(features).max(axis=0), 1e-6)
    model.fit(features / scale, np.concatenate(same), sample_weight=np.concatenate(importance))
    evidence_weights = dict(zip(tables[0].names, (model.coef_[0] / scale).tolist(), strict=True))
    return replace(rules, bias=float(model.intercept_[0]), evidence=evidence_weights)


def _importance(table: _Table) -> Floats:
    """How much each pair counts in the fit."""
    size = Counter(table.labelled.dispute.values())
    of = [size[name] if (name := table.labelled.dispute.get(p.id)) else 1 for p in table.ordered]
    largest = np.maximum(np.array(of)[table.later], np.array(of)[table.earlier])
    return np.asarray(np.minimum(1.0, _LARGE / largest))


def _accuracy(table: _Table, total: Floats, rules: Weights) -> Accuracy:
    links = [
        Link(table.ordered[later].id, table.ordered[earlier].id, value)
        for later, earlier, value in zip(table.later.tolist(), table.earlier.tolist(), total.tolist(), strict=True)
        if value > rules.keep
    ]
    return accuracy(settle(table.ordered, links, weights=rules), table.labelled.dispute)

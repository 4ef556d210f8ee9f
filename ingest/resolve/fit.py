"""Fitting the weights of evidence to labelled records, and how well they do on scenarios they never saw.

The model is logistic regression on the evidence: a sum of log-odds that a person can read. Folds are cut by
scenario (or matter), so that the figures say what happens with kinds of quarrel no one has seen before. The
second look is fitted to the groups that pairs weighed out of their fold make.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from sklearn.linear_model import LogisticRegression

from ingest.resolve import groups
from ingest.resolve.conflicts import Conflicts
from ingest.resolve.evidence import IN_WRITING, Features
from ingest.resolve.group_evidence import GROUP_EVIDENCE, group_evidence
from ingest.resolve.groups import Ties
from ingest.resolve.labelled import FOLDS, Labelled, Table, fold_of, table_of
from ingest.resolve.links import Link
from ingest.resolve.scoring import score
from ingest.resolve.second_look import SecondLook
from ingest.resolve.weights import Weights

Floats = npt.NDArray[np.float64]
#: Id -> its group; a call that stands alone is not in it.
Grouping = Mapping[str, str]

_RIDGE = 1.0  # inverse strength of the penalty on large weights
_WRITING_SHARE = 0.3  # what letters add to a weight is held closer to nothing: few of them are labelled
_GROUP_RIDGE = 1.0
_SPARED = 8  # of the many pairs that are not the same, one in so many is fitted to, and counts for all
_LARGE = 6  # a dispute's calls beyond this many count less, so that a few large ones do not rule


def fit(sets: Sequence[Labelled], rules: Weights) -> tuple[Weights, list[Grouping]]:
    """Weights fitted to all ``sets`` under the grouping rules of ``rules``, and each set's cross-validated groups."""
    tables = [table_of(labelled) for labelled in sets]
    totals = [np.zeros(len(table.later)) for table in tables]
    for fold in range(FOLDS):
        weights = fit_pairs(tables, rules, held_out=fold)
        for table, total in zip(tables, totals, strict=True):
            rows = np.flatnonzero(table.fold[table.later] == fold)
            total[rows] = score(Features(table.names, table.values[rows].T), weights)
    seen = [_Groupings(table, total, rules) for table, total in zip(tables, totals, strict=True)]
    by_fold = [_fit_groups(seen, rules, held_out=fold) for fold in range(FOLDS)]
    found = [grouping.found(by_fold) for grouping in seen]
    return _fit_groups(seen, fit_pairs(tables, rules, held_out=None), held_out=None), found


def fit_pairs(tables: Sequence[Table], rules: Weights, held_out: int | None) -> Weights:
    """``rules`` with evidence fitted to the judged pairs that touch no scenario of the fold ``held_out``."""
    values, same, importance = [], [], []
    largest = max(table.judged.sum() for table in tables)
    for table in tables:
        spared = 1 if table.labelled.pairs else _SPARED  # of pairs that people judged one by one, none is too many
        rows = table.judged & (table.same | (np.arange(len(table.same)) % spared == 0))
        if held_out is not None:
            rows &= (table.fold[table.later] != held_out) & (table.fold[table.earlier] != held_out)
        values.append(_twice(table, rows))
        same.append(table.same[rows])
        # A small set is heard beside a large one: all its pairs together count as the root of what they are.
        voice = np.sqrt(largest / table.judged.sum())
        importance.append(voice * (_importance(table) * np.where(table.same, 1, spared))[rows])
    model = LogisticRegression(C=_RIDGE, solver="newton-cholesky", max_iter=60)
    features = np.concatenate(values).astype(np.float64)  # evidence that goes together is ill-conditioned in less
    scale = np.maximum(np.abs(features).max(axis=0), 1e-6)
    scale[len(tables[0].names) :] /= _WRITING_SHARE
    model.fit(features / scale, np.concatenate(same), sample_weight=np.concatenate(importance))
    names, found = tables[0].names, (model.coef_[0] / scale).tolist()
    return replace(
        rules,
        bias=float(model.intercept_[0]),
        evidence=dict(zip(names, found[: len(names)], strict=True)),
        in_writing=dict(zip(names, found[len(names) :], strict=True)),
    )


def _twice(table: Table, rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.float32]:
    """The evidence, and once more for letters alone: what they add to its weight."""
    values = table.values[rows]
    letters = values[:, [table.names.index(IN_WRITING)]]
    return np.concatenate([values, values * letters], axis=1)


def _importance(table: Table) -> Floats:
    """How much each pair counts in the fit."""
    size = Counter(table.labelled.dispute.values())
    of = [size[name] if (name := table.labelled.dispute.get(p.id)) else 1 for p in table.ordered]
    largest = np.maximum(np.array(of)[table.later], np.array(of)[table.earlier])
    return np.asarray(table.labelled.voice * np.minimum(1.0, _LARGE / largest))


@dataclass(frozen=True, slots=True)
class _Question:
    """Whether two groups are one dispute, asked of the second look."""

    evidence: list[float]
    same: bool
    fold: int
    importance: float


class _Groupings:
    """One labelled set grouped by given pair scores, and the pairs of groups that the second look is asked about."""

    def __init__(self, table: Table, total: Floats, rules: Weights) -> None:
        self.table, self.rules = table, rules
        self.profiles = {profile.id: profile for profile in table.ordered}
        rows = np.flatnonzero(total > rules.keep).tolist()
        self.links = [
            Link(table.ordered[table.later[row]].id, table.ordered[table.earlier[row]].id, float(total[row]))
            for row in rows
        ]
        self.asked: list[_Question] = []
        self._look = SecondLook(self.profiles, rules)
        self._grouped(self._ask)

    def found(self, by_fold: Sequence[Weights]) -> Grouping:
        """The groups, each pair of groups weighed by a fit that did not see its scenario."""
        looks = [SecondLook(self.profiles, weights) for weights in by_fold]

        def worth(one: frozenset[str], other: frozenset[str], ties: Ties) -> float:
            return looks[self._fold(one | other)](one, other, ties)

        return {member: min(members) for member, members in self._grouped(worth).items() if len(members) > 1}

    def _grouped(self, second: groups.Worth) -> Mapping[str, frozenset[str]]:
        return groups.settle(
            self.profiles, self.links, blocked=Conflicts(self.profiles), second=second, weights=self.rules
        )

    def _ask(self, one: frozenset[str], other: frozenset[str], ties: Ties) -> float:
        """Take note of the question and answer it by the truth, so that every later stage is asked about too."""
        mine, theirs = self._dispute(one), self._dispute(other)
        smaller = min(len(one), len(other))
        if not mine or not theirs:
            return float("-inf")
        found = group_evidence(self._look.summary(one), self._look.summary(other), ties, self.rules.missing)
        importance = self.table.labelled.voice * smaller**0.5
        self.asked.append(_Question(list(found.values()), mine == theirs, self._fold(one | other), importance))
        # Of those that are one dispute, the most alike join first: no mean can outweigh the clamp.
        return self.rules.cut + self.rules.clamp + 1 + found["mean"] if mine == theirs else float("-inf")

    def _dispute(self, members: frozenset[str]) -> str:
        """What most of the judged members are about; '' when none was judged."""
        judged = self.table.labelled.dispute
        count = Counter(judged[member] or member for member in members if member in judged)
        return max(sorted(count), key=lambda name: count[name]) if count else ""

    def _fold(self, members: frozenset[str]) -> int:
        last = max(members, key=lambda member: self.profiles[member].order)
        return fold_of(self.table.labelled, last)


def _fit_groups(seen: Sequence[_Groupings], rules: Weights, held_out: int | None) -> Weights:
    asked = [question for grouping in seen for question in grouping.asked if question.fold != held_out]
    if len({question.same for question in asked}) < 2:
        return rules
    model = LogisticRegression(C=_GROUP_RIDGE, max_iter=1_000)
    model.fit(
        np.array([question.evidence for question in asked]),
        np.array([question.same for question in asked]),
        sample_weight=np.array([question.importance for question in asked]),
    )
    found = dict(zip(GROUP_EVIDENCE, model.coef_[0].tolist(), strict=True))
    return replace(rules, group_bias=float(model.intercept_[0]), group_evidence=found)

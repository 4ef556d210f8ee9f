"""What a pair's evidence adds up to, and the reasons that weigh most in it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.resolve.compiled import compiled
from ingest.resolve.evidence import IN_WRITING, Features
from ingest.resolve.weights import Weights

Scores = npt.NDArray[np.float64]
Numbers = npt.NDArray[np.int64]

_TOP_REASONS = 5
_TELLING = 0.1  # a reason that moves the score less is not worth a word


class _Rule(NamedTuple):
    """For each piece of evidence its weight, and what that is more for letters."""

    weight: Scores
    extra: Scores

    @classmethod
    def of(cls, names: tuple[str, ...], weights: Weights) -> _Rule:
        return cls(
            np.array([weights.evidence.get(name, 0.0) for name in names]),
            np.array([weights.in_writing.get(name, 0.0) for name in names]),
        )


def score(features: Features, weights: Weights) -> Scores:
    """Log-odds of each pair. Added up name by name, so that a pair's score is the same in any batch."""
    total = np.full(features.table.shape[1], weights.bias, dtype=np.float64)
    _add_up(features.table, _letters(features), _Rule.of(features.names, weights), total)
    return np.round(total, 4)


def reasons(features: Features, weights: Weights, pairs: Numbers) -> list[tuple[str, ...]]:
    """Of each of the pairs the reasons that weigh most, 'code:+2.1', strongest first."""
    if not len(pairs):
        return []
    said = [name.partition(".")[0] for name in features.names]
    codes = sorted(set(said))
    number = {code: at for at, code in enumerate(codes)}
    column = np.array([number[code] for code in said], dtype=np.int64)
    table = np.zeros((len(pairs), len(codes)))
    _by_reason((features.table, _letters(features)), _Rule.of(features.names, weights), column, pairs, table)
    order = np.argsort(-np.abs(table), axis=1, kind="stable")[:, :_TOP_REASONS]
    best = np.take_along_axis(table, order, axis=1)
    return [
        tuple(f"{codes[c]}:{w:+.1f}" for c, w in zip(row, weight, strict=True) if abs(w) >= _TELLING)
        for row, weight in zip(order.tolist(), best.tolist(), strict=True)
    ]


def _letters(features: Features) -> npt.NDArray[np.float32]:
    return np.asarray(features.table[features.names.index(IN_WRITING)])


@compiled
def _add_up(table: npt.NDArray[np.float32], letters: npt.NDArray[np.float32], rule: _Rule, total: Scores) -> None:
    for name in range(len(table)):
        weight, extra = rule.weight[name], rule.extra[name]
        if weight != 0 or extra != 0:
            for pair in range(len(total)):
                total[pair] += table[name, pair] * (weight + extra * letters[pair])


@compiled
def _by_reason(
    told: tuple[npt.NDArray[np.float32], npt.NDArray[np.float32]],
    rule: _Rule,
    column: Numbers,
    pairs: Numbers,
    found: Scores,
) -> None:
    """``told``: the table of evidence and its row of letters; ``column``: of each piece of evidence its reason's."""
    table, letters = told
    for name in range(len(table)):
        weight, extra = rule.weight[name], rule.extra[name]
        if weight != 0 or extra != 0:
            for at in range(len(pairs)):
                pair = pairs[at]
                found[at, column[name]] += table[name, pair] * (weight + extra * letters[pair])

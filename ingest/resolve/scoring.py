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
    """For each piece of evidence its weight, what that is more for letters, and the number of its reason."""

    weight: Scores
    extra: Scores
    reason: Numbers

    @classmethod
    def of(cls, names: tuple[str, ...], weights: Weights, reasons: list[str]) -> _Rule:
        return cls(
            np.array([weights.evidence.get(name, 0.0) for name in names]),
            np.array([weights.in_writing.get(name, 0.0) for name in names]),
            np.array([reasons.index(_reason(name)) for name in names], dtype=np.int64),
        )


def _reason(name: str) -> str:
    return name.partition(".")[0]


def score(features: Features, weights: Weights) -> Scores:
    """Log-odds of each pair. Added up name by name, so that a pair's score is the same in any batch."""
    total = np.full(features.table.shape[1], weights.bias, dtype=np.float64)
    _add_up(features.table, _letters(features), _rule(features, weights)[0], total)
    return np.round(total, 4)


def reasons(features: Features, weights: Weights, pairs: Numbers) -> list[tuple[str, ...]]:
    """Of each of the pairs the reasons that weigh most, 'code:+2.1', strongest first."""
    rule, codes = _rule(features, weights)
    table = np.zeros((len(pairs), len(codes)))
    _by_reason(features.table, _letters(features), rule, pairs, table)
    order = np.argsort(-np.abs(table), axis=1, kind="stable")[:, :_TOP_REASONS]
    best = np.take_along_axis(table, order, axis=1)
    return [
        tuple(f"{codes[c]}:{w:+.1f}" for c, w in zip(row, weight, strict=True) if abs(w) >= _TELLING)
        for row, weight in zip(order.tolist(), best.tolist(), strict=True)
    ]


def _rule(features: Features, weights: Weights) -> tuple[_Rule, list[str]]:
    codes = sorted({_reason(name) for name in features.names})
    return _Rule.of(features.names, weights, codes), codes


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
    table: npt.NDArray[np.float32], letters: npt.NDArray[np.float32], rule: _Rule, pairs: Numbers, found: Scores
) -> None:
    for name in range(len(table)):
        weight, extra = rule.weight[name], rule.extra[name]
        if weight != 0 or extra != 0:
            for at in range(len(pairs)):
                pair = pairs[at]
                found[at, rule.reason[name]] += table[name, pair] * (weight + extra * letters[pair])

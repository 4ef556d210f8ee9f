"""Grouping by text alone: MinHash finds texts with many character sequences in common, TF-IDF says how alike they are.

Nothing is known of phones, names or places but what their characters say.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from datasketch import MinHash, MinHashLSH
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import TfidfVectorizer

from bench.rivals.pairs import Cut, Grouping, Scored, best_cut, cuts, goodness, group
from bench.rivals.records import Records
from ingest.incident import Incident

_PERMUTATIONS = 128
_SEED = 1
_SHINGLE = 3
#: Estimated Jaccard similarities above which MinHash proposes a pair, and cosines at which the pair may count.
_BARS = (0.3, 0.5, 0.7)
_CUTS = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
_BLOCK = 100_000


@dataclass(frozen=True, slots=True)
class TextRule:
    """What was found best on records with truth: the bar of MinHash and the cut of TF-IDF cosine."""

    bar: float
    cut: Cut


def train(records: Records) -> TextRule:
    """The best bar and cut on ``records``."""
    rules = []
    for bar in _BARS:
        scored = _scored(records.incidents, bar).above(min(_CUTS))
        rules.append((TextRule(bar, cut := best_cut(scored, records.truth.assignments, cuts(_CUTS))), scored, cut))
    return max(rules, key=lambda found: goodness(group(found[1], found[2]), records.truth.assignments))[0]


def grouped(incidents: Sequence[Incident], rule: TextRule) -> Grouping:
    """Texts to groups."""
    return group(_scored(incidents, rule.bar), rule.cut)


def _scored(incidents: Sequence[Incident], bar: float) -> Scored:
    """The pairs that MinHash proposes, with their TF-IDF cosine."""
    texts = [f"{incident.address} {incident.content}" for incident in incidents]
    one, other = _proposed(texts, bar)
    vectors = csr_array(
        TfidfVectorizer(analyzer="char", ngram_range=(2, 3), sublinear_tf=True, dtype=np.float32).fit_transform(texts)
    )
    cosines = [
        np.asarray(vectors[one[at : at + _BLOCK]].multiply(vectors[other[at : at + _BLOCK]]).sum(axis=1)).ravel()
        for at in range(0, len(one), _BLOCK)
    ]
    score = np.concatenate(cosines).astype(np.float64) if cosines else np.empty(0)
    return Scored([incident.id for incident in incidents], one, other, score, slack=0.2)


def _proposed(texts: Sequence[str], bar: float) -> tuple[np.ndarray, np.ndarray]:
    shingles = [{text[at : at + _SHINGLE].encode() for at in range(max(1, len(text) - _SHINGLE + 1))} for text in texts]
    index = MinHashLSH(threshold=bar, num_perm=_PERMUTATIONS)
    one: list[int] = []
    other: list[int] = []
    for row, sketch in enumerate(MinHash.generator(shingles, num_perm=_PERMUTATIONS, seed=_SEED)):
        near = index.query(sketch)
        one += [row] * len(near)
        other += near
        index.insert(row, sketch)
    return np.array(one, dtype=np.int64), np.array(other, dtype=np.int64)

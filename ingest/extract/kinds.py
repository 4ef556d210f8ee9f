"""The kind of a dispute, scored by a weighted vocabulary over category, content and outcome."""

from __future__ import annotations

import math
from functools import cache, lru_cache

from ingest.extract import word_lists
from ingest.extract.lexicon import Lexicon, load_toml
from ingest.extract.text import once_a_text
from ingest.extract.word_lists import Vocabulary

STRENGTHS = {"decisive": 4.5, "strong": 3.0, "fair": 1.5, "weak": 0.5}
CATEGORY_WEIGHT = 3.0
OUTCOME_SHARE = 0.6
#: Below this score nothing is said: the text is too vague to name a kind.
LEAST = 1.5

_TABLE = load_toml("kinds.toml")
NAMES: dict[str, str] = {key: entry["zh"] for key, entry in _TABLE.items()}
NAMES_EN: dict[str, str] = {key: entry["en"] for key, entry in _TABLE.items()}

Weights = dict[str, float]


@lru_cache(maxsize=4)
def _text_lexicon(held: Vocabulary) -> Lexicon[Weights]:
    terms: dict[str, Weights] = {}
    for kind in _TABLE:
        for strength, weight in STRENGTHS.items():
            for term in held.words(f"kinds/{kind}/{strength}"):
                terms.setdefault(term, {})[kind] = weight
    return Lexicon(terms)


@cache
def _category_scores(category: str) -> Weights:
    return {
        kind: CATEGORY_WEIGHT for kind, entry in _TABLE.items() if any(word in category for word in entry["category"])
    }


def classify(category: str, content: str, outcome: str) -> tuple[str, float]:
    """(kind, confidence 0..1); ('', 0.0) when nothing speaks for any kind.

    A term counts once, however often it is said; terms that several kinds share count for each.
    """
    scores = dict(_category_scores(category))
    seen: set[str] = set()
    held = word_lists.in_force()
    for text, share in ((content, 1.0), (outcome, OUTCOME_SHARE)):
        for term, weights in _terms(held, text):
            if term in seen:
                continue
            seen.add(term)
            spread = share if len(weights) == 1 else share * 0.8
            for kind, weight in weights.items():
                scores[kind] = scores.get(kind, 0.0) + weight * spread
    if not scores:
        return "", 0.0
    best = max(scores, key=lambda kind: scores[kind])
    if scores[best] < LEAST:
        return "", 0.0
    return best, _confidence(scores, best)


@once_a_text
def _terms(held: Vocabulary, text: str) -> tuple[tuple[str, Weights], ...]:
    return tuple((term, weights) for _, _, term, weights in _text_lexicon(held).find(text))


def _confidence(scores: Weights, best: str) -> float:
    """The best kind's share when each score is taken as half a log-odds, damped while the score is small."""
    top = scores[best]
    rivals = sum(math.exp((score - top) / 2) for kind, score in scores.items() if kind != best)
    return round(1.0 / (1.0 + rivals) * (1.0 - math.exp(-top / 2)), 3)

"""Whether a call is invalid, malicious, or no police matter: a small linear model over groups of words.

The groups (concepts) and weights are vocabulary/flags.toml; docs/extraction.md says how they were fitted.
"""

from __future__ import annotations

from functools import cache

from ingest.extract.lexicon import Lexicon, load_toml

_TABLE = load_toml("flags.toml")
FLAGS = ("invalid", "malicious", "non_police")
_LEXICON: Lexicon[tuple[str, ...]]


def _concepts() -> dict[str, tuple[str, ...]]:
    terms: dict[str, tuple[str, ...]] = {}
    for concept, words in _TABLE["concepts"].items():
        for word in words:
            terms[word] = (*terms.get(word, ()), concept)
    return terms


_LEXICON = Lexicon(_concepts())
_CATEGORIES: dict[str, list[str]] = _TABLE["category"]


@cache
def _of_category(category: str) -> frozenset[str]:
    return frozenset(concept for concept, words in _CATEGORIES.items() if any(word in category for word in words))


def concepts(category: str, content: str, outcome: str) -> set[str]:
    """The groups of words that the record touches; those of the outcome carry the prefix ``outcome_`` as well."""
    found = set(_of_category(category))
    for _, _, _, hit in _LEXICON.find(content):
        found.update(hit)
    for _, _, _, hit in _LEXICON.find(outcome):
        found.update(hit)
    return found


def judge(found: set[str]) -> tuple[bool, bool, bool]:
    """(invalid, malicious, non_police) for the concepts of one record."""
    invalid, malicious, non_police = (
        _TABLE[flag]["bias"] + sum(_TABLE[flag]["weights"].get(concept, 0.0) for concept in found) > 0 for flag in FLAGS
    )
    return invalid or malicious, malicious, non_police and not (invalid or malicious)

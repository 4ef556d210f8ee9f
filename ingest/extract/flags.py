"""Whether a call is invalid, malicious, or no police matter: a small linear model over groups of words.

The groups (concepts) and their weights are vocabulary/flags.toml; docs/extraction.md says how they were fitted.
"""

from __future__ import annotations

from functools import cache, lru_cache
from math import fsum

from ingest.extract import word_lists
from ingest.extract.lexicon import Lexicon, load_toml
from ingest.extract.text import once_a_text
from ingest.extract.word_lists import Vocabulary

FLAGS = ("invalid", "malicious", "non_police")
#: A content of at most this many characters is short: an invalid call has little to write down.
SHORT = 16

_TABLE = load_toml("flags.toml")
_CATEGORIES: dict[str, list[str]] = _TABLE["category"]
_GROUPS: tuple[tuple[str, frozenset[str]], ...] = tuple(
    (group, frozenset(members)) for group, members in _TABLE["groups"].items()
)
_WEIGHTS: tuple[tuple[float, dict[str, float]], ...] = tuple(
    (_TABLE[flag]["bias"], _TABLE[flag]["weights"]) for flag in FLAGS
)


@lru_cache(maxsize=4)
def _lexicon(held: Vocabulary) -> Lexicon[str]:
    return Lexicon({word: concept for concept in _TABLE["concepts"] for word in held.words(f"flags/{concept}")})


def judge(category: str, content: str, outcome: str, *, has_place: bool) -> tuple[bool, bool, bool]:
    """(invalid, malicious, non_police). A malicious call is invalid too; an invalid one is no agency's matter."""
    return _decide(frozenset(concepts(category, content, outcome, has_place=has_place)))


def concepts(category: str, content: str, outcome: str, *, has_place: bool) -> set[str]:
    """What the model sees of a record: its concepts, those of the officer's note prefixed ``outcome_``."""
    found = set(_of_category(category))
    held = word_lists.in_force()
    found |= _of_text(held, content, "")
    found |= _of_text(held, outcome, "outcome_")
    if not has_place:
        found.add("no_place")
    if not outcome:
        found.add("no_outcome")
    if len(content) <= SHORT:
        found.add("short")
    return found


@once_a_text
def _of_text(held: Vocabulary, text: str, prefix: str) -> frozenset[str]:
    hits = {concept for _, _, _, concept in _lexicon(held).find(text)}
    if not hits:
        return frozenset()
    hits.update([group for group, members in _GROUPS if not hits.isdisjoint(members)])
    return frozenset(prefix + hit for hit in hits)


@cache
def _of_category(category: str) -> frozenset[str]:
    return frozenset(concept for concept, words in _CATEGORIES.items() if any(word in category for word in words))


@lru_cache(maxsize=50_000)
def _decide(found: frozenset[str]) -> tuple[bool, bool, bool]:
    invalid, malicious, non_police = (
        # Exact, or the order in which a set gives its members would decide where the sum is all but nothing.
        fsum((bias, *(weights.get(concept, 0.0) for concept in found))) > 0
        for bias, weights in _WEIGHTS
    )
    return invalid or malicious, malicious, non_police and not (invalid or malicious)

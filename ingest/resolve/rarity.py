"""How much a shared word tells, from how common it is in the language: a property of the word alone.

Frequencies of the records themselves would say more, but they change with every record that arrives.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

from ingest.resolve.wording import grammar_characters

#: (frequency in the word list above which, what sharing the word weighs); a rarer one weighs ``RARE``.
_TIERS: tuple[tuple[int, int], ...] = ((3_000, 1), (300, 2))
RARE = 4
#: The same for single characters, which are parts of many words.
_CHARACTER_TIERS: tuple[tuple[int, int], ...] = ((60_000, 0), (20_000, 1), (5_000, 2))


@cache
def word_weight(word: str) -> int:
    """1 everyday, 2 common, 4 rare or unknown; single characters and what every slip says are everyday."""
    return 1 if len(word) < 2 or word in _filler() else _tier(_words().get(word, 0))


@cache
def pair_weight(pair: str) -> int:
    """The same for two characters that follow one another; beside grammar they tell little."""
    if not grammar_characters().isdisjoint(pair):
        return 1
    return _tier(_pairs()[pair])


@cache
def character_weight(character: str) -> int:
    """0 everyday or grammar, up to 4 rare: 梯 in 电梯 and 客梯 tells what two words for one thing share."""
    if character in grammar_characters():
        return 0
    return _tier(_characters()[character], _CHARACTER_TIERS)


def _tier(frequency: int, tiers: tuple[tuple[int, int], ...] = _TIERS) -> int:
    return next((weight for above, weight in tiers if frequency > above), RARE)


@cache
def _filler() -> frozenset[str]:
    lines = Path(__file__).with_name("filler_words.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if not line.startswith("#"))


@cache
def _words() -> dict[str, int]:
    lines = Path(__file__).with_name("common_words.txt").read_text(encoding="utf-8").splitlines()
    return {word: int(count) for word, count in (line.split() for line in lines if not line.startswith("#"))}


@cache
def _pairs() -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in _words().items():
        for at in range(len(word) - 1):
            found[word[at : at + 2]] += count
    return found


@cache
def _characters() -> Counter[str]:
    found: Counter[str] = Counter()
    for word, count in _words().items():
        for character in word:
            found[character] += count
    return found

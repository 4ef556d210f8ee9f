"""Cutting text into words with jieba's dictionary, the domain's own terms added.

rjieba is the same segmentation in Rust, about thirty times as fast; tests/ingest/extract/test_words.py shows
where the two differ. jieba itself gives the dictionary that tells ordinary words from names.
"""

from __future__ import annotations

import logging
from functools import cache

import jieba
import rjieba

from ingest.extract.lexicon import load_lines

jieba.setLogLevel(logging.WARNING)

#: Frequency given to a term of the domain: enough to win over its pieces.
TERM_FREQUENCY = 20_000


@cache
def cutter() -> rjieba.Jieba:
    """The segmenter, with the terms of vocabulary/terms.txt, made once per process."""
    made = rjieba.Jieba()
    for term in load_lines("terms.txt"):
        made.add_word(term, TERM_FREQUENCY, "n")
    return made


def tagged(text: str) -> list[tuple[str, str]]:
    """(word, part of speech) of each word of ``text``, in order; unknown runs fall into single characters."""
    found: list[tuple[str, str]] = cutter().tag(text, False)
    return found


@cache
def ordinary(first: str) -> frozenset[str]:
    """jieba's words of two or three characters that begin with ``first`` and are not people's names."""
    return _by_first().get(first, frozenset())


@cache
def _by_first() -> dict[str, frozenset[str]]:
    grouped: dict[str, set[str]] = {}
    with jieba.dt.get_dict_file() as file:
        for line in file:
            word, frequency, tag = line.decode().split()
            if 2 <= len(word) <= 3 and not tag.startswith("nr") and int(frequency) >= 3:
                grouped.setdefault(word[0], set()).add(word)
    return {first: frozenset(words) for first, words in grouped.items()}

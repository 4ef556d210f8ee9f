"""The wording of a text as sets that can be compared: character pairs, and runs no dictionary knows.

A proper name is what a dictionary does not have. Cut without guessing (HMM off), an unknown name falls
into single characters; a run of them that are not grammar is taken for a name (橘郡礼顿山, 麓谷).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

import rjieba

from ingest.extract.text import once_a_text

_TEXT_LIMIT = 600
_KEPT = re.compile(r"[㐀-鿿A-Za-z]+")
_FIRST_HAN, _LAST_HAN = "㐀", "鿿"
_MIN_NAME, _MAX_NAME, _MAX_NAMES = 2, 8, 24


@lru_cache(maxsize=1)
def grammar_characters() -> frozenset[str]:
    """Characters that stand alone as grammar, numbers or measure words and are no part of a name."""
    path = Path(__file__).with_name("grammar_characters.txt")
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset("".join(line for line in lines if not line.startswith("#")))


@once_a_text
def plain(text: str) -> str:
    """``text`` without digits, blanks and punctuation (a blank where they stood), at most 600 characters."""
    return " ".join(_KEPT.findall(text))[:_TEXT_LIMIT]


def phrases(text: str, length: int) -> set[str]:
    """All runs of ``length`` characters in a plain ``text``; none goes over a blank."""
    return {run[at : at + length] for run in text.split() for at in range(len(run) - length + 1)}


def characters(text: str) -> set[str]:
    """The characters of a plain ``text``."""
    return set(text) - {" "}


@once_a_text
def names(text: str) -> tuple[str, ...]:
    """Runs of ``text`` that the dictionary does not know, in order, without repeats, at most 24."""
    found: dict[str, None] = {}
    grammar = grammar_characters()
    run = ""
    for word in [*rjieba.cut(text, False), ""]:
        if len(word) == 1 and _FIRST_HAN <= word <= _LAST_HAN and word not in grammar:
            run += word
            continue
        if _MIN_NAME <= len(run) <= _MAX_NAME:
            found[run] = None
        run = ""
    return tuple(found)[:_MAX_NAMES]

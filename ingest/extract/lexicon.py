"""A vocabulary with a value for each term, found in a text in one pass (Aho-Corasick)."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Generic, TypeVar

from ahocorasick_rs import AhoCorasick, MatchKind

VOCABULARY = Path(__file__).parent / "vocabulary"

Value = TypeVar("Value")


class Lexicon(Generic[Value]):
    """Terms with their values. The longest term wins where several start at one place."""

    def __init__(self, terms: Mapping[str, Value]) -> None:
        self._terms = list(terms)
        self._values = list(terms.values())
        self._machine = AhoCorasick(self._terms, matchkind=MatchKind.LeftmostLongest)

    def find(self, text: str) -> list[tuple[int, int, str, Value]]:
        """(start, end, term, value) of each term in ``text``, left to right, without overlap."""
        terms, values = self._terms, self._values
        found = self._machine.find_matches_as_indexes(text)
        return [(start, end, terms[index], values[index]) for index, start, end in found]


def load_toml(name: str) -> dict[str, Any]:
    """The vocabulary file ``name`` (a TOML file of this room)."""
    with (VOCABULARY / name).open("rb") as file:
        return tomllib.load(file)


def load_lines(name: str) -> tuple[str, ...]:
    """The words of the vocabulary file ``name``: split at white space, ``#`` starts a comment."""
    text = (VOCABULARY / name).read_text(encoding="utf-8")
    return tuple(word for line in text.splitlines() for word in line.partition("#")[0].split())

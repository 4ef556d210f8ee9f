"""The words of kinds, danger, flags and references as they hold now: what Fengqiao ships with, and what was changed.

An administrator adds words to the shipped lists and takes words out; the versions of that are kept under the home and
read here by every process. ``trying`` lets one piece of work read by other words, and nobody else.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from graph.versions import SHIPPED, Version, Versions
from ingest.extract.lexicon import load_lines, load_toml
from ingest.extract.text import narrow

VERSIONS = Versions("vocabulary")
#: Strengths of a word that tells a kind.
STRENGTHS = ("decisive", "strong", "fair", "weak")
#: Longest word, and most words that a list may be given.
LONGEST, MOST = 20, 500

Words = tuple[str, ...]


class WordError(ValueError):
    """A word cannot be added or taken out; ``problem`` is `long`, `many`, `there` or `missing`."""

    def __init__(self, word: str, problem: str) -> None:
        super().__init__(f"{word}: {problem}")
        self.word, self.problem = word, problem


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """What was changed, by the name of the list. Equal only to itself, so that what is made of it can be kept by it."""

    number: int = 0
    added: Mapping[str, Words] = field(default_factory=dict)
    out: Mapping[str, Words] = field(default_factory=dict)

    def words(self, name: str) -> Words:
        """The words of a list as they hold."""
        out = frozenset(self.out.get(name, ()))
        return (*(word for word in shipped()[name] if word not in out), *self.added.get(name, ()))

    def values(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {"added": {n: list(w) for n, w in self.added.items()}, "out": {n: list(w) for n, w in self.out.items()}}

    def changed(self, name: str, added: Sequence[str], out: Sequence[str]) -> Vocabulary:
        """The same with these words of the list ``name`` added and taken out, instead of those until now. WordError."""
        known = frozenset(shipped()[name])
        added, out = _clean(added), _clean(out)
        for word in added:
            if word in known:
                raise WordError(word, "there")
            if len(word) > LONGEST:
                raise WordError(word, "long")
        for word in out:
            if word not in known:
                raise WordError(word, "missing")
        if len(added) > MOST:
            raise WordError(added[MOST], "many")
        return Vocabulary(
            -1,
            {list_: words for list_, words in {**self.added, name: added}.items() if words},
            {list_: words for list_, words in {**self.out, name: out}.items() if words},
        )


def _clean(words: Sequence[str]) -> Words:
    """As texts are read: narrow characters, no blanks; each once."""
    return tuple(dict.fromkeys(word for one in words if (word := "".join(narrow(one).split()))))


@cache
def shipped() -> Mapping[str, Words]:
    """Name of a list -> the words that Fengqiao ships with. The names are what versions and addresses call them."""
    kinds, dangers, flags = load_toml("kinds.toml"), load_toml("dangers.toml"), load_toml("flags.toml")
    lists: dict[str, Sequence[str]] = {f"dangers/{grade}": words for grade, words in dangers["grades"].items()}
    lists["dangers/harmless"] = dangers["negation"]["harmless"]
    lists |= {f"kinds/{kind}/{strength}": told[strength] for kind, told in kinds.items() for strength in STRENGTHS}
    lists |= {f"flags/{concept}": words for concept, words in flags["concepts"].items()}
    lists["references"] = load_lines("references.txt")
    lists["references_harmless"] = load_lines("references_harmless.txt")
    return {name: tuple(dict.fromkeys(words)) for name, words in lists.items()}


_trial: ContextVar[Vocabulary | None] = ContextVar("vocabulary on trial", default=None)
_built: Vocabulary = Vocabulary()
_built_of: Version = SHIPPED


def in_force() -> Vocabulary:
    """The vocabulary to read by: the one on trial here, else the latest version that was saved."""
    global _built, _built_of
    if (tried := _trial.get()) is not None:
        return tried
    version = VERSIONS.in_force()
    if version is not _built_of:
        _built, _built_of = of_version(version), version
    return _built


def of_version(version: Version) -> Vocabulary:
    """The vocabulary that a version keeps; lists that there are no more are left out."""
    added, out = (
        {name: tuple(words) for name, words in version.values.get(part, {}).items() if name in shipped()}
        for part in ("added", "out")
    )
    return Vocabulary(version.number, added, out)


@contextmanager
def trying(vocabulary: Vocabulary) -> Iterator[None]:
    """Inside, texts are read by this vocabulary, in this thread alone."""
    token = _trial.set(vocabulary)
    try:
        yield
    finally:
        _trial.reset(token)

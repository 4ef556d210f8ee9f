"""What two texts have in common, for the eye: runs of at least three characters that stand in both."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

from ingest.extract.lexicon import load_lines

#: A part of a text, and whether it stands in the other one too.
Run = tuple[str, bool]
_LEAST = 3
#: What is in every call, so tells nothing.
_FORM = frozenset(load_lines("boilerplate.txt"))


def common(one: str, other: str) -> tuple[list[Run], list[Run]]:
    """Both texts cut into runs; put together again they are the texts."""
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    shared = [block for block in blocks if block.size >= _LEAST and one[block.a : block.a + block.size] not in _FORM]
    return (
        _cut(one, [(block.a, block.a + block.size) for block in shared]),
        _cut(other, [(block.b, block.b + block.size) for block in shared]),
    )


def _cut(text: str, spans: Sequence[tuple[int, int]]) -> list[Run]:
    runs: list[Run] = []
    at = 0
    for start, end in spans:
        runs += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [run for run in [*runs, (text[at:], False)] if run[0]]

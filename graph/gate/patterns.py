"""Regular expressions: Java tries some of them for hours on one text, and no clock of the engine sees that."""

from __future__ import annotations

import re

from graph.gate.refusal import Refused
from graph.gate.scan import Token

#: Longest expression, and most repeats without an end in one.
LONGEST, REPEATS = 200, 3
#: Longest text written out or given, in a query with a regular expression.
LONGEST_TEXT = 1_000
_REPEAT = re.compile(r"[*+]|\{\d+,\}|\{\d{3,}|\{\d+,\d{3,}")
_CLASS = re.compile(r"\\\\.|\\.|\[[^\]]*\]")
_REPEATED_GROUP = re.compile(r"\)\s*[*+{]")


def check(tokens: list[Token]) -> None:
    """Refused unless what stands behind every ``=~`` is a short text without repeats of groups."""
    for position, token in enumerate(tokens):
        if token.is_symbol("=~"):
            after = tokens[position + 1] if position + 1 < len(tokens) else token
            behind = tokens[position + 2] if position + 2 < len(tokens) else None
            joined = behind is not None and behind.is_symbol("+", "||", ".", "[", "-", "*", "/")
            if after.kind != "text" or joined or not _tame(after.value):
                raise Refused("regex", position=after.start, most=LONGEST)
    if any(token.is_symbol("=~") for token in tokens):
        for token in tokens:
            if token.kind == "text" and len(token.value) > LONGEST_TEXT:
                raise Refused("regex", position=token.start, most=LONGEST)


def _tame(pattern: str) -> bool:
    plain = _CLASS.sub("x", pattern)
    return len(pattern) <= LONGEST and not _REPEATED_GROUP.search(plain) and len(_REPEAT.findall(plain)) <= REPEATS

"""The measures that a drafted directive asks for; the words are measures.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any


def measures(direction: str, levels: Iterable[str], kinds: Iterable[str], language: str = "zh") -> list[str]:
    """What is asked for, a sentence each: first what the gravest of the levels calls for.

    Args:
        direction: vertical or horizontal.
        levels: of the disputes: critical, high, medium, low.
        kinds: keys of the kinds of dispute.
        language: zh or en.
    """
    table, there = _table(), set(levels)
    gravest = next((level for level in table["level"] if level in there), "low")
    parts = [table["level"][gravest], table[direction]]
    parts += [table["kind"][kind] for kind in dict.fromkeys(kinds) if kind in table["kind"]]
    return [line for part in parts for line in part[language]]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))

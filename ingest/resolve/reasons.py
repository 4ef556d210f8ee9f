"""Reasons in words: what a stored 'code:+2.1' tells an officer."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from pathlib import Path


@lru_cache(maxsize=1)
def _words() -> dict[str, dict[str, dict[str, str]]]:
    return tomllib.loads(Path(__file__).with_name("reasons.toml").read_text(encoding="utf-8"))


def codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_words())


def say(reason: str, language: str = "zh") -> str:
    """``reason`` ('room:+2.1') in words: 同一户室（+2.1）.

    ``language`` is 'zh' or 'en'. Raises KeyError for an unknown code or language, ValueError for a malformed one.
    """
    code, _, weight = reason.partition(":")
    side = "for" if float(weight) >= 0 else "against"
    words = _words()[code][side][language]
    return f"{words}（{weight}）" if language == "zh" else f"{words} ({weight})"

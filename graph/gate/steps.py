"""A plan of the engine in words: what is done, in order, and how many rows are reckoned with."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph.gate.refusal import Language

_WORDS = Path(__file__).resolve().parent / "steps.toml"
#: Rows beyond which looking at all of them is worth a warning.
_MANY = 10_000
#: Names that the engine makes for what has none.
_MADE = re.compile(r"`?(?:anon_\d+|\s+UNNAMED\d+)`?")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: the operator's name, what it works on as the engine says it, rows it reckons with."""

    operator: str
    details: str
    rows: float

    def say(self, language: Language) -> str:
        """In words."""
        return words()[self.operator if self.operator in words() else "other"][language]

    @property
    def costly(self) -> bool:
        """Whether it looks at everything, or at every pair of things."""
        return self.operator in ("AllNodesScan", "CartesianProduct") or self.rows >= _MANY


def steps(tree: Mapping[str, Any]) -> Iterator[Step]:
    """The steps of a plan in the order in which they are done."""
    for child in tree.get("children", ()):
        yield from steps(child)
    told = tree.get("args", {})
    details = _MADE.sub("", str(told.get("Details", "")))
    yield Step(re.split(r"[(@]", tree["operatorType"])[0], details, float(told.get("EstimatedRows", 0.0)))


@cache
def words() -> dict[str, dict[str, str]]:
    """Operator -> language -> what it does."""
    kinds = tomllib.loads(_WORDS.read_text(encoding="utf-8"))
    return {name: {"zh": one["zh"], "en": one["en"]} for one in kinds.values() for name in one["operators"].split()}

"""The engine's errors as refusals: in words for a person, at the place in the user's text."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from neo4j.exceptions import Neo4jError

from graph.gate.refusal import Refused

_WORDS = Path(__file__).resolve().parent / "refusals.toml"
_PLACE = re.compile(r"\(line (\d+), column (\d+)(?: \(offset: \d+\))?\)")
_TIME = re.compile(r"\.Transaction\.(?:TransactionTimedOut\w*|LockAcquisitionTimeout)$")
_MEMORY = re.compile(r"MemoryPoolOutOfMemory|TransactionOutOfMemory|General\.OutOfMemory|StackOverFlow")
_TERMINATED = re.compile(r"\.Transaction\.(?:Terminated|TransactionMarkedAsFailed)$")


def refusal(error: Neo4jError, text: str, *, lines_before: int = 0, seconds: float = 0) -> Refused:
    """What to say for the engine's ``error`` about ``text``, which was sent with ``lines_before`` lines before it."""
    message, code = str(error.message or ""), str(error.code or "")
    if _TIME.search(code) or _TERMINATED.search(code):
        return Refused("time", seconds=f"{seconds:.0f}")
    if _MEMORY.search(code):
        return Refused("memory")
    place = _PLACE.search(message)
    position = _offset(text, int(place[1]) - lines_before, int(place[2])) if place else None
    for pattern, name in _patterns():
        if found := pattern.search(message):
            return Refused(name, position=position, **found.groupdict())
    line = " ".join(message.split("\n", maxsplit=1)[0].split())
    plain = _PLACE.sub("", line).strip()
    return Refused("engine" if "Statement" in code else "failed", position=position, message=plain[:300])


def _offset(text: str, line: int, column: int) -> int | None:
    """0-based place of a line and column, both from 1; columns count UTF-16 units as Java does."""
    lines = text.splitlines(keepends=True) or [""]
    if not 1 <= line <= len(lines):
        return None
    units = lines[line - 1].encode("utf-16-le")[: 2 * (column - 1)]
    return sum(map(len, lines[: line - 1])) + len(units.decode("utf-16-le", errors="ignore"))


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    entries = tomllib.loads(_WORDS.read_text(encoding="utf-8"))["engine"]
    return tuple((re.compile(entry["pattern"]), entry["code"]) for entry in entries)

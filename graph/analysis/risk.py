"""How likely a dispute is to turn into a crime: a plain sum of log-odds over its own calls, with reasons.

The risk of a dispute depends on its own calls only, so a new call elsewhere changes nothing here. The
weights and the words for each reason stand in risk.toml.
"""

from __future__ import annotations

import math
import tomllib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from graph.thresholds import level_of

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Call:
    """What risk looks at in one call: when (epoch seconds), danger grade 0..5, who, case number or ''."""

    at_s: int
    danger: int
    caller: str
    refers_back: bool
    case_number: str


@dataclass(frozen=True, slots=True)
class Risk:
    """``score`` 0..1, ``level`` low/medium/high/critical, ``reasons`` as `code|key=value|...`, heaviest first."""

    score: float
    level: str
    reasons: tuple[str, ...]


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))


def assess(calls: Sequence[Call], kind: str) -> Risk:
    """The risk of a dispute with these calls (at least one) of this kind. Cost: n log n in the calls."""
    facts = _facts(sorted(calls, key=lambda call: call.at_s), kind)
    total = _table()["base"] + sum(weight for _, weight in facts)
    score = round(1 / (1 + math.exp(-total)), 4)
    reasons = tuple(text for text, weight in sorted(facts, key=lambda fact: (-fact[1], fact[0])) if weight > 0)
    return Risk(score, level_of(score), reasons)


def _facts(calls: Sequence[Call], kind: str) -> list[tuple[str, float]]:
    table = _table()
    facts: list[tuple[str, float]] = []
    gravest = max(call.danger for call in calls)
    if gravest:
        facts.append((f"danger_grade|value={gravest}", table["danger_grade"]["weights"][str(gravest)]))
    first, last = calls[0].danger, max(call.danger for call in calls[-2:])
    if len(calls) > 1 and last > first:
        facts.append((f"danger_rising|first={first}|last={last}", table["danger_rising"]["weight"]))
    if len(calls) > 1:
        facts.append((f"repeats|value={len(calls)}", table["repeats"]["per_doubling"] * math.log2(len(calls))))
    for name, days, least in (("week", 7, 2), ("month", 30, 3)):
        most = most_within([call.at_s for call in calls], days)
        if most >= least:
            facts.append((f"{name}|value={most}", table[name]["weight"]))
    callers = {call.caller for call in calls if call.caller}
    if len(callers) > 1:
        facts.append((f"callers|value={len(callers)}", table["callers"]["weight"]))
    if any(call.refers_back for call in calls):
        facts.append(("refers_back", table["refers_back"]["weight"]))
    if kind in table["close_ties"]["kinds"]:
        facts.append((f"close_ties|kind={kind}", table["close_ties"]["weight"]))
    case = next((call.case_number for call in calls if call.case_number), "")
    if case:
        facts.append((f"escalated|value={case}", table["escalated"]["weight"]))
    return facts


def most_within(times_s: Sequence[int], days: int) -> int:
    """The most of the sorted times that lie within any ``days`` x 24 hours, both ends included."""
    return max((bisect_right(times_s, t + days * DAY_S) - i for i, t in enumerate(times_s)), default=0)


def say(reason: str, language: str, kinds: Mapping[str, str]) -> str:
    """A reason in words; ``language`` zh or en, ``kinds`` the kinds' names in it. An unknown code stays one."""
    code, *pairs = reason.split("|")
    values = dict(pair.split("=", 1) for pair in pairs)
    if "kind" in values:
        values["kind"] = kinds.get(values["kind"], values["kind"])
    entry = _table().get(code)
    return str(entry[language]).format(**values) if entry else reason

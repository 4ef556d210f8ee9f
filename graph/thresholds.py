"""The thresholds that an administrator may change, read here by every process: repeats, risk, review, deadlines.

What the environment sets holds; else the latest version that was saved; else what Fengqiao ships with. The numbers and
their bounds stand in thresholds.toml.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from graph import settings
from graph.versions import Versions

VERSIONS = Versions("thresholds")
#: Each of these is at least the one before it, or above it.
_RISING = (
    ("week", "month", "year"),
    ("medium", "high", "critical"),
    ("due_critical", "due_high", "due_medium", "due_low"),
)
#: Window in days -> the threshold that is its.
_WINDOWS = {7: "week", 30: "month", 365: "year"}


class ThresholdError(ValueError):
    """A value cannot be: ``name`` is the threshold, ``problem`` `number`, `bounds` or `order`."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")
        self.name, self.problem = name, problem


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number that may be changed; ``setting`` is the environment variable that overrules it, '' for none."""

    name: str
    default: float
    least: float
    most: float
    setting: str = ""

    @property
    def whole(self) -> bool:
        """Whether it counts something."""
        return isinstance(self.default, int)

    @property
    def fixed(self) -> bool:
        """Whether the environment says it, so that nobody can change it on a page."""
        return bool(self.setting and os.environ.get(self.setting))

    def read(self, written: str) -> float:
        """The number that somebody wrote; ThresholdError."""
        try:
            value = int(written) if self.whole else round(float(written), 3)
        except ValueError:
            raise ThresholdError(self.name, "number") from None
        if not self.least <= value <= self.most:
            raise ThresholdError(self.name, "bounds")
        return value


@cache
def every() -> Mapping[str, Threshold]:
    """Name -> threshold, in the order in which they are shown."""
    found = tomllib.loads(Path(__file__).with_suffix(".toml").read_text(encoding="utf-8"))
    return {name: Threshold(name, **told) for name, told in found.items()}


def defaults() -> dict[str, float]:
    """What Fengqiao ships with."""
    return {name: threshold.default for name, threshold in every().items()}


def in_force() -> dict[str, float]:
    """Every threshold as it holds now; SettingError for one that the environment has and that cannot be."""
    saved = VERSIONS.in_force().values
    return {
        name: settings.number(one.setting) if one.fixed else saved.get(name, one.default)
        for name, one in every().items()
    }


def read(written: Mapping[str, str]) -> dict[str, float]:
    """The values somebody wrote, with those in force where he may not; ThresholdError for the first that cannot be."""
    now = in_force()
    values = {name: now[name] if one.fixed else one.read(written.get(name, "")) for name, one in every().items()}
    for names in _RISING:
        for low, high in pairwise(names):
            if values[low] > values[high] or (not every()[low].whole and values[low] == values[high]):
                raise ThresholdError(high, "order")
    return values


def repeats() -> dict[int, int]:
    """Window length in days -> calls that make a repeat in it (周, 月, 年)."""
    return repeats_by(in_force())


def repeats_by(values: Mapping[str, float]) -> dict[int, int]:
    """The same by these values."""
    return {days: int(values[name]) for days, name in _WINDOWS.items()}


def level_of(risk: float, values: Mapping[str, float] | None = None) -> str:
    """low, medium, high or critical for a risk of 0..1, by the thresholds in force or by these."""
    held = values or in_force()
    return next((name for name in ("critical", "high", "medium") if risk >= held[name]), "low")


def hours_due(level: str) -> int:
    """Working hours until a directive about a dispute of this level of risk has to be answered."""
    return int(in_force()[f"due_{level if level in ('critical', 'high', 'medium') else 'low'}"])

"""A chart of an answer, drawn on the server as SVG: its first column along the foot, its numbers upwards.

Colours and type are the page's style sheet's, so that it is as readable at night; a table stands beside it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10
from typing import Any

from flask import render_template

_WIDTH, _HEIGHT, _LEFT, _RIGHT, _TOP, _FOOT = 920, 320, 52, 12, 12, 44
#: Series that are drawn, and points of each; more cannot be told apart.
SERIES, POINTS = 4, 400
#: More points than this are a line, not bars.
_BARS, _WIDEST = 31, 60.0
#: Widest words along the foot, in characters.
_WORD = 10


@dataclass(frozen=True)
class Mark:
    """A bar, or a point of a line: its place, and what to say of it."""

    x: float
    y: float
    width: float
    height: float
    text: str


@dataclass(frozen=True)
class Series:
    """A column of numbers."""

    title: str
    marks: tuple[Mark, ...]

    @property
    def points(self) -> str:
        """As a polyline has them."""
        return " ".join(f"{mark.x:.1f},{mark.y:.1f}" for mark in self.marks)


def chart(titles: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """The SVG, or '' when there is no number to draw."""
    rows = rows[:POINTS]
    numbers = [n for n in range(1, len(titles)) if any(_is_number(row[n]) for row in rows)][:SERIES]
    if not rows or not numbers:
        return ""
    highest = max(float(row[n]) for row in rows for n in numbers if _is_number(row[n]))
    step = _step(highest)
    top = max(step, step * ceil(highest / step))
    bars = len(rows) <= _BARS
    return render_template(
        "query_chart.svg",
        width=_WIDTH,
        height=_HEIGHT,
        left=_LEFT,
        foot=_HEIGHT - _FOOT,
        right=_WIDTH - _RIGHT,
        title=titles[0],
        bars=bars,
        series=[
            Series(titles[n], tuple(_marks(titles[n], rows, n, top, _Slot(len(rows), place, len(numbers)))))
            for place, n in enumerate(numbers)
        ],
        lines=[(_height(step * n, top), f"{step * n:g}") for n in range(round(top / step) + 1)],
        words=list(_words(rows)),
    )


@dataclass(frozen=True)
class _Slot:
    """Where a series stands among ``of`` ones that share the width of ``rows`` rows."""

    rows: int
    place: int
    of: int

    @property
    def step(self) -> float:
        return (_WIDTH - _LEFT - _RIGHT) / self.rows

    @property
    def bar(self) -> float:
        """Width of a bar; 0 for a line."""
        return min(_WIDEST, self.step * 0.8 / self.of) if self.rows <= _BARS else 0.0

    def x(self, row: int) -> float:
        return _LEFT + self.step * (row + 0.5) + self.bar * (self.place - self.of / 2)


def _marks(title: str, rows: Sequence[Sequence[Any]], column: int, top: float, slot: _Slot) -> Iterator[Mark]:
    for n, row in enumerate(rows):
        value = float(row[column]) if _is_number(row[column]) else 0.0
        y = _height(value, top)
        yield Mark(slot.x(n), y, slot.bar, _HEIGHT - _FOOT - y, f"{row[0]} · {title} {value:g}")


def _words(rows: Sequence[Sequence[Any]]) -> list[tuple[float, str]]:
    """Words along the foot, as many as there is room for."""
    slot = (_WIDTH - _LEFT - _RIGHT) / len(rows)
    longest = max(min(len(str(row[0])), _WORD) for row in rows)
    each = max(1, ceil((longest * 11 + 8) / slot))
    return [(_LEFT + slot * (n + 0.5), str(rows[n][0])[:_WORD]) for n in range(0, len(rows), each)]


def _height(value: float, top: float) -> float:
    return _TOP + (_HEIGHT - _FOOT - _TOP) * (1 - max(0.0, value) / top)


def _step(highest: float) -> float:
    """A round distance between lines, four or five of them."""
    if highest <= 0:
        return 1.0
    rough = highest / 4
    power = 10.0 ** floor(log10(rough))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10) if power * factor >= rough)
    return max(step, 1.0) if float(highest).is_integer() else step


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)

"""A small picture of a dispute: who called on the left, when in the middle, where on the right, and lines between.

Columns rather than forces: nothing overlaps, the same dispute looks the same every time, and names can be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _

from web import reading

#: At most so many people, moments and places: 60 nodes. What is left over is one node that says how many.
_PEOPLE, _MOMENTS, _PLACES = 16, 28, 14
_WIDTH, _ROW, _TOP = 640, 26, 30
_MIDDLE = 320
#: Kind -> where its column is, and how many of it have a node of their own.
_COLUMNS = {"person": (170, _PEOPLE), "place": (470, _PLACES)}
_LETTERS = 11

Row = dict[str, Any]


@dataclass(frozen=True)
class Dot:
    """A node: what it is (`person`, `call`, `place`), where, its name, and how many calls it stands for."""

    kind: str
    x: int
    y: int
    label: str
    title: str
    calls: int
    danger: int = 0

    @property
    def radius(self) -> int:
        """Pixels; more calls, larger, within bounds."""
        return min(9, 4 + self.calls // 3)


@dataclass(frozen=True)
class Line:
    """Between two nodes; ``calls`` is how many it stands for."""

    start: Dot
    end: Dot
    calls: int


@dataclass(frozen=True)
class Picture:
    """Nodes and lines with places on a canvas of so many pixels."""

    dots: list[Dot]
    lines: list[Line]
    width: int
    height: int


def of_dispute(dispute: str, *, whole: bool = False) -> Picture | None:
    """The picture of a dispute as the visitor may see it; None when there is nothing to draw."""
    rows = reading.rows("dispute_picture", unmasked=whole, dispute=dispute)
    return draw(rows, _("No name"), _("%(count)d more"))


def draw(rows: Sequence[Row], nobody: str, others: str) -> Picture | None:
    """The picture of calls with their callers and places; None for none.

    ``nobody`` names a caller who is not known; ``others`` what is left over, with `%(count)d` in it.
    """
    if not rows:
        return None
    people = _ranked((_caller(row), row["caller"] or row["phone"] or nobody) for row in _once(rows))
    places = _ranked((row["place_key"], row["place"] or row["place_key"]) for row in rows if row["place_key"])
    moments = _moments(rows)
    tallest = max(min(len(people), _PEOPLE + 1), len(moments), min(len(places), _PLACES + 1))
    height = _TOP + _ROW * tallest
    left = _column("person", people, height, others)
    right = _column("place", places, height, others)
    middle: dict[str, Dot] = {}
    for at, (label, calls) in enumerate(moments):
        dot = _moment(label, calls, _spread(at, len(moments), height))
        middle |= dict.fromkeys((call["incident_id"] for call in calls), dot)
    counted: Counter[tuple[Dot, Dot]] = Counter()
    for row in _once(rows):
        counted[left[_caller(row)], middle[row["incident_id"]]] += 1
    for row in rows:
        if row["place_key"]:
            counted[middle[row["incident_id"]], right[row["place_key"]]] += 1
    dots = list(dict.fromkeys([*left.values(), *middle.values(), *right.values()]))
    return Picture(dots, [Line(*ends, count) for ends, count in counted.items()], _WIDTH, height)


def _caller(row: Row) -> str:
    return str(row["caller_key"] or row["phone"] or "")


def _once(rows: Iterable[Row]) -> list[Row]:
    """A call with two places comes twice."""
    return list({row["incident_id"]: row for row in rows}.values())


def _ranked(named: Iterable[tuple[str, str]]) -> list[tuple[str, str, int]]:
    """Key, name and count, the most frequent first."""
    counts, names = Counter[str](), dict[str, str]()
    for key, name in named:
        counts[key] += 1
        names.setdefault(key, name)
    return [(key, names[key], count) for key, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _moments(rows: Sequence[Row]) -> list[tuple[str, list[Row]]]:
    """The calls in time order, by day, month or year, whatever is few enough."""
    calls = _once(rows)
    groups: list[tuple[str, list[Row]]] = []
    for form in ("%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m", "%Y"):
        by: dict[str, list[Row]] = {}
        for call in calls:
            by.setdefault(call["reported_at"].strftime(form), []).append(call)
        groups = list(by.items())
        if len(groups) <= _MOMENTS:
            break
    return groups


def _moment(label: str, calls: list[Row], y: int) -> Dot:
    danger = max((call["danger"] or 0 for call in calls), default=0)
    numbers = ", ".join(call["incident_id"] for call in calls[:5])
    return Dot("call", _MIDDLE, y, label, numbers + ("…" if len(calls) > 5 else ""), len(calls), danger)


def _column(kind: str, ranked: list[tuple[str, str, int]], height: int, others: str) -> dict[str, Dot]:
    """Key -> its node; the ones that are left over share one."""
    x, most = _COLUMNS[kind]
    shown, rest = (ranked, []) if len(ranked) <= most + 1 else (ranked[:most], ranked[most:])
    size = len(shown) + bool(rest)
    found = {
        key: Dot(kind, x, _spread(at, size, height), _short(name), name, count)
        for at, (key, name, count) in enumerate(shown)
    }
    if rest:
        label = others % {"count": len(rest)}
        dot = Dot(kind, x, _spread(size - 1, size, height), label, label, sum(count for _, _, count in rest))
        found |= dict.fromkeys((key for key, _, _ in rest), dot)
    return found


def _spread(at: int, size: int, height: int) -> int:
    """The height of the one with this place among so many, spread over the canvas."""
    return _TOP + round((at + 0.5) * (height - _TOP) / size)


def _short(name: str) -> str:
    return name if len(name) <= _LETTERS else name[: _LETTERS - 1] + "…"

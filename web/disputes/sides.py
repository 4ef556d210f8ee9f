"""The people of a dispute by the side on which they stand."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]


def by_side(people: Iterable[Row]) -> dict[str, list[Row]]:
    """Side -> people: those who called, then who stands against them, then who else is named."""
    sides: dict[str, list[Row]] = {"caller": [], "opponent": []}
    for person in people:
        sides.setdefault(person["side"] or "named", []).append(person)
    return {side: those for side, those in sides.items() if those}

"""Guards put into a query: lists that are walked inside one expression may have so many elements, seen as it runs.

The engine looks at its clock and its memory between rows, never inside an expression: ``reduce`` over a long ``range``
runs on past every limit, and a list comprehension over one ends the whole engine. So each such list ``L`` becomes
``head([q IN [L] | CASE WHEN size(q) > most THEN [date('...' + size(q))] ELSE q END])``, which is ``L`` itself, worked
out once, or an error that says how long it is. Null stays null.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

MARK = "fengqiao list"
_NAME = "`fengqiao list`"
_SAID = re.compile(rf"{MARK} (\d+) (\d+)")


@dataclass(frozen=True, slots=True)
class Guard:
    """The list expression from ``start`` to ``end`` may have at most ``most`` elements."""

    start: int
    end: int
    most: int


def guarded(text: str, guards: list[Guard]) -> str:
    """The text with all guards put in; ranges may lie inside one another."""
    inserts: list[tuple[int, int, int, str]] = []
    for guard in guards:
        size = guard.end - guard.start
        before = f"head([{_NAME} IN ["
        behind = (
            f"] | CASE WHEN size({_NAME}) > {guard.most} "
            f"THEN [date('{MARK} ' + size({_NAME}) + ' {guard.most}')] ELSE {_NAME} END])"
        )
        # At one place: what ends there first, the inner before the outer; then what begins, the outer first.
        inserts += [(guard.start, 1, -size, before), (guard.end, 0, size, behind)]
    pieces, at = [], 0
    for place, _, _, insert in sorted(inserts):
        pieces += [text[at:place], insert]
        at = place
    return "".join([*pieces, text[at:]])


def tripped(message: str) -> tuple[int, int] | None:
    """Size and most of the list whose guard raised the engine's ``message``; None when none did."""
    said = _SAID.search(message)
    return (int(said[1]), int(said[2])) if said else None

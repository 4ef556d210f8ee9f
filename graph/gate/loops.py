"""Loops inside one expression, which no clock of the engine sees: found, and given a most number of rounds.

``reduce``, list comprehensions, ``any``, ``all``, ``none`` and ``single`` walk a list. What one walk costs is counted
in steps (a token is one; long texts and values put together from many count more), loops inside loops multiply, and all
loops of a query share a budget that takes about a second. From that follows how long each list may be; guards.py sees
to it as the query runs. Ranges elsewhere than behind UNWIND, which streams them, are guarded as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from graph.gate import reduces
from graph.gate.growth import Weights, cut, split
from graph.gate.guards import Guard
from graph.gate.refusal import Refused
from graph.gate.tree import Group, Item
from graph.gate.words import name_before

#: Steps that the loops of one query may take together for one row, and those of them that make values which stay.
STEPS, MADE = 20_000_000, 2_000_000
#: Most and least rounds of a loop, rounds of one that lengthens a text or list, elements of a range outside loops.
MOST, LEAST, LENGTHENING, RANGE = 1_000_000, 50, 2_000, 200_000
_WALKS = {"any", "all", "none", "single"}


@dataclass(slots=True)
class Loop:
    """A loop: the items of its list and of its body, the loops inside its body, and what the body does."""

    walked: list[Item]
    body: list[Item]
    start: int
    makes: bool = False
    lengthens: bool = False
    inner: list[Loop] = field(default_factory=list)

    def steps(self, rounds: int, weights: Weights) -> float:
        """What one walk costs when every list whose length is not written out has ``rounds`` elements."""
        length = written_length(self.walked)
        return (rounds if length is None else length) * (
            weights.cost(self.body) + sum(loop.steps(rounds, weights) for loop in self.inner)
        )

    def any_lengthens(self) -> bool:
        """Whether it or a loop inside it lengthens a text or list."""
        return self.lengthens or any(loop.any_lengthens() for loop in self.inner)

    def any_makes(self) -> bool:
        """Whether it or a loop inside it makes a list."""
        return self.makes or any(loop.any_makes() for loop in self.inner)


def guards(items: list[Item], weights: Weights) -> list[Guard]:
    """Guards for lists that are walked and ranges that are not unwound. Refused for loops beyond the budget."""
    outermost = list(_loops(items))
    placed: list[Guard] = []
    for loop in outermost:
        rounds = _rounds(loop, weights, len(outermost))
        placed += [Guard(*_extent(one.walked), rounds) for one in _all(loop) if _open(one)]
    taken = {(guard.start, guard.end) for guard in placed}
    placed += [guard for guard in _ranges(items) if (guard.start, guard.end) not in taken]
    return placed


def _rounds(loop: Loop, weights: Weights, loops: int) -> int:
    budget = (MADE if loop.any_makes() else STEPS) / loops
    rounds = LENGTHENING if loop.any_lengthens() else MOST
    while loop.steps(rounds, weights) > budget:
        rounds //= 2
        if rounds < LEAST:
            raise Refused("loop", position=loop.start)
    return rounds


def _loops(items: list[Item]) -> Iterator[Loop]:
    """The outermost loops; one in another's list runs before it, so it is outermost too."""
    for position, item in enumerate(items):
        if isinstance(item, Group):
            loop = _loop(items, position, item)
            if loop is None:
                yield from _loops(item.items)
                continue
            yield loop
            yield from _loops(loop.walked)
            loop.inner = list(_loops(loop.body))


def _loop(items: list[Item], position: int, group: Group) -> Loop | None:
    inside = group.items
    name = name_before(items, position)[0].lower() if group.opening == "(" else ""
    if name == "reduce":
        first, _, rest = cut(inside, ",")
        walked, _, body = cut(rest[2:], "|")
        reduces.check(first, rest[:1], body, group.start)
        return Loop(walked, body, group.start, lengthens=reduces.lengthens(first, body))
    walks = len(inside) > 2 and inside[1].upper == "IN" and not isinstance(inside[0], Group)
    if not walks or (group.opening != "[" and name not in _WALKS):
        return None
    end = next((n for n, one in enumerate(inside) if one.upper == "WHERE" or one.is_symbol("|")), len(inside))
    made = any(one.is_symbol("|") for one in inside[end:])
    return Loop(inside[2:end], inside[end:], group.start, makes=made and group.opening == "[")


def written_length(walked: list[Item]) -> int | None:
    """How many elements a list that is written out has; None for any other expression."""
    only = walked[0] if len(walked) == 1 else None
    if not isinstance(only, Group) or only.opening != "[" or any(one.is_symbol("|") for one in only.items):
        return None
    if len(only.items) > 1 and only.items[1].upper == "IN":
        return None
    return len(split(only.items, lambda one: one.is_symbol(",")))


def _open(loop: Loop) -> bool:
    return bool(loop.walked) and written_length(loop.walked) is None


def _all(loop: Loop) -> Iterator[Loop]:
    yield loop
    for inner in loop.inner:
        yield from _all(inner)


def _extent(items: list[Item]) -> tuple[int, int]:
    return items[0].start, items[-1].end


def _ranges(items: list[Item]) -> Iterator[Guard]:
    for position, item in enumerate(items):
        if not isinstance(item, Group):
            continue
        if item.opening == "(":
            name, start, _ = name_before(items, position)
            if name.lower() == "range" and not _unwound(items, position):
                yield Guard(start, item.end, RANGE)
        yield from _ranges(item.items)


def _unwound(items: list[Item], position: int) -> bool:
    before = items[position - 2] if position > 1 else None
    after = items[position + 1] if position + 1 < len(items) else None
    return before is not None and before.upper == "UNWIND" and after is not None and after.upper == "AS"


def measure(value: object) -> float:
    """Characters and elements of a parameter's value, all levels together."""
    if isinstance(value, str):
        return 1 + len(value)
    if isinstance(value, Mapping):
        return 1 + sum(measure(part) + measure(key) for key, part in value.items())
    return 1 + sum(map(measure, value)) if isinstance(value, list | tuple) else 1

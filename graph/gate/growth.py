"""How large a value can grow: by how many pieces of what the graph or a parameter holds it can be put together.

The engine does not count texts and lists that an expression puts together: ``WITH s + s AS s`` forty times over, or
``reduce(s = 'x', i IN range(1, 40) | s + s)``, would end it. A *weight* is an upper bound in pieces: what patterns
find is one, a text written out one for each 100 characters, ``a + b``, ``[a, b]`` and ``{x: a, y: b}`` the sum of both,
a comparison, a sum of numbers or a date none. Names keep the largest weight they ever had.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise

from graph.gate.refusal import Refused
from graph.gate.scan import Token
from graph.gate.tree import Group, Item
from graph.gate.words import name_before, sizes

#: Most pieces of one value, and what a reduce over small pieces is taken to join.
MOST, JOINED = 10_000, 50
_PIECE = 100
ADD, _ARITHMETIC = ("+", "||"), ("-", "*", "/", "%", "^")
_COMPARE = ("=", "<>", "<", ">", "<=", ">=", "=~", "->", "<-", "::")
_PREDICATES = {"AND", "OR", "XOR", "NOT", "IN", "IS", "STARTS", "ENDS", "CONTAINS"}
_NOTHING = {"NULL", "TRUE", "FALSE", "DISTINCT"}
_CLAUSES = {
    *("MATCH", "OPTIONAL", "WITH", "RETURN", "UNWIND", "CALL", "UNION", "WHERE", "ORDER", "SKIP", "OFFSET", "LIMIT"),
    "NEXT",
}


class Weights:
    """Names (and parameters, with ``$``) -> weight; ``default`` is that of a name nobody put together."""

    def __init__(self, known: Mapping[str, float], default: float = 1.0, written: float = 1.0) -> None:
        self._known = dict(known)
        self._default = default
        self._written = written

    def with_names(self, names: Mapping[str, float]) -> Weights:
        """These weights and some more, for the inside of a loop."""
        return Weights({**self._known, **names}, self._default, self._written)

    def learn(self, items: list[Item]) -> None:
        """Follow WITH, RETURN and UNWIND through the query in its order. Refused for a value beyond ``MOST``."""
        position = 0
        while position < len(items):
            item = items[position]
            position += 1
            if isinstance(item, Group):
                self.learn(item.items)
            elif item.upper in ("WITH", "RETURN", "UNWIND") and not _is_comparison(items, position - 1):
                end = _clause_end(items, position)
                for group in items[position:end]:
                    if isinstance(group, Group):
                        self.learn(group.items)
                for projected in split(items[position:end], lambda one: one.is_symbol(",")):
                    self._name(projected)
                position = end

    def _name(self, projected: list[Item]) -> None:
        named = next((n for n in range(len(projected) - 1, 0, -1) if projected[n].upper == "AS"), None)
        weight = self.of(projected[:named])
        if weight > MOST:
            raise Refused("growth", position=projected[0].start)
        alias = projected[named + 1] if named is not None and named + 1 < len(projected) else None
        if isinstance(alias, Token):
            self._known[alias.value] = max(self._known.get(alias.value, self._default), weight)

    def of(self, items: list[Item]) -> float:
        """The weight of one expression, an upper bound."""
        if any(item.upper in _PREDICATES or item.is_symbol(*_COMPARE) for item in items):
            return 0.0
        return sum(
            0.0 if any(item.is_symbol(*_ARITHMETIC) for item in part) else self._operand(part)
            for part in split(items, lambda one: one.is_symbol(*ADD))
        )

    def fields(self, items: list[Item]) -> dict[str, float]:
        """The weight of each field of a map that is written out; nothing for any other expression."""
        only = items[0] if len(items) == 1 else None
        if not isinstance(only, Group) or only.opening != "{":
            return {}
        entries = split(only.items, lambda one: one.is_symbol(","))
        named = [(entry[0], self.of(entry[2:])) for entry in entries if len(entry) > 2 and entry[1].is_symbol(":")]
        return {key.value: weight for key, weight in named if isinstance(key, Token)}

    def all_of(self, items: list[Item]) -> float:
        """The weights of expressions with commas between them, together."""
        return sum(map(self.of, split(items, lambda one: one.is_symbol(","))))

    def _operand(self, items: list[Item]) -> float:
        items = [item for item in items if item.upper != "DISTINCT"]
        if not items:
            return 0.0
        first = items[0]
        if isinstance(first, Group):
            return self._group(first)
        if first.kind in ("word", "name"):
            opened = next((n for n, item in enumerate(items) if isinstance(item, Group)), None)
            if opened is not None and name_before(items, opened)[1] == first.start:
                return self._called(items, opened, first)
            if len(items) > 2 and items[1].is_symbol(".") and isinstance(items[2], Token):
                return self._known.get(f"{first.value}.{items[2].value}", self._leaf(first))
        return self._leaf(first)

    def _leaf(self, token: Token) -> float:
        if token.kind == "text":
            return self._written * (len(token.value) // _PIECE + (1 if token.value else 0))
        if token.kind == "parameter":
            return self._known.get(f"${token.value}", self._default)
        if token.kind in ("word", "name") and token.upper not in _NOTHING:
            return self._known.get(token.value, self._default)
        return 0.0

    def _called(self, items: list[Item], opened: int, first: Token) -> float:
        """A name with a bracket behind it: a function, a map projection, a subquery, an element or slice."""
        group, name = items[opened], name_before(items, opened)[0].lower()
        assert isinstance(group, Group)
        if group.opening == "(":
            return self._function(name, group)
        if group.opening != "{":
            return self._leaf(first)
        if first.upper in ("EXISTS", "COUNT"):
            return 0.0
        return self._returned(group) if first.upper == "COLLECT" else self._leaf(first) + self._group(group)

    def _function(self, name: str, group: Group) -> float:
        kind = sizes().get(name, "")
        if kind == "small" or name in ("any", "all", "none", "single", "range"):
            return 0.0
        if name == "reduce":
            return self._reduced(group)
        return self._replaced(group) if name == "replace" else self.all_of(group.items)

    def _returned(self, group: Group) -> float:
        at = [n for n, item in enumerate(group.items) if item.upper == "RETURN"]
        return max((self.all_of(group.items[n + 1 : _clause_end(group.items, n + 1)]) for n in at), default=1.0)

    def _replaced(self, group: Group) -> float:
        arguments = split(group.items, lambda one: one.is_symbol(","))
        if len(arguments) != 3 or len(arguments[2]) != 1:
            raise Refused("replace", position=group.start)
        new, old = arguments[2][0], arguments[1][0] if len(arguments[1]) == 1 else None
        if not isinstance(new, Token) or new.kind != "text":
            raise Refused("replace", position=group.start)
        least = max(1, len(old.value)) if isinstance(old, Token) and old.kind == "text" and "\\" not in old.value else 1
        return max(1.0, math.ceil(len(new.value) / least)) * self.of(arguments[0])

    def _reduced(self, group: Group) -> float:
        start, _, rest = cut(group.items, ",")
        _, _, body = cut(rest, "|")
        names = {item.value: self._default for item in rest[:1] if isinstance(item, Token)}
        names |= {item.value: 0.0 for item in start[:1] if isinstance(item, Token)}
        return self.of(start[2:]) + JOINED * self.with_names(names).of(body)

    def _group(self, group: Group) -> float:
        if group.opening == "CASE":
            return max((self.of(part) for part in outcomes(group.items)), default=0.0)
        if group.opening == "{":
            entries = split(group.items, lambda one: one.is_symbol(","))
            return sum(self.of(entry[2:]) for entry in entries if len(entry) > 2 and entry[1].is_symbol(":"))
        if group.opening == "[" and (bar := _bar(group.items)) is not None:
            inside, walked = self, group.items
            if len(walked) > 2 and isinstance(walked[0], Token) and walked[1].upper == "IN":
                end = next(n for n, item in enumerate(walked) if item.upper == "WHERE" or n == bar)
                inside = self.with_names({walked[0].value: max(self._default, self.of(walked[2:end]))})
            return inside.of(group.items[bar + 1 :])
        if group.opening == "[" and len(group.items) > 2 and group.items[1].upper == "IN":
            end = next((n for n, item in enumerate(group.items) if item.upper == "WHERE"), len(group.items))
            return self.of(group.items[2:end])
        return self.all_of(group.items)

    def check_replaces(self, items: list[Item]) -> None:
        """Refused for a ``replace``, wherever it stands, that could make a text many times longer."""
        for position, item in enumerate(items):
            if not isinstance(item, Group):
                continue
            self.check_replaces(item.items)
            replaces = item.opening == "(" and name_before(items, position)[0].lower() == "replace"
            if replaces and self._replaced(item) > MOST:
                raise Refused("growth", position=item.start)

    def cost(self, items: list[Item]) -> float:
        """Steps of evaluating these once, without the rounds of loops in them."""
        total = 0.0
        for item in items:
            total += 1 + self.cost(item.items) if isinstance(item, Group) else max(1.0, self._leaf(item))
        return total


def outcomes(items: list[Item]) -> Iterator[list[Item]]:
    """The expressions behind THEN and ELSE."""
    starts = [n for n, item in enumerate(items) if item.upper in ("WHEN", "THEN", "ELSE")] + [len(items)]
    for at, end in pairwise(starts):
        if items[at].upper != "WHEN":
            yield items[at + 1 : end]


def split(items: list[Item], at: Callable[[Item], bool]) -> list[list[Item]]:
    """The items between those that ``at`` picks."""
    parts: list[list[Item]] = [[]]
    for item in items:
        if at(item):
            parts.append([])
        else:
            parts[-1].append(item)
    return [part for part in parts if part]


def cut(items: list[Item], sign: str) -> tuple[list[Item], Item | None, list[Item]]:
    for position, item in enumerate(items):
        if item.is_symbol(sign):
            return items[:position], item, items[position + 1 :]
    return items, None, []


def _bar(items: list[Item]) -> int | None:
    return next((n for n, item in enumerate(items) if item.is_symbol("|")), None)


def _is_comparison(items: list[Item], position: int) -> bool:
    return position > 0 and items[position - 1].upper in ("STARTS", "ENDS")


def _clause_end(items: list[Item], start: int) -> int:
    for position in range(start, len(items)):
        if items[position].upper in _CLAUSES and not _is_comparison(items, position):
            return position
    return len(items)

"""What one round of a ``reduce`` does with what it has so far: uses it once, doubles it, or lengthens it."""

from __future__ import annotations

from collections.abc import Iterator

from graph.gate.growth import ADD, Weights, outcomes, split
from graph.gate.refusal import Refused
from graph.gate.scan import Token
from graph.gate.tree import Group, Item
from graph.gate.words import name_before


def check(start: list[Item], element: list[Item], body: list[Item], position: int) -> None:
    """Refused when a round could use what it has so far more than once, so that it would double."""
    if not start or not isinstance(start[0], Token) or not element:
        return
    for outcome, copies in _results(body, Weights({start[0].value: 1.0}, default=0.0, written=0.0)):
        only = outcome[0] if len(outcome) == 1 else None
        fields = isinstance(only, Group) and only.opening == "{"
        whole = fields and _bare(outcome, start[0].value) > 0
        parts = split(only.items, lambda one: one.is_symbol(",")) if fields and isinstance(only, Group) else []
        worst = max((copies.of(part[2:]) for part in parts), default=0.0) if fields else copies.of(outcome)
        if worst > 1 or (whole and copies.of(outcome) > 1):
            raise Refused("growth", position=position)


def lengthens(start: list[Item], body: list[Item]) -> bool:
    """Whether a round puts something behind what it has so far: copying that again and again is slow."""
    if not start or not isinstance(start[0], Token):
        return False
    copies = Weights({start[0].value: 1.0}, default=0.0, written=0.0)
    return any(_lengthens(part, known) for part, known in _results(body, copies))


def _lengthens(items: list[Item], copies: Weights) -> bool:
    parts = split(items, lambda one: one.is_symbol(*ADD))
    if len(parts) > 1 and copies.of(items) > 0:
        others = [part for part in parts if not copies.of(part)]
        return any(not (len(part) == 1 and isinstance(part[0], Token) and part[0].kind == "number") for part in others)
    inner = [item for item in items if isinstance(item, Group)]
    return any(_lengthens(part, copies) for group in inner for part in _parts(group))


def _parts(group: Group) -> list[list[Item]]:
    """The expressions a group holds."""
    if group.opening == "CASE":
        return list(outcomes(group.items))
    parts = split(group.items, lambda one: one.is_symbol(",", "|"))
    return [part[2:] if len(part) > 2 and part[1].is_symbol(":") else part for part in parts]


def _results(items: list[Item], weights: Weights) -> Iterator[tuple[list[Item], Weights]]:
    """What an expression can come to, with the weights of its names.

    Looked through are brackets, CASE, and ``head([x IN [value] | result])``, which is how Cypher names a value inside
    an expression: the fields of a written map keep weights of their own, as ``x.field``.
    """
    only = items[0] if len(items) == 1 else None
    if isinstance(only, Group) and only.opening == "CASE":
        for outcome in outcomes(only.items):
            yield from _results(outcome, weights)
    elif isinstance(only, Group) and only.opening == "(":
        yield from _results(only.items, weights)
    elif named := _named(items):
        name, value, result = named
        maps = [known.fields(outcome) for outcome, known in _results(value, weights)]
        names = {name: weights.of(value)}
        # Where one outcome is no written map, a field of it may be anything the value holds.
        for field in {field for fields in maps for field in fields} if all(maps) else ():
            names[f"{name}.{field}"] = max(fields.get(field, 0.0) for fields in maps)
        yield from _results(result, weights.with_names(names))
    else:
        yield items, weights


def _named(items: list[Item]) -> tuple[str, list[Item], list[Item]] | None:
    """Name, value and result of ``head([name IN [value] | result])``; None for anything else."""
    if len(items) != 2 or name_before(items, 1)[0].lower() != "head" or not isinstance(items[1], Group):
        return None
    inside = items[1].items[0] if len(items[1].items) == 1 else None
    if not isinstance(inside, Group) or len(inside.items) < 5 or not inside.items[3].is_symbol("|"):
        return None
    name, walked = inside.items[0], inside.items[2]
    if not isinstance(name, Token) or inside.items[1].upper != "IN" or not isinstance(walked, Group):
        return None
    return (name.value, walked.items, inside.items[4:]) if walked.opening == "[" else None


def _bare(items: list[Item], name: str) -> int:
    """How often the name stands without a property behind it."""
    count = 0
    for position, item in enumerate(items):
        if isinstance(item, Group):
            count += _bare(item.items, name)
        elif item.kind in ("word", "name") and item.value == name:
            after = items[position + 1] if position + 1 < len(items) else None
            count += not (after is not None and after.is_symbol(".", ":"))
    return count

"""Tokens by their brackets: a query as nested groups. ``CASE ... END`` is a group too."""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.gate.limits import MOST_DEPTH
from graph.gate.refusal import Refused
from graph.gate.scan import Token

_CLOSING = {"(": ")", "[": "]", "{": "}", "CASE": "END"}


@dataclass(slots=True)
class Group:
    """What stands between two brackets. ``start`` is the place of the opening one, ``end`` behind the closing one."""

    opening: str
    start: int
    end: int = 0
    items: list[Token | Group] = field(default_factory=list)

    @property
    def upper(self) -> str:
        """A group is no keyword."""
        return ""

    def is_symbol(self, *_symbols: str) -> bool:
        """A group is no sign."""
        return False


Item = Token | Group


def grow(tokens: list[Token]) -> list[Item]:
    """The query's items at the outermost level. Refused for brackets that do not match or nest too deeply."""
    root = Group("", 0)
    stack = [root]
    for position, token in enumerate(tokens):
        sign = _bracket(tokens, position)
        if sign == "END" and stack[-1].opening != "CASE":
            sign = ""
        if sign in _CLOSING:
            if len(stack) > MOST_DEPTH:
                raise Refused("deep", position=token.start, most=MOST_DEPTH)
            group = Group(sign, token.start)
            stack[-1].items.append(group)
            stack.append(group)
        elif sign:
            if len(stack) == 1 or _CLOSING[stack[-1].opening] != sign:
                raise Refused("bracket", position=token.start, sign=sign)
            stack.pop().end = token.end
        else:
            stack[-1].items.append(token)
    if len(stack) > 1:
        raise Refused("unclosed", position=stack[-1].start, sign=stack[-1].opening)
    return root.items


def _bracket(tokens: list[Token], position: int) -> str:
    """The bracket that the token is; ``case`` and ``end`` are names behind a dot or AS."""
    token = tokens[position]
    if token.is_symbol("(", "[", "{", ")", "]", "}"):
        return token.value
    if token.upper in ("CASE", "END"):
        before = tokens[position - 1] if position else None
        after = tokens[position + 1] if position + 1 < len(tokens) else None
        named = before is not None and (before.is_symbol(".") or before.upper == "AS")
        if token.upper == "CASE":
            named = named or after is None or after.is_symbol(*").]},:|&")
        return "" if named else token.upper
    return ""

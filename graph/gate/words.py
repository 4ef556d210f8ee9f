"""The words of a query: how it begins, which clauses and functions it uses. What is not known is refused.

The plan's operators decide; this stands before them, says the place of what is wrong, and knows the functions, which
no plan names.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from graph.gate.limits import MOST_PARTS, MOST_SUBQUERIES
from graph.gate.refusal import Refused
from graph.gate.scan import Token
from graph.gate.tree import Group, Item

_FUNCTIONS = Path(__file__).resolve().parent / "functions.toml"
_HEADS = {"MATCH", "OPTIONAL", "WITH", "UNWIND", "RETURN", "CALL"}
#: Words that begin a clause no query may have; refused only where a clause can begin, for they may be names too.
_CLAUSES = {
    *("CREATE", "MERGE", "SET", "DELETE", "DETACH", "NODETACH", "REMOVE", "FOREACH", "LOAD", "DROP", "ALTER", "SHOW"),
    *("TERMINATE", "USE", "INSERT", "GRANT", "DENY", "REVOKE", "RENAME", "START", "STOP", "ENABLE", "DRYRUN"),
    *("DEALLOCATE", "REALLOCATE", "EXPLAIN", "PROFILE", "CYPHER", "USING", "FINISH", "LET", "FILTER"),
}
_SEPARATES = {*_HEADS, "AND", "OR", "WHERE", "ORDER", "SKIP", "LIMIT", "UNION", "WHEN", "THEN", "ELSE"}
_BEFORE_NAME = {"AS", "DISTINCT", "BY", "IN", "WHERE", "AND", "OR", "XOR", "NOT", "UNWIND", "RETURN", "WITH", "ORDER"}


def check(items: list[Item], tokens: list[Token]) -> None:
    """Refused for a head, clause, function or semicolon that a query may not have."""
    if not tokens:
        raise Refused("empty")
    if tokens[0].upper not in _HEADS:
        raise Refused("head", position=tokens[0].start, word=tokens[0].value)
    for token in tokens:
        if token.is_symbol(";"):
            raise Refused("several", position=token.start)
    _check_clauses(items)
    _check_sizes(items, 0)
    for name, start, called in calls(items):
        if not called and name.lower() not in sizes():
            raise Refused("function", position=start, name=name)


def _check_clauses(items: list[Item]) -> None:
    for position, item in enumerate(items):
        if isinstance(item, Group):
            _check_clauses(item.items)
        elif item.upper in _CLAUSES and _begins_clause(items, position):
            raise Refused("word", position=item.start, word=item.value.upper())
        elif item.upper == "CALL":
            _check_call(items, position)


def _check_sizes(items: list[Item], subqueries: int) -> None:
    """Refused for an expression or a nesting of subqueries that the engine would plan for minutes over."""
    parts = 0
    for item in items:
        parts = 0 if item.is_symbol(",", "|") or item.upper in _SEPARATES else parts + 1
        if parts > MOST_PARTS:
            raise Refused("parts", position=item.start, most=MOST_PARTS)
        if isinstance(item, Group):
            deeper = subqueries + (item.opening == "{" and any(one.upper in _HEADS for one in item.items))
            if deeper > MOST_SUBQUERIES:
                raise Refused("subqueries", position=item.start, most=MOST_SUBQUERIES)
            _check_sizes(item.items, deeper)


def _begins_clause(items: list[Item], position: int) -> bool:
    """Whether a word stands where a clause can: followed by something to do, and not behind what wants a name."""
    before = items[position - 1] if position else None
    after = items[position + 1] if position + 1 < len(items) else None
    if before is not None and (before.upper in _BEFORE_NAME or before.is_symbol(*".,:|&!=<>+-*/%([{")):
        return False
    return isinstance(after, Group) or (isinstance(after, Token) and after.kind in ("word", "name", "text"))


def _check_call(items: list[Item], position: int) -> None:
    """``CALL (a, b) {`` and ``CALL {`` are subqueries; any other CALL names a procedure."""
    rest = items[position + 1 : position + 3]
    if rest and isinstance(rest[0], Group) and rest[0].opening == "(":
        rest = rest[1:]
    named = position and (items[position - 1].upper == "AS" or items[position - 1].is_symbol(".", ":"))
    if not named and not (rest and isinstance(rest[0], Group) and rest[0].opening == "{"):
        start = items[position].start
        raise Refused("word", position=start, word="CALL")


def calls(items: list[Item]) -> Iterator[tuple[str, int, bool]]:
    """Every name with a round bracket behind it: the dotted name, its place, whether it is a keyword instead."""
    for position, item in enumerate(items):
        if isinstance(item, Group):
            if item.opening == "(" and position:
                name, start, plain = name_before(items, position)
                if name:
                    yield name, start, plain and name.lower() in _keywords()
            yield from calls(item.items)


def name_before(items: list[Item], position: int) -> tuple[str, int, bool]:
    """The (dotted) name that ends just before ``position``, its place, and whether it is one bare word."""
    parts: list[str] = []
    start = at = position
    while at > 0:
        item = items[at - 1]
        if not isinstance(item, Token) or item.kind not in ("word", "name"):
            break
        parts.insert(0, item.value)
        start, at = at - 1, at - 1
        if not (at > 1 and items[at - 1].is_symbol(".")):
            break
        at -= 1
    if not parts:
        return "", 0, False
    first = items[start]
    bare = len(parts) == 1 and isinstance(first, Token) and first.kind == "word"
    return ".".join(parts), first.start, bare


@cache
def sizes() -> Mapping[str, str]:
    """Function, in small letters -> what functions.toml says about its size: small, like, list or special."""
    kinds = tomllib.loads(_FUNCTIONS.read_text(encoding="utf-8"))
    return {name: kind for kind in ("small", "like", "list", "special") for name in kinds[kind].split()}


@cache
def _keywords() -> frozenset[str]:
    kinds = tomllib.loads(_FUNCTIONS.read_text(encoding="utf-8"))
    return frozenset(kinds["before_bracket"].split())

"""Everything that is looked at before a query runs, in order: words, plan, growth, loops, plan again."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from neo4j import Session

from graph.gate import patterns, plan, words
from graph.gate.growth import Weights
from graph.gate.guards import guarded
from graph.gate.limits import MOST_PARAMETERS, MOST_TEXT
from graph.gate.line import Cancel
from graph.gate.loops import guards, measure
from graph.gate.refusal import Refused
from graph.gate.scan import Token, scan
from graph.gate.tree import Item, grow

_PIECE = 100
_INT64 = 2**63


def reviewed(
    session: Session, text: str, parameters: Mapping[str, Any], deadline: float, cancel: Cancel
) -> tuple[str, tuple[str, ...]]:
    """The query as it may run (comments blanked, loops guarded), and its columns. Refused when it may not."""
    try:
        if len(text) > MOST_TEXT:
            raise Refused("long", size=len(text), most=MOST_TEXT)
        blanked, tokens = scan(text)
        if tokens and tokens[-1].is_symbol(";"):
            blanked, tokens = blanked[: tokens[-1].start], tokens[:-1]
        items = grow(tokens)
        words.check(items, tokens)
        patterns.check(tokens)
        check_parameters(tokens, parameters)
        # Before the engine sees it: it can plan for a minute over a value that doubles and doubles.
        ready = bounded(blanked, items, parameters)
        columns = plan.check(session, blanked, parameters, deadline, cancel)
        if ready != blanked:
            plan.check(session, ready, parameters, deadline, cancel)
    except Refused as refused:
        raise refused.at(text) from refused.__cause__
    return ready, columns


def bounded(text: str, items: list[Item], parameters: Mapping[str, Any]) -> str:
    """The text with its loops guarded. Refused where a value could grow, or a loop run, beyond all bounds."""
    weights = Weights({f"${name}": 1 + measure(value) // _PIECE for name, value in parameters.items()})
    weights.learn(items)
    weights.check_replaces(items)
    return guarded(text, guards(items, weights))


def check_parameters(tokens: list[Token], parameters: Mapping[str, Any]) -> None:
    """Refused for a parameter without a value, a whole number beyond 64 bits, or values that are too large."""
    for token in tokens:
        if token.kind == "parameter" and token.value not in parameters:
            raise Refused("parameter", position=token.start, name=token.value)
    for name, value in parameters.items():
        if not _fits(value):
            raise Refused("parameter_value", name=name, why="64 bit")
    if sum(map(measure, parameters.values())) > MOST_PARAMETERS:
        raise Refused("parameter_value", name=", ".join(parameters)[:60], why=f"> {MOST_PARAMETERS:,}")


def _fits(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(map(_fits, value.values()))
    if isinstance(value, list | tuple):
        return all(map(_fits, value))
    return not isinstance(value, int) or -_INT64 <= value < _INT64

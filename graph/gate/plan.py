"""What the engine itself says of a query before it runs: EXPLAIN in a read session, judged by operators.txt."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from neo4j import Session
from neo4j.exceptions import DriverError, Neo4jError

from graph.gate.engine_words import refusal
from graph.gate.line import Cancel, held
from graph.gate.refusal import Refused

_OPERATORS = Path(__file__).resolve().parent / "operators.txt"
# On a line of its own, so that columns in the engine's messages are those of the text.
_HEAD = "EXPLAIN\n"
# A plan of a query as long as may be is smaller.
_MOST_BYTES = 32 << 20


def check(
    session: Session, text: str, parameters: Mapping[str, Any], deadline: float, cancel: Cancel
) -> tuple[str, ...]:
    """The text's columns. Refused, with the engine's place, unless it only reads by known operators.

    Planning ends by ``deadline`` like the query itself.
    """
    return explained(session, text, parameters, deadline, cancel)[0]


def explained(
    session: Session, text: str, parameters: Mapping[str, Any], deadline: float, cancel: Cancel
) -> tuple[tuple[str, ...], dict[str, Any]]:
    """The text's columns and the engine's plan of it; otherwise as ``check``."""
    begun, line = time.monotonic(), None
    try:
        with held(session, deadline, _MOST_BYTES, cancel) as line:
            answer = line.transaction.run(_HEAD + text, dict(parameters))
            columns, summary = tuple(answer.keys()), answer.consume()
    except Neo4jError as error:
        raise refusal(error, text, lines_before=1, seconds=deadline - begun) from error
    except DriverError as error:
        if line is not None and line.is_cut and not cancel.asked:
            raise Refused("time", seconds=f"{deadline - begun:.0f}") from error
        raise
    if summary.query_type != "r" or not summary.plan:
        raise Refused("reads_only")
    for operator in _operators(summary.plan):
        if operator not in allowed():
            raise Refused("operator", name=operator)
    return columns, dict(summary.plan)


def _operators(plan: Mapping[str, Any]) -> Iterator[str]:
    """Every operator of the plan by its bare name: ``Repeat(All, Trail)@neo4j`` is ``Repeat``."""
    yield re.split(r"[(@]", plan["operatorType"])[0]
    for child in plan.get("children", ()):
        yield from _operators(child)


@cache
def allowed() -> frozenset[str]:
    """The operators of operators.txt."""
    lines = _OPERATORS.read_text(encoding="utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())

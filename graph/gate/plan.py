"""What the engine itself says of a query before it runs: EXPLAIN in a read session, judged by operators.txt."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from neo4j import READ_ACCESS, Driver, Query
from neo4j.exceptions import Neo4jError

from graph.gate.engine_words import refusal
from graph.gate.refusal import Refused
from graph.session import opened

_OPERATORS = Path(__file__).resolve().parent / "operators.txt"
# On a line of its own, so that columns in the engine's messages are those of the text.
_HEAD = "EXPLAIN\n"


def check(driver: Driver, text: str, parameters: Mapping[str, Any], seconds: float) -> None:
    """Refused, with the place where the engine gives one, unless the text only reads by operators on the list.

    Planning takes part in the limit of ``seconds``.
    """
    try:
        with opened(driver, default_access_mode=READ_ACCESS) as session:
            summary = session.run(Query(_HEAD + text, timeout=seconds), dict(parameters)).consume()  # type: ignore[arg-type]
    except Neo4jError as error:
        raise refusal(error, text, lines_before=1, seconds=seconds) from error
    if summary.query_type != "r" or not summary.plan:
        raise Refused("reads_only")
    for operator in _operators(summary.plan):
        if operator not in allowed():
            raise Refused("operator", name=operator)


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

"""Queries that a person asks: of the shelf or written by hand, always through the gate."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import neo4j

from graph import gate
from queries.errors import QueryError
from queries.loading import find
from queries.parameters import bind
from queries.running import Result, native


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person gets: the rows, and why these are only the first ones ('rows', 'bytes'; '' when they are all)."""

    result: Result
    more: str


def ask_shelf(
    driver: neo4j.Driver, name: str, parameters: Mapping[str, object], user: str, cancel: gate.Cancel | None = None
) -> Asked:
    """The shelf's query ``name`` for ``user``. QueryError for a wrong name or value, gate.Refused when it was ended."""
    query = find(name)
    return _asked(driver, query.cypher, bind(query.parameters, parameters), user, cancel)


def ask_cypher(
    driver: neo4j.Driver, text: str, parameters: Mapping[str, Any], user: str, cancel: gate.Cancel | None = None
) -> Asked:
    """The answer to Cypher that ``user`` wrote. gate.Refused when it may not run, or was ended."""
    if not text.strip():
        raise QueryError("the Cypher is empty")
    return _asked(driver, text, parameters, user, cancel)


def count_cypher(
    driver: neo4j.Driver,
    text: str,
    of: str,
    parameters: Mapping[str, Any],
    *,
    user: str,
    cancel: gate.Cancel | None = None,
) -> int:
    """How many different values the column ``of`` of an answer has in all, or how many rows where that is ''.

    Through the gate as the answer itself. gate.Refused when it may not run, takes too long, or was ended.
    """
    what = f"DISTINCT `{of.replace('`', '``')}`" if of else "*"
    counting = f"CALL () {{\n{text}\n}}\nRETURN count({what}) AS total"
    return int(gate.ask(driver, counting, parameters, user=user, cancel=cancel).rows[0][0])


def _asked(
    driver: neo4j.Driver, text: str, parameters: Mapping[str, Any], user: str, cancel: gate.Cancel | None = None
) -> Asked:
    answer = gate.ask(driver, text, parameters, user=user, cancel=cancel)
    rows = [tuple(native(value) for value in row) for row in answer.rows]
    return Asked(Result(answer.columns, rows), answer.more)

"""Running a query of the shelf: parameters bound, read-only, times in the local zone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import neo4j
import neo4j.time

from graph import settings
from graph.session import opened
from queries.head import PARAMETER
from queries.loading import find
from queries.parameters import bind


@dataclass(frozen=True, slots=True)
class Result:
    """What a query returned. Times are aware, in ``FENGQIAO_TZ``; nodes and relationships are the driver's."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]

    def records(self) -> list[dict[str, Any]]:
        """Each row as column -> value."""
        return [dict(zip(self.columns, row, strict=True)) for row in self.rows]


def run(driver: neo4j.Driver, name: str, /, **parameters: object) -> Result:
    """All rows of the shelf's query ``name``.

    Raises QueryError for an unknown query or a parameter that does not fit; the driver's own
    errors pass through.
    """
    query = find(name)
    return Result(tuple(query.columns), list(stream(driver, name, **parameters)))


def stream(driver: neo4j.Driver, name: str, /, **parameters: object) -> Iterator[tuple[Any, ...]]:
    """The rows of the shelf's query ``name`` one by one, never all held; otherwise as ``run``."""
    query = find(name)
    bound = bind(query.parameters, parameters)
    return _rows(driver, query.cypher, bound)


def stream_together(
    driver: neo4j.Driver, asked: Sequence[tuple[str, Mapping[str, object]]]
) -> Iterator[tuple[Any, ...]]:
    """The rows of several of the shelf's queries with the same columns, one query's after the other's, as ``stream``.

    One question to the graph instead of many: for what takes the engine less time than the way there and back.
    """
    parts: list[str] = []
    bound: dict[str, Any] = {}
    for number, (name, parameters) in enumerate(asked):
        query = find(name)
        parts.append(PARAMETER.sub(rf"$\g<1>_{number}", query.cypher))
        bound |= {f"{key}_{number}": value for key, value in bind(query.parameters, parameters).items()}
    return _rows(driver, "\nUNION ALL\n".join(parts), bound)


def _rows(driver: neo4j.Driver, cypher: str, bound: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    # One statement is a transaction by itself; to begin and to end one by hand is two more ways to the engine.
    with opened(driver, default_access_mode=neo4j.READ_ACCESS) as session:
        for record in session.run(cypher, bound):
            yield tuple(native(value) for value in record.values())


def native(value: Any) -> Any:
    """A value of the driver's with times as Python's own, in ``FENGQIAO_TZ``."""
    if isinstance(value, neo4j.time.DateTime):
        return value.to_native().astimezone(settings.zone())
    if isinstance(value, neo4j.time.Date):
        return value.to_native()
    if isinstance(value, list):
        return [native(item) for item in value]
    if isinstance(value, dict):
        return {key: native(item) for key, item in value.items()}
    return value

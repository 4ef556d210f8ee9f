"""A reviewed query runs: in a read transaction with a deadline, a meter on what comes back, and a way to end it."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from neo4j import READ_ACCESS, Driver
from neo4j.exceptions import DriverError, Neo4jError

from graph.gate import guards, plan
from graph.gate.engine_words import refusal
from graph.gate.limits import Limits
from graph.gate.limits import limits as limits_set
from graph.gate.line import Cancel, Line, held
from graph.gate.refusal import Refused
from graph.gate.review import reviewed
from graph.gate.slots import slot
from graph.gate.steps import Step, steps
from graph.session import opened

# Rows come in such portions; the engine works no further ahead than one.
_PORTION = 200


#: Why there are more rows than were given; '' when there are not.
More = Literal["", "rows", "bytes"]


@dataclass(frozen=True)
class Answer:
    """What came back, values as the driver gives them. ``more`` is why these are only the first rows, '' when all."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    more: More
    seconds: float


def ask(
    driver: Driver,
    text: str,
    parameters: Mapping[str, Any] | None = None,
    *,
    user: str,
    limits: Limits | None = None,
    cancel: Cancel | None = None,
) -> Answer:
    """The answer to ``text``, which a user wrote. Refused when it may not run, or was ended; the driver's own errors
    pass through when no engine answers."""
    limits, given, cancel = limits or limits_set(), dict(parameters or {}), cancel or Cancel()
    with slot(user, limits):
        begun = time.monotonic()
        with opened(driver, default_access_mode=READ_ACCESS, fetch_size=min(_PORTION, limits.rows + 1)) as session:
            line: Line | None = None
            try:
                ready, columns = reviewed(session, text, given, begun + limits.seconds, cancel)
                with held(session, begun + limits.seconds, limits.bytes, cancel) as line:
                    rows, more = _read(line, ready, given, limits)
                    return Answer(columns, rows, more, time.monotonic() - begun)
            except (Neo4jError, DriverError) as error:
                raise _ended(error, line, cancel, text, limits) from error


def explain(
    driver: Driver, text: str, parameters: Mapping[str, Any] | None = None, *, user: str, limits: Limits | None = None
) -> tuple[tuple[str, ...], list[Step]]:
    """The columns of ``text`` and what the engine would do, without doing it. Refused as in ``ask``."""
    limits, given, cancel = limits or limits_set(), dict(parameters or {}), Cancel()
    with slot(user, limits), opened(driver, default_access_mode=READ_ACCESS) as session:
        deadline = time.monotonic() + limits.seconds
        try:
            ready, columns = reviewed(session, text, given, deadline, cancel)
            _, tree = plan.explained(session, ready, given, deadline, cancel)
        except (Neo4jError, DriverError) as error:
            raise _ended(error, None, cancel, text, limits) from error
    return columns, list(steps(tree))


def _read(line: Line, ready: str, parameters: dict[str, Any], limits: Limits) -> tuple[list[tuple[Any, ...]], More]:
    rows: list[tuple[Any, ...]] = []
    more: More = ""
    result = line.transaction.run(ready, parameters)
    try:
        for record in result:
            if len(rows) == limits.rows:
                more = "rows"
                break
            rows.append(tuple(record.values()))
    except (Neo4jError, DriverError):
        if not (line.full and rows):
            raise
        more = "bytes"
    return rows, more


def _ended(error: Exception, line: Line | None, cancel: Cancel, text: str, limits: Limits) -> Exception:
    """Why the query ended early, as what to raise."""
    if cancel.asked:
        return Refused("cancelled")
    if line and (line.full or line.is_cut):
        full = Refused("bytes", most=limits.bytes >> 20)
        return full if line.full else Refused("time", seconds=f"{limits.seconds:g}")
    if line is None or not isinstance(error, Neo4jError):
        return error
    if found := guards.tripped(str(error.message)):
        return Refused("list", size=found[0], most=found[1])
    refused = refusal(error, text, seconds=limits.seconds)
    # Guards have moved what stands behind them, so a place in the running text would mislead.
    refused.position = None
    return refused

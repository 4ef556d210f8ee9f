"""Cypher with its parameters written in finds what the shelf's query finds, whatever stands in them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j import Driver

import queries
from queries.filled import filled, literal
from queries.running import native
from tests.queries import histories
from tests.queries.histories import Call, History


@pytest.mark.parametrize("pattern", ["caller", "place", "matter"])
def test_it_finds_what_the_query_finds(graph: Driver, pattern: str) -> None:
    start = int(histories.START.timestamp())
    calls = tuple(Call(start + 3600 * n, "D1" if n % 3 else "D'2", f"c{n % 2}", "p1", "u1", (0,)) for n in range(12))
    histories.load(graph, History(calls, (("estate", -1),), frozenset()))
    for disputes in (["D1"], ["D'2"], None):
        text = filled(f"repeats_{pattern}", window=7, disputes=disputes)
        assert "$" not in text.split("CALL", 1)[1]
        found = [tuple(native(value) for value in record.values()) for record in graph.execute_query(text).records]
        assert found == queries.run(graph, f"repeats_{pattern}", window=7, disputes=disputes).rows
        assert found


_VALUES: st.SearchStrategy[Any] = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=20),
        st.text("'\"\\`\n\r/*$ \u202eu", max_size=12),
    ),
    lambda inner: st.lists(inner, max_size=3),
    max_leaves=4,
)


@given(values=st.lists(_VALUES, max_size=30))
def test_what_is_written_is_read_as_it_was(driver: Driver, values: list[Any]) -> None:
    assert driver.execute_query(f"RETURN {literal(values)} AS v").records[0]["v"] == values


def test_times_and_what_is_no_parameter(driver: Driver) -> None:
    time = datetime(2026, 3, 1, 8, 30, tzinfo=UTC)
    assert native(driver.execute_query(f"RETURN {literal(time)} AS v").records[0]["v"]) == time
    with pytest.raises(TypeError):
        literal({"a": 1})

"""Decisions: kept, undone, and free of contradictions with the newer one winning."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from neo4j import Driver

from graph.casework.decisions import (
    Decision,
    UnknownDispute,
    UnknownIncident,
    active,
    confirm,
    constraints,
    merge,
    part,
    split,
    undo,
)


def decided(at: int, joined: Iterable[str] = (), left: Iterable[str] = (), right: Iterable[str] = ()) -> Decision:
    return Decision(str(at), "confirm", "研判员", at, frozenset(joined), frozenset(left), frozenset(right))


def pairs(found: Iterable[tuple[frozenset[str], frozenset[str]]]) -> set[tuple[str, str]]:
    return {(a, b) for left, right in found for a in left for b in right}


def test_joined_sets_that_overlap_become_one() -> None:
    assert constraints([decided(1, "ab"), decided(2, "bc")]).together == (frozenset("abc"),)


def test_a_newer_parting_breaks_an_older_joining() -> None:
    found = constraints([decided(1, "abcd"), decided(2, left="d", right="abc")])
    assert found.together == (frozenset("abc"),)
    assert pairs(found.apart) == {("a", "d"), ("b", "d"), ("c", "d")}


def test_a_newer_joining_breaks_an_older_parting() -> None:
    found = constraints([decided(1, left="a", right="bc"), decided(2, "ab")])
    assert found.together == (frozenset("ab"),)
    assert pairs(found.apart) == {("a", "c")}


def test_no_block_holds_two_that_are_apart() -> None:
    found = constraints([decided(1, "ax"), decided(2, "bx"), decided(3, left="a", right="b")])
    assert not any({"a", "b"} <= block for block in found.together)


@pytest.fixture
def incidents(graph: Driver) -> Driver:
    graph.execute_query(
        "UNWIND ['a', 'b', 'c', 'd'] AS id CREATE (i:Incident {id: id}) "
        "MERGE (d:Dispute {id: CASE WHEN id < 'c' THEN 'D1' ELSE 'D2' END}) CREATE (i)-[:ABOUT]->(d)"
    )
    return graph


def test_a_decision_is_kept_until_undone(incidents: Driver) -> None:
    first = confirm(incidents, ["a", "b"], "研判员", "看过录音")
    second = part(incidents, ["a"], ["c"], "研判员")
    assert [decision.id for decision in active(incidents)] == [first, second]
    assert undo(incidents, first, "研判员") == ["a", "b"]
    assert undo(incidents, first, "研判员") == []
    assert [decision.id for decision in active(incidents, ["c"])] == [second]
    assert active(incidents, ["d"]) == []


def test_disputes_are_merged_and_split_by_their_incidents(incidents: Driver) -> None:
    merge(incidents, ["D1", "D2"], "研判员")
    split(incidents, "D1", ["a"], "研判员")
    joined, parted = active(incidents)
    assert joined.joined == frozenset("abcd")
    assert (parted.left, parted.right) == (frozenset("a"), frozenset("b"))


def test_unknown_things_are_refused_and_nothing_is_kept(incidents: Driver) -> None:
    with pytest.raises(UnknownIncident):
        confirm(incidents, ["a", "nobody"], "研判员")
    with pytest.raises(UnknownDispute):
        merge(incidents, ["D1", "D9"], "研判员")
    with pytest.raises(ValueError, match="not all"):
        split(incidents, "D1", ["a", "b"], "研判员")
    assert active(incidents) == []

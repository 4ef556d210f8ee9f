"""Communities: what makes one, that hubs make none, that numbers stay, and what is said to have changed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from neo4j import Driver

from graph.analysis.communities import calls_of, disputes_of, look, renew
from graph.analysis.communities.clusters import HUB, bridges, clusters
from graph.analysis.communities.matching import Change, Gone, Match, match
from graph.analysis.communities.renewing import Renewed
from graph.analysis.communities.ties import Tie


def ring(name: str, disputes: int) -> list[Tie]:
    """Disputes each tied to the next by a person."""
    ties = []
    for number in range(disputes):
        person = f"Person:{name}{number}"
        ties += [(f"Dispute:{name}{number}", person, 1.0), (f"Dispute:{name}{(number + 1) % disputes}", person, 1.0)]
    return ties


def test_what_hangs_together_is_one_and_what_does_not_is_another() -> None:
    found = clusters(ring("a", 4) + ring("b", 3))
    assert [len(group) for group in found.groups] == [8, 6]
    assert {name.split(":")[1][0] for name in found.groups[0]} == {"a"}
    assert not found.hubs


def test_one_thread_between_two_crowds_does_not_make_them_one() -> None:
    thread = [("Dispute:a0", "Person:thread", 1.0), ("Dispute:b0", "Person:thread", 1.0)]
    found = clusters(ring("a", 12) + ring("b", 12) + thread)
    of = {name: number for number, group in enumerate(found.groups) for name in group}
    assert of["Dispute:a0"] != of["Dispute:b0"]


def test_a_hub_ties_nobody_together_and_is_in_none() -> None:
    hospital = [(f"Dispute:{number}", "Location:hospital", 1.0) for number in range(HUB + 1)]
    assert clusters(hospital).groups == []
    assert set(clusters(hospital).hubs) == {"Location:hospital"}
    assert [len(group) for group in clusters(hospital[:HUB]).groups] == [HUB + 1]


def test_a_dispute_with_many_callers_is_no_hub() -> None:
    found = clusters([("Dispute:a", f"Person:{number}", 1.0) for number in range(3 * HUB)])
    assert not found.hubs
    assert "Dispute:a" in found.groups[0]


def test_no_ties_make_no_groups() -> None:
    assert clusters([]).groups == []


def test_the_same_ties_in_any_order_make_the_same_groups() -> None:
    shuffler = random.Random(110)
    ties = [(f"Dispute:{shuffler.randrange(300)}", f"Person:{shuffler.randrange(300)}", 1.0) for _ in range(500)]
    ordered = clusters(sorted(ties)).groups
    assert ordered == clusters(sorted(ties)).groups
    assert len(ordered) > 5


@pytest.mark.parametrize(
    ("ties", "disputes", "expected"),
    [
        ([("d1", "p"), ("p", "d2")], ["d1", "d2"], ["p"]),
        ([("d1", "p"), ("p", "d2"), ("d1", "q"), ("q", "d2")], ["d1", "d2"], []),
        ([("d1", "p"), ("p", "q"), ("q", "d2"), ("p", "leaf")], ["d1", "d2"], ["p", "q"]),
        ([("d1", "d2"), ("d2", "d3")], ["d1", "d2", "d3"], []),
        ([("d1", "p"), ("p", "q")], ["d1"], []),
        ([], ["d1", "d2"], []),
    ],
)
def test_bridges_are_those_without_whom_disputes_fall_apart(
    ties: list[tuple[str, str]], disputes: list[str], expected: list[str]
) -> None:
    assert bridges(ties, disputes) == expected


def people(*names: str, dispute: str = "") -> list[str]:
    return sorted([f"Dispute:{dispute or 'D-' + names[0]}", *(f"Person:{name}" for name in names)])


def before(**communities: list[str]) -> dict[str, str]:
    return {name: number for number, group in communities.items() for name in group}


@pytest.mark.parametrize(
    ("groups", "was", "expected", "gone"),
    [
        pytest.param([people("a", "b")], {}, [Match("C-a", Change.NEW, 0)], [], id="new"),
        pytest.param([people("a", "b")], before(X=people("a", "b")), [Match("X", Change.SAME, 3)], [], id="same"),
        pytest.param([people("a", "b")], before(X=people("a")), [Match("X", Change.GROWN, 2)], [], id="grown"),
        pytest.param([people("a")], before(X=people("a", "b")), [Match("X", Change.SHRUNK, 3)], [], id="shrunk"),
        pytest.param([], before(X=people("a")), [], [Gone("X", 2, "")], id="gone"),
        pytest.param(
            [people("a", "b", "c", "d")],
            before(X=people("a", "b"), Y=people("c", "d", dispute="other")),
            [Match("X", Change.MERGED, 3, ("Y",))],
            [Gone("Y", 3, "X")],
            id="merged",
        ),
        pytest.param(
            [people("a", "b"), people("c", "d", dispute="D-c")],
            before(X=[*people("a", "b"), *people("c", "d", dispute="D-c")]),
            [Match("X", Change.SHRUNK, 6), Match("C-c", Change.SPLIT, 0, ("X",))],
            [],
            id="split",
        ),
        pytest.param(
            [people("x", dispute="D-a")], before(**{"C-a": people("y", "z", dispute="D-b")}),
            [Match("C-a-2", Change.NEW, 0)], [Gone("C-a", 3, "")], id="a number is not given twice",
        ),
    ],
)  # fmt: skip
def test_numbers_stay_and_changes_are_named(
    groups: list[list[str]], was: dict[str, str], expected: list[Match], gone: list[Gone]
) -> None:
    assert match(groups, was) == (expected, gone)


@given(st.lists(st.integers(0, 5), min_size=12, max_size=12), st.lists(st.integers(0, 5), min_size=12, max_size=12))
def test_every_group_has_a_number_of_its_own_and_no_community_is_lost(now: list[int], was: list[int]) -> None:
    def split(numbers: list[int]) -> list[list[str]]:
        found = [[f"Person:{at}" for at, one in enumerate(numbers) if one == number] for number in set(numbers)]
        return [[f"Dispute:D-{group[0]}", *group] for group in found]

    first, nobody = match(split(was), {})
    assert not nobody
    members = {name: one.number for one, group in zip(first, split(was), strict=True) for name in group}
    second, gone = match(split(now), members)
    numbers = [one.number for one in second]
    assert len(set(numbers)) == len(numbers)
    assert {one.number for one in first} <= {*numbers, *(one.number for one in gone)}
    if sorted(split(now)) == sorted(split(was)):
        assert {one.change for one in second} == {Change.SAME}


_AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
_CALL = """
MERGE (d:Dispute {id: $dispute})
SET d.risk = $risk, d.level = 'low', d.unit = $unit, d.first_at = $at, d.last_at = $at
MERGE (u:Unit {key: $unit})
MERGE (l:Location {key: $place}) SET l.level = $level
MERGE (c:Person {key: $caller}) SET c:Caller
CREATE (i:Incident {id: randomUUID()})-[:ABOUT]->(d)
CREATE (c)-[:REPORTED]->(i), (i)-[:AT]->(l), (i)-[:HANDLED_BY]->(u)
"""


def call(graph: Driver, dispute: str, caller: str, place: str, level: str = "building", **more: object) -> None:
    values = {
        "dispute": dispute,
        "caller": caller,
        "place": place,
        "level": level,
        "risk": 0.2,
        "unit": "河口所",
        "at": _AT,
    }
    graph.execute_query(_CALL, values | more)


@pytest.fixture
def quarrels(graph: Driver) -> Iterator[Driver]:
    """Two disputes that one caller joins, two in one house, two in one district that nothing else joins."""
    call(graph, "D-1", "wang", "house 1", risk=0.9)
    call(graph, "D-2", "wang", "house 2", unit="山南所")
    call(graph, "D-3", "li", "house 3")
    call(graph, "D-4", "sun", "house 3")
    call(graph, "D-5", "zhao", "河口区", level="district")
    call(graph, "D-6", "qian", "河口区", level="district")
    yield graph


def numbers(found: Renewed) -> list[str]:
    return [one.match.number for one in found.communities]


def test_people_and_houses_tie_and_districts_do_not(quarrels: Driver) -> None:
    found = renew(quarrels)
    assert numbers(found) == ["C-1", "C-3"]
    first, second = found.communities
    assert (first.disputes, first.callers, first.people, first.places, first.size) == (2, 1, 0, 2, 5)
    assert (second.disputes, second.callers, second.places, second.bridges) == (2, 2, 1, 1)
    assert (first.risk, first.calls, first.units) == (0.9, 2, ("山南所", "河口所"))
    assert disputes_of(quarrels, "C-1") == ["D-1", "D-2"]
    assert len(calls_of(quarrels, "C-1")) == 2
    inside = look(quarrels, ["C-3", "C-9"])
    assert (len(inside["C-3"].nodes), len(inside["C-3"].ties), len(inside["C-3"].bridges())) == (5, 4, 1)
    assert inside["C-9"].nodes == []


def test_a_second_run_writes_nothing_and_a_third_says_what_changed(quarrels: Driver) -> None:
    renew(quarrels)
    again = renew(quarrels)
    assert again.written == 0
    assert {one.match.change for one in again.communities} == {Change.SAME}
    call(quarrels, "D-3", "wang", "house 3")
    joined = renew(quarrels)
    [(one, gone)] = zip(joined.communities, joined.gone, strict=True)
    assert one.match.change is Change.MERGED
    assert {one.match.number, gone.number} == {"C-1", "C-3"}
    assert gone.into == one.match.number


def test_a_dispute_that_was_merged_is_in_none(quarrels: Driver) -> None:
    renew(quarrels)
    quarrels.execute_query("MATCH (d:Dispute {id: 'D-4'}) SET d.merged_into = 'D-3'")
    assert [one.number for one in renew(quarrels).gone] == ["C-3"]
    assert quarrels.execute_query("MATCH (d:Dispute {id: 'D-4'}) RETURN d.community").records[0][0] is None


def test_a_shared_number_ties_its_callers_and_a_switchboard_does_not(graph: Driver) -> None:
    for number in range(HUB + 2):
        call(graph, f"D-{number:02}", f"caller {number:02}", f"house {number}")
    graph.execute_query(
        "MATCH (c:Caller) MERGE (p:Phone {number: CASE WHEN c.key < 'caller 02' THEN 'shared' ELSE 'switchboard' END}) "
        "MERGE (c)-[:USES]->(p)"
    )
    graph.execute_query("MATCH (c:Caller), (p:Phone {number: 'switchboard'}) MERGE (c)-[:USES]->(p)")
    found = renew(graph)
    assert [(one.match.number, one.disputes, one.phones) for one in found.communities] == [("C-00", 2, 1)]
    assert found.hubs == 1

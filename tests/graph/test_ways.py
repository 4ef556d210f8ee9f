"""The shortest way between two things, compared with networkx on invented graphs; and what no way leads through."""

from __future__ import annotations

from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from neo4j import Driver

from graph.analysis import ways
from graph.analysis.whiteboard import Whiteboard

_MAKE = """UNWIND $nodes AS n
CREATE (:Phone {number: toString(n)})"""
_TIE = """UNWIND $ties AS t
MATCH (a:Phone {number: toString(t[0])}), (b:Phone {number: toString(t[1])})
CREATE (a)-[:USES]->(b)"""

graphs = st.integers(2, 9).flatmap(
    lambda size: st.tuples(
        st.just(size),
        st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=14),
        st.integers(0, size - 1),
        st.integers(0, size - 1),
        st.integers(1, 5),
    )
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graphs)
def test_as_networkx_finds_it(graph: Driver, case: tuple[int, list[tuple[int, int]], int, int, int]) -> None:
    size, ties, start, end, longest = case
    graph.execute_query("MATCH (n:Phone) DETACH DELETE n")
    graph.execute_query(_MAKE, nodes=list(range(size)))
    graph.execute_query(_TIE, ties=[list(tie) for tie in ties])
    board = Whiteboard(graph, None)
    first, last = board.find(f"Phone:{start}"), board.find(f"Phone:{end}")
    assert first
    assert last
    found = ways.shortest(board, first, last, None, longest)
    plain = nx.Graph(ties)
    plain.add_nodes_from(range(size))
    wanted = nx.shortest_path_length(plain, start, end) if nx.has_path(plain, start, end) else None
    if wanted is None or wanted > longest:
        assert (found.nodes, found.steps) == ([], [])
        return
    keys = [int(node.key) for node in found.nodes]
    assert (keys[0], keys[-1], len(keys), len(found.steps)) == (start, end, wanted + 1, wanted)
    for (one, other), step in zip(pairwise(keys), found.steps, strict=True):
        assert ((one, other) if step.outgoing else (other, one)) in ties
    every = ways.all_shortest(board, first, last, None, longest)
    paths = list(nx.all_shortest_paths(plain, start, end))
    assert (every.count, every.length) == (len(paths), wanted)
    assert {int(node.key) for node in every.nodes} == {node for path in paths for node in path}
    number = {node.node_id: int(node.key) for node in every.nodes}
    walked = {(number[step.node], number[step.other]) for step in every.steps}
    assert walked == {pair for path in paths for pair in pairwise(path)}


def star(graph: Driver, rays: int) -> tuple[Whiteboard, list[str]]:
    graph.execute_query(_MAKE, nodes=list(range(rays + 1)))
    graph.execute_query(_TIE, ties=[[0, ray] for ray in range(1, rays + 1)])
    return Whiteboard(graph, None), ["Phone:1", "Phone:2", "Phone:0"]


@pytest.mark.parametrize(("rays", "found"), [(ways.HUB, True), (ways.HUB + 1, False)])
def test_no_way_leads_through_a_hub_but_one_may_end_there(graph: Driver, rays: int, found: bool) -> None:
    board, names = star(graph, rays)
    one, two, hub = (board.find(name) for name in names)
    assert one
    assert two
    assert hub
    through = ways.shortest(board, one, two, None, 4)
    assert (len(through.steps), through.hubs) == ((2, 0) if found else (0, 1))
    assert len(ways.shortest(board, one, hub, None, 4).steps) == 1
    assert len(ways.shortest(board, hub, one, None, 4).steps) == 1


def test_what_is_looked_at_is_bounded_and_said(graph: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    board, names = star(graph, 50)
    one, _, _ = (board.find(name) for name in names)
    graph.execute_query("CREATE (:Phone {number: 'far'})-[:USES]->(:Phone {number: 'farther'})")
    far = board.find("Phone:far")
    assert one
    assert far
    found = ways.shortest(board, one, far, None, 8)
    assert (found.nodes, found.ended) == ([], False)
    monkeypatch.setattr(ways, "MOST_NODES", 20)
    found = ways.shortest(board, one, far, None, 8)
    assert (found.nodes, found.ended) == ([], True)

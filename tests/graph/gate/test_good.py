"""What must pass: the queries analysts write, with guards that change no answer; and the whole shelf."""

from __future__ import annotations

import pytest
from neo4j import Driver

import queries
from graph.gate import Limits, ask
from queries.parameters import bind
from tests.graph.gate import corpus

_GOOD = corpus.read("good.cypher")
_GIVEN = {
    "ids": ["i1", "i2", "x"],
    "rows": [{"name": "白", "n": 1}],
    "least": 2,
    "since": "2026-01-01T00:00:00Z",
    "skip": 1,
    "limit": 2,
    "who": "c1",
}
_LIMITS = Limits(seconds=30, rows=1_000, bytes=4 << 20, each=2, all=4)


@pytest.fixture
def filled(graph: Driver) -> Driver:
    corpus.load(graph)
    return graph


def test_the_corpus_is_as_large_as_promised() -> None:
    assert len(set(_GOOD)) == len(_GOOD) >= 60


@pytest.mark.parametrize("text", _GOOD, ids=lambda text: text[:60])
def test_a_good_query_passes_and_its_answer_is_the_engines_own(filled: Driver, text: str) -> None:
    answer = ask(filled, text, _GIVEN, user="analyst", limits=_LIMITS)
    own = filled.execute_query(text, _GIVEN)
    assert answer.columns == tuple(own.keys)
    if "datetime()" not in text:
        assert sorted(map(str, answer.rows)) == sorted(str(tuple(row.values())) for row in own.records)


@pytest.mark.parametrize("name", queries.load())
def test_the_whole_shelf_passes_and_answers_the_same(filled: Driver, name: str) -> None:
    query = queries.find(name)
    words: dict[str, object] = {"who": "c1", "dispute": "D-i1", "place": "东区", "name": "宏远", "disputes": ["D-i1"]}
    words |= {
        "incidents": ["i1", "i2"],
        "incident": "i1",
        "diversion": "v1",
        "medium": 0.2,
        "high": 0.4,
        "critical": 0.6,
    }
    words |= {"by": "unit", "since": "2026-01-01T08:00Z", "until": "2026-12-01T08:00Z", "now": "2026-12-01T08:00Z"}
    given = {key: words[key] for key, parameter in query.parameters.items() if parameter.required}
    bound = bind(query.parameters, given)
    answer = ask(filled, query.cypher, bound, user="analyst", limits=_LIMITS)
    own = filled.execute_query(query.cypher, bound)
    assert [tuple(map(str, row)) for row in answer.rows] == [tuple(map(str, row.values())) for row in own.records]

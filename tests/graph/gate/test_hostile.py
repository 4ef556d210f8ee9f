"""What must not pass: refused or ended in time, with the graph as it was, and others answered meanwhile."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest
from neo4j import Driver

from graph.gate import Refused, ask
from tests.graph.gate import corpus

_GROUPS = ("writing", "hidden", "outside", "administration", "procedures")
_HOSTILE = [(group, text) for group in _GROUPS for text in corpus.read(f"hostile/{group}.cypher")]
# The other user waits for a cold engine, not for the bomb.
_CALM = replace(corpus.LIMITS, seconds=30)
_BOMBS = corpus.read("hostile/bombs.cypher")


@pytest.fixture(scope="module")
def filled(driver: Driver) -> Driver:
    from graph import schema

    driver.execute_query("MATCH (n) DETACH DELETE n")
    schema.apply(driver)
    corpus.load(driver)
    return driver


@pytest.fixture
def unchanged(filled: Driver) -> Iterator[Driver]:
    before = corpus.checksum(filled)
    yield filled
    assert corpus.checksum(filled) == before


def test_the_corpus_is_as_large_as_promised() -> None:
    queries = [text for _, text in _HOSTILE] + _BOMBS
    assert len(set(queries)) == len(queries) >= 150


@pytest.mark.parametrize(("group", "text"), _HOSTILE, ids=lambda part: part[:40])
def test_a_hostile_query_is_refused_in_words(unchanged: Driver, group: str, text: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(unchanged, text, {"url": "http://127.0.0.1/", "ids": [], "p": "x"}, user=group, limits=corpus.LIMITS)
    assert caught.value.say("zh")
    assert caught.value.say("en")
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("text", _BOMBS, ids=lambda text: text[:60])
def test_a_bomb_is_ended_while_others_are_answered(unchanged: Driver, text: str) -> None:
    over, answered = threading.Event(), []

    def other() -> None:
        while not over.is_set():
            got = ask(unchanged, "MATCH (i:Incident) RETURN count(i)", user="other", limits=_CALM)
            answered.append(got.rows)
            over.wait(0.3)

    asking = threading.Thread(target=other)
    asking.start()
    begun = time.monotonic()
    try:
        ask(unchanged, text, user="bomber", limits=corpus.LIMITS)
    except Refused as refused:
        assert refused.say("zh")
    took = time.monotonic() - begun
    over.set()
    asking.join()
    assert answered == [[(40,)]] * len(answered) != []
    assert took <= corpus.LIMITS.seconds + 2

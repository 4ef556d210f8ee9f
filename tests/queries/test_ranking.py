"""The ranked list: disputes that meet a rule, by risk; looked through a few at a time, until there are enough."""

from __future__ import annotations

import pytest
from neo4j import Driver

from queries import ranking
from queries.patterns import repeats
from queries.ranking import ranked_repeats
from tests.queries import histories
from tests.queries.histories import DAY_S, START, Call, History

T0 = int(START.timestamp())
_RISKS = {f"D{number}": number / 10 for number in range(8)}


@pytest.fixture
def eight_disputes(driver: Driver) -> Driver:
    """Disputes of rising risk; the even ones have enough calls of one caller in a week to be repeats."""
    calls = [
        Call(T0 + n * DAY_S, f"D{number}", f"c{number}", "", "", ())
        for number in range(8)
        for n in range(4 if number % 2 == 0 else 1)
    ]
    histories.load(driver, History(tuple(calls), (), frozenset()))
    driver.execute_query(
        "UNWIND $risks AS r MATCH (d:Dispute {id: r[0]}) SET d.risk = r[1]", risks=list(_RISKS.items())
    )
    return driver


@pytest.mark.parametrize("at_once", [1, 3, 500])
@pytest.mark.parametrize("limit", [1, 3, 20])
def test_the_riskiest_that_repeat_come_first_however_they_are_looked_through(
    eight_disputes: Driver, monkeypatch: pytest.MonkeyPatch, at_once: int, limit: int
) -> None:
    monkeypatch.setattr(ranking, "_FIRST", at_once)
    monkeypatch.setattr(ranking, "_AT_ONCE", at_once)
    ranked = ranked_repeats(eight_disputes, limit)
    assert [one.dispute_id for one in ranked] == ["D6", "D4", "D2", "D0"][:limit]
    every = list(repeats(eight_disputes))
    for one in ranked:
        assert list(one.repeats) == [repeat for repeat in every if repeat.dispute_id == one.dispute_id]


def test_nothing_repeats_in_an_empty_graph(driver: Driver) -> None:
    histories.load(driver, History((), (), frozenset()))
    assert ranked_repeats(driver, 10) == []

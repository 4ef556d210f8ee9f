"""The three patterns and the four kinds of hotspot, against counting every window by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, seed
from hypothesis import settings as limits
from hypothesis import strategies as st
from neo4j import Driver

import queries
from ingest.resolve.where import SITE_LEVELS
from queries.patterns import HOTSPOT_KINDS, PATTERNS, hotspots, repeats
from tests.queries import histories
from tests.queries.histories import DAY_S, START, WINDOWS, Call, History

T0 = int(START.timestamp())


def call(after_s: int, caller: str = "", dispute: str = "D1", **further: object) -> Call:
    return replace(Call(T0 + after_s, dispute, caller, "", "", ()), **further)  # type: ignore[arg-type]


def found(driver: Driver, name: str, subject: str, **parameters: object) -> set[tuple[str, histories.Best]]:
    records = queries.run(driver, name, **parameters).records()
    rows = {(r[subject], (r["count"], int(r["first_at"].timestamp()), int(r["last_at"].timestamp()))) for r in records}
    assert len(rows) == len(records)
    return rows


@seed(110)
@limits(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(batch=st.lists(histories.histories(), min_size=1, max_size=8), minimum=st.integers(1, 4))
def test_every_pattern_and_hotspot_equals_brute_force(driver: Driver, batch: list[History], minimum: int) -> None:
    history = histories.together(batch)
    histories.load(driver, history)
    for window in WINDOWS:
        rule = {"window": window, "minimum": minimum}
        for pattern in PATTERNS:
            expected = histories.repeats(history, pattern, window, minimum)
            assert found(driver, f"repeats_{pattern}", "dispute_id", **rule) == expected, (pattern, window)
        for kind in HOTSPOT_KINDS:
            expected = histories.hotspots(history, kind, window, minimum)
            assert found(driver, f"hotspots_{kind}", "key", **rule) == expected, (kind, window)


@pytest.mark.parametrize("window", WINDOWS)
def test_the_last_second_of_a_window_is_in_and_the_next_is_out(driver: Driver, window: int) -> None:
    edge = window * DAY_S
    histories.load(
        driver,
        History((call(0, "c1"), call(edge, "c1"), call(edge + 1, "c1", "D2"), call(0, "c1", "D2")), (), frozenset()),
    )
    assert found(driver, "repeats_caller", "dispute_id", window=window, minimum=2) == {("D1", (2, T0, T0 + edge))}


def test_a_matter_needs_two_callers_within_the_window_itself(driver: Driver) -> None:
    lone = [call(second, "c1") for second in range(5)]
    late = [call(8 * DAY_S, "c1"), call(9 * DAY_S), call(10 * DAY_S, "c2")]
    histories.load(driver, History((*lone, *late), (), frozenset()))
    expected = {("D1", (3, T0 + 8 * DAY_S, T0 + 10 * DAY_S))}
    assert found(driver, "repeats_matter", "dispute_id", window=7, minimum=2) == expected


def test_since_is_included_and_until_is_not(driver: Driver) -> None:
    calls = tuple(call(second, "c1") for second in (0, 10, 20, 30))
    histories.load(driver, History(calls, (), frozenset()))
    between = {"since": "2024-02-25 23:30:10", "until": "2024-02-25 23:30:30"}
    rows = found(driver, "repeats_caller", "dispute_id", window=7, minimum=1, **between)
    assert rows == {("D1", (2, T0 + 10, T0 + 20))}


def test_the_least_count_follows_the_settings(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    histories.load(driver, History(tuple(call(second, "c1") for second in range(3)), (), frozenset()))
    monkeypatch.setenv("FENGQIAO_WEEK_MIN", "4")
    assert {(r.pattern, r.window, r.count) for r in repeats(driver)} == {("caller", 30, 3)}
    monkeypatch.setenv("FENGQIAO_WEEK_MIN", "3")
    assert {(r.pattern, r.window, r.count) for r in repeats(driver)} == {("caller", 7, 3), ("caller", 30, 3)}
    assert {(h.kind, h.window, h.count) for h in hotspots(driver)} == {("caller", 7, 3), ("caller", 30, 3)}


def test_a_place_is_named_from_coarse_to_fine_without_saying_a_name_twice(driver: Driver) -> None:
    history = History(
        (call(0, places=(3,)), call(1, places=(3,))),
        (("street", -1), ("estate", 0), ("building", 1), ("room", 2)),
        frozenset(),
    )
    histories.load(driver, history)
    with driver.session() as session:
        session.run(
            "UNWIND ['云河街道', '竹影小区', '竹影小区3栋', '竹影小区3栋501室'] AS name WITH collect(name) AS names "
            "MATCH (l:Location) SET l.name = names[toInteger(l.key)]"
        ).consume()
    subjects = {h.subject for h in hotspots(driver) if h.kind == "location"}
    assert subjects == {"云河街道竹影小区", "云河街道竹影小区3栋", "云河街道竹影小区3栋501室"}


@pytest.mark.parametrize("name", ["repeats_place", "hotspots_location"])
def test_the_levels_are_those_that_can_tell_two_places_apart(name: str) -> None:
    assert set(queries.find(name).parameters["levels"].default) == {str(level) for level in SITE_LEVELS}


def test_times_come_back_in_the_local_zone(driver: Driver) -> None:
    histories.load(driver, History((call(0, "c1"), call(1, "c1")), (), frozenset()))
    first = next(iter(repeats(driver))).first_at
    assert first.replace(tzinfo=None) == datetime(2024, 2, 25, 23, 30)
    assert first.utcoffset() == START.utcoffset()

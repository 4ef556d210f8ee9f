"""The window rule at its edges, and against brute force on random histories."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ingest.sample.truth import THRESHOLDS, Event, Repeat, repeats

START = datetime(2024, 2, 20, 12)


def events(*calls: tuple[float, str, str | None]) -> list[Event]:
    return [Event(START + timedelta(seconds=seconds), caller, place) for seconds, caller, place in calls]


def test_seven_days_to_the_second_is_in_and_one_second_more_is_out() -> None:
    week = 7 * 86400
    inside = list(repeats(events((0, "a", "x"), (week, "a", "x"))))
    assert [(repeat.pattern, repeat.window, repeat.count) for repeat in inside] == [("caller", 7, 2), ("place", 7, 2)]
    assert list(repeats(events((0, "a", "x"), (week + 1, "a", "x")))) == []


def test_matter_needs_two_people_inside_the_window() -> None:
    day = 86400
    found = list(repeats(events((0, "a", None), (day, "a", None), (2 * day, "a", None), (8.5 * day, "b", None))))
    matter = [repeat for repeat in found if repeat.pattern == "matter"]
    assert [(repeat.window, repeat.count) for repeat in matter] == [(7, 2), (30, 4)]
    assert matter[0].first_at == START + timedelta(days=2)


def test_of_equal_peaks_the_first_counts() -> None:
    day = 86400
    calls = events((0, "a", None), (day, "a", None), (20 * day, "a", None), (21 * day, "a", None))
    week = next(repeat for repeat in repeats(calls) if repeat.window == 7)
    assert week == Repeat("caller", 7, 2, START, START + timedelta(days=1))


def test_a_call_without_a_place_counts_for_none() -> None:
    assert {repeat.pattern for repeat in repeats(events((0, "a", None), (5, "a", None)))} == {"caller"}


HISTORY = st.lists(
    st.tuples(
        st.integers(0, 400).map(lambda days: days * 86400) | st.integers(0, 20 * 86400),
        st.sampled_from("abc"),
        st.sampled_from(["x", "y", None]),
    ),
    max_size=12,
)


@given(HISTORY)
def test_equals_brute_force(history: list[tuple[int, str, str | None]]) -> None:
    calls = events(*history)
    expected = {}
    for pattern in ("caller", "place", "matter"):
        for window, least in THRESHOLDS.items():
            sizes = [
                len(inside)
                for first in calls
                for inside in [chosen(calls, first, window, pattern)]
                if pattern != "matter" or len({call.caller for call in inside}) > 1
            ]
            if sizes and max(sizes) >= least:
                expected[pattern, window] = max(sizes)
    assert {(repeat.pattern, repeat.window): repeat.count for repeat in repeats(calls)} == expected


def chosen(calls: list[Event], first: Event, window: int, pattern: str) -> list[Event]:
    inside = [call for call in calls if timedelta(0) <= call.at - first.at <= timedelta(days=window)]
    if pattern == "caller":
        return [call for call in inside if call.caller == first.caller]
    if pattern == "place":
        return [call for call in inside if first.place and call.place == first.place]
    return inside

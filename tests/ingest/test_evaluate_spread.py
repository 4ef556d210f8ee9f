"""The parts that accuracy is spread over, against the measures taken of everything at once."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ingest.evaluate import scores, spread
from ingest.evaluate.answer import Answer
from ingest.evaluate.scores import Comparison
from ingest.evaluate.spread import Spread, accuracy, report, size_name, verdicts
from ingest.resolve.labelled import Labelled
from ingest.resolve.profile import Profile

_GROUPS = st.dictionaries(st.sampled_from("abcdefghijkl"), st.sampled_from(["", "x", "y", "z"]), min_size=2)


@given(_GROUPS, _GROUPS)
def test_all_incidents_together_score_as_the_measures_do(truth: dict[str, str], predicted: dict[str, str]) -> None:
    judged = list(verdicts(truth, predicted).values())
    comparison = Comparison.of(Answer(truth), Answer(predicted))
    for mine, theirs in ((spread.b_cubed, scores.b_cubed), (spread.pairwise, scores.pairwise)):
        assert abs(mine(judged).precision - theirs(comparison).precision) < 1e-9
        assert abs(mine(judged).recall - theirs(comparison).recall) < 1e-9


def test_sizes_are_told_apart_at_their_ends() -> None:
    assert [size_name(calls) for calls in (2, 3, 5, 6, 10, 11, 20, 21, 45)] == (
        ["2", "3-5", "3-5", "6-10", "6-10", "11-20", "11-20", "> 20", "> 20"]
    )


def _labelled() -> Labelled:
    """Noise N of three calls, two of them found, a leak L found whole, and one call that is nobody else's."""
    dispute = {"n1": "N", "n2": "N", "n3": "N", "l1": "L", "l2": "L", "s1": ""}
    profiles = [Profile(name, at, kind="leak" if name in "l1l2" else "noise") for at, name in enumerate(dispute)]
    scenario = {"n1": "upstairs", "n2": "upstairs", "n3": "upstairs", "l1": "bath", "l2": "bath"}
    return Labelled("calls", profiles, dispute, scenario, kind={"N": "吵闹"})


def test_each_part_is_judged_within_the_whole_groups() -> None:
    told = accuracy(_labelled(), {"n1": "1", "n2": "1", "s1": "1", "l1": "2", "l2": "2"})
    assert (told.whole.disputes, told.whole.incidents) == (2, 6)
    bath, upstairs = told.scenarios
    assert (bath.name, bath.b_cubed.f1, bath.pairwise.f1) == ("bath", 1.0, 1.0)
    assert (upstairs.incidents, upstairs.pairwise.recall, upstairs.pairwise.precision) == (3, 1 / 3, 1 / 2)
    # n1 and n2: 2 of 3 there and 2 of 3 right; n3 alone: 1 of 3 there, nothing wrong with it.
    assert abs(upstairs.b_cubed.precision - (2 / 3 + 2 / 3 + 1) / 3) < 1e-9
    assert abs(upstairs.b_cubed.recall - (2 / 3 + 2 / 3 + 1 / 3) / 3) < 1e-9
    assert [part.name for part in told.sizes] == ["2", "3-5"]


def test_kinds_are_the_truths_or_else_as_read() -> None:
    assert {part.name for part in accuracy(_labelled(), {}).kinds} == {"吵闹", "漏水"}


def test_spread_says_least_middle_most_and_deviation() -> None:
    assert Spread.of([1.0, 0.0, 0.5, 0.5]) == Spread(0.0, 0.5, 1.0, 0.125**0.5)


def test_report_names_every_part_and_scenarios_where_they_are_not_the_disputes() -> None:
    labelled = _labelled()
    text = report(labelled, {"n1": "1", "n2": "1"})
    assert "calls, cross-validated" in text
    assert "漏水" in text
    assert "by scenario" not in text
    one = Labelled("calls", labelled.profiles, labelled.dispute, dict.fromkeys(labelled.scenario, "same"))
    assert "by scenario" in report(one, {})

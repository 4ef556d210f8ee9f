"""Risk: more calls, graver words, rising danger weigh more; a dispute's own calls decide alone."""

from __future__ import annotations

import pytest

from graph.analysis.risk import DAY_S, Call, assess, most_within, say
from graph.thresholds import level_of


def calls(*dangers: int, gap_days: float = 20, case: str = "") -> list[Call]:
    return [
        Call(int(i * gap_days * DAY_S), danger, "c1", False, case if i == len(dangers) - 1 else "")
        for i, danger in enumerate(dangers)
    ]


def test_risk_is_a_share_with_a_level() -> None:
    risk = assess(calls(0, 0), "noise")
    assert 0 < risk.score < 1
    assert risk.level == level_of(risk.score)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        (calls(0, 0), calls(0, 0, 0, 0)),
        (calls(1, 1), calls(1, 4)),
        (calls(3, 3), calls(2, 3)),
        (calls(0, 0), calls(0, 0, gap_days=3)),
        (calls(0, 0), calls(0, 0, case="A1")),
    ],
)
def test_what_weighs_more(less: list[Call], more: list[Call]) -> None:
    assert assess(less, "noise").score < assess(more, "noise").score


def test_order_of_calls_does_not_matter() -> None:
    made = calls(0, 2, 4, gap_days=2)
    assert assess(made, "debt") == assess(made[::-1], "debt")


def test_the_window_ends_are_included() -> None:
    assert most_within([0, 7 * DAY_S], 7) == 2
    assert most_within([0, 7 * DAY_S + 1], 7) == 1


def test_every_reason_has_words_in_both_languages() -> None:
    made = [Call(0, 1, "a", False, ""), Call(60, 4, "b", True, ""), Call(120, 5, "b", True, "A1")]
    reasons = assess(made, "family").reasons
    assert len(reasons) >= 8
    for reason in reasons:
        assert "{" not in say(reason, "zh", {"family": "婚恋家庭"}) + say(reason, "en", {})

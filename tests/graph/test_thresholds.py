"""Thresholds: what holds, within which bounds, and that the environment overrules what was saved."""

from __future__ import annotations

import pytest
from neo4j import Driver

from graph import thresholds
from graph.analysis.levels import relevel
from graph.settings import SETTINGS
from graph.thresholds import ThresholdError

SHIPPED = {name: str(value) for name, value in thresholds.defaults().items()}


def test_the_defaults_are_those_of_the_settings_and_fit_their_own_bounds() -> None:
    defaults = {setting.name: setting.default for setting in SETTINGS}
    for one in thresholds.every().values():
        assert not one.setting or defaults[one.setting] == str(one.default)
    assert thresholds.read(SHIPPED) == thresholds.defaults()


@pytest.mark.parametrize(
    ("changed", "name", "problem"),
    [
        ({"week": "zwei"}, "week", "number"),
        ({"week": "2.5"}, "week", "number"),
        ({"week": "1"}, "week", "bounds"),
        ({"high": "nan"}, "high", "bounds"),
        ({"critical": "1.0"}, "critical", "bounds"),
        ({"week": "4"}, "month", "order"),
        ({"medium": "0.5"}, "high", "order"),
        ({"second_review": "101"}, "second_review", "bounds"),
        ({"year": ""}, "year", "number"),
    ],
)
def test_what_cannot_be_is_refused(changed: dict[str, str], name: str, problem: str) -> None:
    with pytest.raises(ThresholdError) as refused:
        thresholds.read(SHIPPED | changed)
    assert (refused.value.name, refused.value.problem) == (name, problem)


@pytest.mark.usefixtures("as_shipped")
def test_saved_values_hold_unless_the_environment_says_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    thresholds.VERSIONS.save(thresholds.read(SHIPPED | {"week": "3", "high": "0.6"}), "wang", "", seen=0)
    assert thresholds.repeats() == {7: 3, 30: 3, 365: 5}
    assert (thresholds.level_of(0.55), thresholds.level_of(0.6)) == ("medium", "high")
    monkeypatch.setenv("FENGQIAO_WEEK_MIN", "2")
    assert thresholds.repeats()[7] == 2
    assert thresholds.read(SHIPPED | {"week": "3"})["week"] == 2


@pytest.mark.usefixtures("as_shipped")
def test_stored_levels_follow(graph: Driver) -> None:
    for number, (risk, level) in enumerate([(0.2, "low"), (0.55, "high"), (0.6, "high"), (0.9, "critical")]):
        graph.execute_query("CREATE (:Dispute {id: $id, risk: $r, level: $l})", id=f"D{number}", r=risk, l=level)
    thresholds.VERSIONS.save(thresholds.read(SHIPPED | {"high": "0.6"}), "wang", "", seen=0)
    assert relevel(graph) == 1
    found = graph.execute_query("MATCH (d:Dispute) RETURN d.level ORDER BY d.id").records
    assert [record[0] for record in found] == ["low", "medium", "high", "critical"]
    assert relevel(graph) == 0

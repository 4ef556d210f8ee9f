"""Settings: what the environment says, what holds without it, and what is never shown."""

from __future__ import annotations

import pytest

from graph import settings, thresholds


def test_the_value_in_force_is_shown_beside_whether_it_was_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_WEEK_MIN", "4")
    monkeypatch.delenv("FENGQIAO_MONTH_MIN", raising=False)
    lines = {line.split()[0]: line.split()[1:3] for line in settings.in_force().splitlines()}
    assert lines["FENGQIAO_WEEK_MIN"] == ["4", "set"]
    assert lines["FENGQIAO_MONTH_MIN"] == ["3", "default"]
    assert set(lines) == {setting.name for setting in settings.SETTINGS}


def test_a_password_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "correct horse")
    assert "correct horse" not in settings.in_force()


def test_an_empty_value_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_YEAR_MIN", "")
    assert thresholds.repeats()[365] == 5

"""Deadlines run in working hours: not at night, at weekends, on holidays or on a bureau's own days off."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from graph.casework.working_time import working_time
from graph.settings import SettingError, zone


def due(start: str, hours: float) -> str:
    """When so many working hours after a local time have passed, local."""
    at = datetime.fromisoformat(start).replace(tzinfo=zone())
    return working_time().after(at, timedelta(hours=hours)).astimezone(zone()).strftime("%Y-%m-%d %H:%M")


@pytest.mark.parametrize(
    ("start", "hours", "ends"),
    [
        ("2026-03-03 10:00", 1, "2026-03-03 11:00"),
        ("2026-03-03 11:00", 2, "2026-03-03 15:00"),  # over noon
        ("2026-03-03 17:00", 2, "2026-03-04 10:00"),  # over night
        ("2026-03-03 02:00", 7, "2026-03-03 18:00"),  # begins in the morning
        ("2026-03-06 17:00", 2, "2026-03-09 10:00"),  # over a weekend
        ("2026-03-07 10:00", 1, "2026-03-09 10:00"),  # begins on a Saturday
        ("2026-09-30 17:00", 2, "2026-10-08 10:00"),  # over the National Day holidays
        ("2026-10-09 17:00", 2, "2026-10-10 10:00"),  # the Saturday worked in exchange
    ],
)
def test_time_runs_while_people_work(start: str, hours: float, ends: str) -> None:
    assert due(start, hours) == ends


def test_a_bureaus_own_days_and_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = tmp_path / "days.txt"
    days.write_text("# 2026\n2026-03-04 off  # flood\n2026-03-07 work\n", encoding="utf-8")
    monkeypatch.setenv("FENGQIAO_DAYS_OFF", str(days))
    monkeypatch.setenv("FENGQIAO_WORKING_HOURS", "08:30-12:00, 14:30-17:30")
    assert due("2026-03-03 17:00", 1) == "2026-03-05 09:00"
    assert due("2026-03-06 17:00", 1) == "2026-03-07 09:00"


@pytest.mark.parametrize("hours", ["9-12", "12:00-09:00", "09:00-12:00,11:00-18:00", "all day"])
def test_hours_that_cannot_be_are_named(hours: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_WORKING_HOURS", hours)
    with pytest.raises(SettingError, match="FENGQIAO_WORKING_HOURS"):
        working_time()


def test_a_line_that_cannot_be_understood_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    days = tmp_path / "days.txt"
    days.write_text("2026-03-04 off\n2026-02-30 off\n", encoding="utf-8")
    monkeypatch.setenv("FENGQIAO_DAYS_OFF", str(days))
    with pytest.raises(SettingError, match="line 2"):
        working_time()
    monkeypatch.setenv("FENGQIAO_DAYS_OFF", str(tmp_path / "nowhere.txt"))
    with pytest.raises(SettingError, match="FENGQIAO_DAYS_OFF"):
        working_time()

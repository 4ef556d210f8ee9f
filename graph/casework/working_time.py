"""Deadlines in working hours: the hours of FENGQIAO_WORKING_HOURS on working days, without weekends and holidays.

Public holidays and the weekend days worked in exchange (调休) are those of `holidays` for China. What is not published
yet, or is a bureau's own, stands in the file of FENGQIAO_DAYS_OFF: a line a day, `2027-02-05 off` or `2027-02-14 work`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from pathlib import Path

import holidays

from graph import settings
from graph.settings import SettingError

_NEVER = 3_660  # days without a working hour after which the settings must be wrong


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """``hours`` are the spans of a working day, in order; ``own`` says of days whether they are worked."""

    hours: tuple[tuple[time, time], ...]
    own: Mapping[date, bool]

    def works(self, day: date) -> bool:
        """Whether the day is a working day."""
        return self.own.get(day, _china().is_working_day(day))

    def after(self, start: datetime, worked: timedelta) -> datetime:
        """When so much working time has passed since ``start`` (aware), in UTC. SettingError when it never has."""
        zone = settings.zone()
        local, left = start.astimezone(zone), worked
        for ahead in range(_NEVER):
            day = local.date() + timedelta(days=ahead)
            for begins, ends in self.hours if self.works(day) else ():
                opened = max(datetime.combine(day, begins, zone), local)
                span = datetime.combine(day, ends, zone) - opened
                if span >= left:
                    return (opened + left).astimezone(UTC)
                left -= max(span, timedelta())
        raise SettingError("FENGQIAO_DAYS_OFF: no working day is left")


def working_time() -> WorkingTime:
    """Working time as the settings say it. SettingError."""
    path = settings.read("FENGQIAO_DAYS_OFF")
    return WorkingTime(_hours(settings.read("FENGQIAO_WORKING_HOURS")), _own(Path(path)) if path else {})


def _hours(written: str) -> tuple[tuple[time, time], ...]:
    try:
        spans = [span.split("-") for span in written.split(",")]
        found = tuple((time.fromisoformat(start.strip()), time.fromisoformat(end.strip())) for start, end in spans)
    except ValueError:
        raise SettingError(f"FENGQIAO_WORKING_HOURS={written}: must be such as 09:00-12:00,14:00-18:00") from None
    edges = [edge for span in found for edge in span]
    if any(earlier >= later for earlier, later in pairwise(edges)):
        raise SettingError(f"FENGQIAO_WORKING_HOURS={written}: hours must follow each other")
    return found


def _own(path: Path) -> dict[date, bool]:
    """SettingError that names the line which cannot be understood."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"FENGQIAO_DAYS_OFF={path}: {error}") from error
    found: dict[date, bool] = {}
    for number, line in enumerate(lines, 1):
        if not (words := line.partition("#")[0].split()):
            continue
        try:
            day, what = words
            found[date.fromisoformat(day)] = {"work": True, "off": False}[what]
        except (ValueError, KeyError):
            raise SettingError(f"FENGQIAO_DAYS_OFF={path}: line {number}: must be such as 2027-02-05 off") from None
    return found


@cache
def _china() -> holidays.HolidayBase:
    return holidays.country_holidays("CN")

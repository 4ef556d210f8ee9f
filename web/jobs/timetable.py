"""When something is due again: every hour, day or week, in FENGQIAO_TZ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from graph import settings


class Every(StrEnum):
    """How often."""

    HOUR = "hour"
    DAY = "day"
    WEEK = "week"


@dataclass(frozen=True)
class Timetable:
    """Every hour at ``minute``; every day, or on ``weekday`` (0 is Monday), ``minute`` minutes after midnight."""

    every: Every
    minute: int
    weekday: int = 0

    @classmethod
    def read(cls, every: str, at: str, weekday: str) -> Timetable:
        """From a form: ``at`` is 08:30. ValueError for what is no such thing."""
        hours, _, minutes = at.partition(":")
        hour, minute, day = int(hours), int(minutes), int(weekday or 0)
        if not (0 <= hour < 24 and 0 <= minute < 60 and 0 <= day < 7):
            raise ValueError(at)
        how = Every(every)
        return cls(how, minute if how is Every.HOUR else hour * 60 + minute, day)

    @property
    def at(self) -> str:
        """The time of day, as a form shows it."""
        return f"{self.minute // 60:02d}:{self.minute % 60:02d}"

    def after(self, when: datetime) -> datetime:
        """The first time later than ``when`` that it is due, in UTC.

        By the clock on the wall: where clocks are set forward over it, it is due when they are.
        """
        zone = settings.zone()
        local = when.astimezone(zone)
        if self.every is Every.HOUR:
            found = local.replace(minute=self.minute, second=0, microsecond=0)
            step = timedelta(hours=1)
        else:
            day = local.replace(hour=self.minute // 60, minute=self.minute % 60, second=0, microsecond=0)
            ahead = (self.weekday - local.weekday()) % 7 if self.every is Every.WEEK else 0
            found = day + timedelta(days=ahead)
            step = timedelta(days=7 if self.every is Every.WEEK else 1)
        while found.astimezone(UTC) <= when:
            found += step
        return found.astimezone(UTC)

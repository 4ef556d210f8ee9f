"""Days and times as official papers write them, in FENGQIAO_TZ."""

from __future__ import annotations

from datetime import date, datetime

from graph import settings


def day(when: date | datetime | None) -> str:
    """2026年3月8日; '' for none."""
    if when is None:
        return ""
    local = when.astimezone(settings.zone()) if isinstance(when, datetime) else when
    return f"{local.year}年{local.month}月{local.day}日"


def short(when: datetime) -> str:
    """2026-03-08 15:10, for a table."""
    return f"{when.astimezone(settings.zone()):%Y-%m-%d %H:%M}"


def moment(when: date | datetime | None) -> str:
    """2026年3月8日15时10分; a day without an hour stays a day; '' for none."""
    if not isinstance(when, datetime):
        return day(when)
    local = when.astimezone(settings.zone())
    return f"{day(when)}{local.hour}时{local.minute:02d}分"

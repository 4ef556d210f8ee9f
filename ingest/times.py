"""The written forms of time: one pattern for year-month-day in any dress, epochs, Excel serial days."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from typing import Any

_WRITTEN = re.compile(
    r"""(?P<year>\d{4})\s*[-/.年]\s*(?P<month>\d{1,2})\s*[-/.月]\s*(?P<day>\d{1,2})\s*[日号]?
    [\sT,]*(?:\(?(?:星期|周|礼拜)[一二三四五六日天]\)?)?\s*
    (?P<half>上午|下午|凌晨|清晨|早上|早晨|中午|傍晚|晚上|夜间|夜里|[AP]\.?M\.?)?\s*
    (?:(?P<hour>\d{1,2})\s*[:时点]\s*(?:(?P<minute>\d{1,2})\s*(?:[:分]\s*(?:(?P<second>\d{1,2})(?:[.,](?P<fraction>\d+))?\s*秒?)?)?)?)?
    \s*(?P<half_after>[AP]\.?M\.?)?\s*(?P<zone>Z|UTC|[+-]\d{2}:?\d{2})?""",
    re.VERBOSE | re.IGNORECASE,
)
_COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})[\sT_-]?(?:(\d{2}):?(\d{2})(?::?(\d{2}))?)?")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_AFTERNOON = ("下午", "傍晚", "P")
_NIGHT = ("晚上", "夜间", "夜里")

_EXCEL_EPOCH = datetime(1899, 12, 30)
_DAYS_TO_1904 = 1462
#: 1990-01-01 to 2100-01-01, as Excel days and as seconds since 1970.
_SERIAL = (32874.0, 73051.0)
_SECONDS = (631_152_000.0, 4_102_444_800.0)

NO_SUCH_DATE = "不存在的日期或时间"
UNREADABLE = "无法识别的时间格式"


class TimeError(ValueError):
    """The value is no time; the text is the reason (zh)."""


def read_time(value: Any, zone: tzinfo, formats: Sequence[str] = (), date1904: bool = False) -> datetime:
    """An aware time. A written zone or an epoch is moved to ``zone``; a time without one is taken to be in it.

    Day-first and month-first dates are read by ``formats`` (strptime) only: guessing would swap days and months.
    Raises TimeError.
    """
    if isinstance(value, str):
        return _from_text(value.strip(), zone, formats, date1904)
    if isinstance(value, datetime):
        return _placed(_whole(value), zone)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=zone)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(float(value), zone, date1904)
    raise TimeError(UNREADABLE)


def _from_text(text: str, zone: tzinfo, formats: Sequence[str], date1904: bool) -> datetime:
    for layout in formats:
        try:
            return _placed(datetime.strptime(text, layout), zone)
        except ValueError:
            continue
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    if found := _WRITTEN.fullmatch(text):
        return _from_parts(found, zone)
    if found := _COMPACT.fullmatch(text):
        numbers = [int(part or 0) for part in found.groups()]
        if 1 <= numbers[1] <= 12 or len(text) != 10:
            return _built(numbers, zone)
    if _NUMBER.fullmatch(text):
        return _from_number(float(text), zone, date1904)
    raise TimeError(UNREADABLE)


def _from_parts(found: re.Match[str], zone: tzinfo) -> datetime:
    year, month, day, hour, minute, second = (
        int(found[name] or 0) for name in ("year", "month", "day", "hour", "minute", "second")
    )
    half = (found["half"] or found["half_after"] or "").upper()
    if half and not found["hour"]:
        raise TimeError(UNREADABLE)
    hour = _in_half(hour, half) if half else hour
    when = _built([year, month, day, hour, minute, second], zone)
    if fraction := found["fraction"]:
        when = when.replace(microsecond=int(fraction[:6].ljust(6, "0")))
    return when.replace(tzinfo=_zone(found["zone"])).astimezone(zone) if found["zone"] else when


def _in_half(hour: int, half: str) -> int:
    """The hour of the day; 下午13时 is said too, 晚上12点 is the end of the day, and 晚上1点 is after midnight."""
    if half.startswith(_AFTERNOON):
        return hour + 12 if hour < 12 else hour
    if half == "晚上" and hour == 12:
        return 24
    if half in _NIGHT:
        return hour + 12 if 6 <= hour < 12 else hour
    if half == "中午":
        return hour + 12 if hour < 3 else hour
    if half.startswith("A") or half in ("凌晨", "上午"):
        return 0 if hour == 12 and half != "上午" else hour
    return hour


def _built(numbers: list[int], zone: tzinfo) -> datetime:
    year, month, day, hour, minute, second = numbers
    end_of_day = (hour, minute, second) == (24, 0, 0)
    try:
        when = datetime(year, month, day, 0 if end_of_day else hour, minute, second, tzinfo=zone)
        return when + timedelta(days=1) if end_of_day else when
    except (ValueError, OverflowError):
        raise TimeError(NO_SUCH_DATE) from None


def _from_number(number: float, zone: tzinfo, date1904: bool) -> datetime:
    if date1904 and number < _SERIAL[1]:
        number += _DAYS_TO_1904
    if _SERIAL[0] <= number < _SERIAL[1]:
        return _whole(_EXCEL_EPOCH + timedelta(days=number)).replace(tzinfo=zone)
    for unit in (1, 1000, 1_000_000):
        if _SECONDS[0] <= number / unit < _SECONDS[1]:
            return datetime.fromtimestamp(number / unit, UTC).astimezone(zone)
    if number.is_integer() and len(digits := str(int(number))) in (8, 12, 14):
        return _from_text(digits, zone, (), False)
    raise TimeError(UNREADABLE)


def _whole(when: datetime) -> datetime:
    """To the nearest second within 2 ms: an Excel day is a float and 8:05:09 comes out as 8:05:08.999."""
    near = (when + timedelta(milliseconds=2)).replace(microsecond=0)
    return near if abs(near - when) <= timedelta(milliseconds=2) else when


def _placed(when: datetime, zone: tzinfo) -> datetime:
    return when.replace(tzinfo=zone) if when.tzinfo is None else when.astimezone(zone)


def _zone(written: str) -> tzinfo:
    if written.upper() in ("Z", "UTC"):
        return UTC
    sign = -1 if written[0] == "-" else 1
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 18 or minutes > 59:
        raise TimeError(NO_SUCH_DATE)
    return timezone(sign * timedelta(hours=hours, minutes=minutes))

"""A row and a mapping become a clean record, or the reason why not."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from typing import Any

from ingest.incident import COLUMNS, Incident
from ingest.mapping.plan import FieldPlan, Mapping
from ingest.quarantine import Rejection, as_text
from ingest.sources.row import Row
from ingest.times import TimeError, read_time

#: Most characters a field may have; the table in docs/import.md is checked against this one.
LIMITS: dict[str, int] = {
    "id": 64,
    "phone": 100,
    "caller_name": 100,
    "caller_id_number": 64,
    "address": 500,
    "category": 200,
    "content": 20_000,
    "outcome": 20_000,
    "unit": 200,
    "officer": 200,
    "case_number": 100,
}
FUTURE_ALLOWED = timedelta(minutes=5)
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)

_LONG_TEXTS = ("content", "outcome")
#: Digits that are a name, not a quantity: a spreadsheet program must not have rounded them.
_NUMBER_LIKE = ("id", "phone", "caller_id_number", "case_number")
_SAYS_SOMETHING = ("address", "content", "phone", "caller_name", "caller_id_number")

#: Control, zero-width and direction characters; line feeds and tabs are dealt with as space.
_INVISIBLE = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_BROKEN = re.compile("[\ufffd\ud800-\udfff]")
_SCIENTIFIC = re.compile(r"(\d)(?:\.(\d+))?[eE]\+?(\d{1,2})")
_EXACT_IN_EXCEL = 1e15
_EMPTY = frozenset(Path(__file__).with_name("empty_values.txt").read_text(encoding="utf-8").split())
_LONGEST_EMPTY = max(map(len, _EMPTY))

_NO_ID = "缺少编号"
_ROUNDED_ID = "编号被表格程序改成数字，末尾几位已丢失"
_NO_TIME = "缺少报警时间"
_FUTURE = "报警时间晚于当前时间"
_TOO_EARLY = "报警时间早于1990年"
_BROKEN_ENCODING = "编码损坏，有无法还原的字符"
_SAYS_NOTHING = "地址、内容、报警人均为空"


class _Refused(Exception):
    def __init__(self, column: str, value: Any, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, as_text(value), reason


def read_record(row: Row, mapping: Mapping, tz: tzinfo, now: datetime) -> Incident | Rejection:
    """The record in ``row``, or why it is refused. The mapping's zone goes before ``tz``; ``now`` is aware."""
    try:
        return _record(row, mapping, mapping.time_zone or tz, now)
    except _Refused as refusal:
        return Rejection(row.number, refusal.column, refusal.value, refusal.reason, row.source)


def _record(row: Row, mapping: Mapping, tz: tzinfo, now: datetime) -> Incident:
    if row.defect is not None:
        raise _Refused(*row.defect)
    for column, value in row.values.items():
        if isinstance(value, str) and not value.isascii() and _BROKEN.search(value):
            raise _Refused(column, value, _BROKEN_ENCODING)
    when: datetime | None = None
    texts: dict[str, str] = {}
    for plan in mapping.plans:
        value = plan.take(row.values)
        if plan.field == "reported_at":
            when = _time(value, plan, mapping, tz, now)
        else:
            texts[plan.field] = _text(plan, value)
    if not texts["id"]:
        raise _Refused(_column(mapping, "id"), "", _NO_ID)
    if when is None:
        raise _Refused(_column(mapping, "reported_at"), "", _NO_TIME)
    if not any(texts.get(field) for field in _SAYS_SOMETHING):
        raise _Refused("", "", _SAYS_NOTHING)
    # One zone for all, whatever the file's: a day that a text names is told the same when it is read anew.
    return Incident(reported_at=when.astimezone(tz), **texts)


def _column(mapping: Mapping, field: str) -> str:
    return "+".join(mapping.columns_of(field))


def _time(value: Any, plan: FieldPlan, mapping: Mapping, tz: tzinfo, now: datetime) -> datetime | None:
    written = value if not isinstance(value, str) else _INVISIBLE.sub("", value).strip()
    if written is None or written == "" or (isinstance(written, str) and written.casefold() in _EMPTY):
        return None
    column = "+".join(plan.columns)
    try:
        when = read_time(written, tz, mapping.time_formats, mapping.date1904)
        too_early = when < EARLIEST
    except TimeError as error:
        raise _Refused(column, value, str(error)) from None
    except OverflowError:
        raise _Refused(column, value, _TOO_EARLY) from None
    if too_early:
        raise _Refused(column, value, _TOO_EARLY)
    if when > now + FUTURE_ALLOWED:
        raise _Refused(column, value, _FUTURE)
    return when


def _text(plan: FieldPlan, value: Any) -> str:
    if value is None or value == "":
        return ""
    text = clean(as_text(value), keep_lines=plan.field in _LONG_TEXTS)
    if len(text) <= _LONGEST_EMPTY and text.casefold() in _EMPTY:
        return ""
    if plan.field in _NUMBER_LIKE:
        text = _digits(plan, value, text)
    if len(text) > LIMITS[plan.field]:
        raise _Refused(
            "+".join(plan.columns), value, f"{COLUMNS[plan.field]}过长（{len(text)} 字，上限 {LIMITS[plan.field]}）"
        )
    return text


def _digits(plan: FieldPlan, value: Any, text: str) -> str:
    """A number as its digits. One that lost digits in a spreadsheet is no id, and no phone number: left empty."""
    scientific = _SCIENTIFIC.fullmatch(text)
    lost = isinstance(value, float) and abs(value) >= _EXACT_IN_EXCEL
    if scientific and not lost:
        lead, fraction, power = scientific[1], scientific[2] or "", int(scientific[3])
        if len(fraction) == power < 15:
            return lead + fraction
        lost = True
    if lost and plan.field == "id":
        raise _Refused("+".join(plan.columns), value, _ROUNDED_ID)
    if lost:
        return ""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text


def clean(text: str, keep_lines: bool = False) -> str:
    """NFC, no invisible characters, runs of space as one, ends trimmed; line breaks as space unless they are kept."""
    if not text.isascii() and not unicodedata.is_normalized("NFC", text):
        text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub("", text)
    if keep_lines and ("\n" in text or "\r" in text):
        return "\n".join(line for part in text.splitlines() if (line := " ".join(part.split())))
    return " ".join(text.split())

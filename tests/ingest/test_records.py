"""A row becomes a typed record as written, or is refused with the column, the value and a reason."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.incident import COLUMNS, Incident
from ingest.mapping.plan import FieldPlan, Mapping, copy_of
from ingest.quarantine import Rejection
from ingest.records import LIMITS, clean, read_record
from ingest.sources import Defect, Row
from ingest.times import TimeError, read_time

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
MAPPING = Mapping(tuple(FieldPlan(field, (name,), "exact", copy_of(name)) for field, name in COLUMNS.items()))
GOOD: dict[str, Any] = {"接警单编号": "JJ001", "报警时间": "2024-03-01 08:05:09", "报警内容": "邻居吵闹"}


def read(**changes: Any) -> Incident | Rejection:
    return read_record(Row(7, GOOD | changes, "calls.csv"), MAPPING, SHANGHAI, NOW)


def taken(**changes: Any) -> Incident:
    record = read(**changes)
    assert isinstance(record, Incident), str(record)
    return record


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-01 08:05:09", "2024/3/1 8:05:09", "2024.3.1 8:05:09", "20240301080509", "20240301 080509",
        "2024年3月1日 8时5分9秒", "2024年03月01日08:05:09", "2024年3月1日8点5分9秒", "2024-03-01T08:05:09",
        "2024-03-01T08:05:09+08:00", "2024-03-01T00:05:09Z", "2024-03-01 00:05:09 +0000", "2024-02-29 19:05:09-05:00",
        "２０２４－０３－０１　０８：０５：０９", "2024-3-1 上午8:05:09", "2024/3/1 8:05:09 AM",
        "2024-03-01 星期五 08:05:09",
        " 2024-03-01\t08:05:09 ", "1709251509", "1709251509000", 1709251509, 1709251509000,
        "45352.33690972222", 45352.33690972222, datetime(2024, 3, 1, 8, 5, 9), datetime(2024, 3, 1, 8, 5, 8, 999_000),
        datetime(2024, 3, 1, 0, 5, 9, tzinfo=UTC), 20240301080509.0,
    ],
)  # fmt: skip
def test_the_written_forms_of_one_moment(written: Any) -> None:
    assert read_time(written, SHANGHAI) == datetime(2024, 3, 1, 8, 5, 9, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("written", "hour", "minute"),
    [
        ("2024-03-01 下午3:30", 15, 30), ("2024年3月1日下午3时30分", 15, 30), ("2024/3/1 3:30 PM", 15, 30),
        ("2024/3/1 3:30:00 p.m.", 15, 30), ("2024-03-01 12:00 AM", 0, 0), ("2024-03-01 12:00 PM", 12, 0),
        ("2024-03-01 中午12:10", 12, 10), ("2024-03-01 中午1:10", 13, 10), ("2024-03-01 凌晨2:00", 2, 0),
        ("2024-03-01 晚上9点", 21, 0), ("2024-03-01 下午15:30", 15, 30), ("2024-03-01", 0, 0), ("20240301", 0, 0),
        ("2024年3月1日", 0, 0), (date(2024, 3, 1), 0, 0), (45352, 0, 0), ("45352", 0, 0), ("202403010805", 8, 5),
        ("2024-02-29 24:00", 0, 0), ("2024-02-29 晚上12点", 0, 0), ("2024-03-01 晚上00:30", 0, 30),
    ],
)  # fmt: skip
def test_halves_of_the_day_and_dates_alone(written: Any, hour: int, minute: int) -> None:
    assert read_time(written, SHANGHAI) == datetime(2024, 3, 1, hour, minute, tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    "written",
    ["2024-02-30", "2023-02-29 10:00", "2024-13-01", "20240230080509", "2024-03-01 25:00", "2024-03-01 08:60",
     "2024-00-10", "2024年2月30日", "2024-03-01 24:00:01", "2024-03-01T08:00:00+25:00"],
)  # fmt: skip
def test_dates_that_do_not_exist(written: str) -> None:
    with pytest.raises(TimeError, match="不存在"):
        read_time(written, SHANGHAI)


@pytest.mark.parametrize(
    "written",
    [
        "昨天",
        "12/10/2015 17:40",
        "10.12.2015",
        "08:05",
        "2024-03",
        "2024",
        "1.5",
        0.5,
        True,
        time(8, 5),
        "-45352",
        "９９",
    ],
)
def test_what_is_no_time(written: Any) -> None:
    with pytest.raises(TimeError):
        read_time(written, SHANGHAI)


def test_a_stated_format_decides_day_and_month() -> None:
    assert read_time("12/10/2015 17:40", UTC, ["%d/%m/%Y %H:%M"]) == datetime(2015, 10, 12, 17, 40, tzinfo=UTC)
    assert read_time("12/10/2015 17:40", UTC, ["%m/%d/%Y %H:%M"]) == datetime(2015, 12, 10, 17, 40, tzinfo=UTC)


@given(st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)), st.booleans())
def test_excel_days_come_back_to_the_second(when: datetime, old: bool) -> None:
    when = when.replace(microsecond=0)
    serial = (when - (datetime(1904, 1, 1) if old else datetime(1899, 12, 30))) / timedelta(days=1)
    assert read_time(serial, UTC, date1904=old) == when.replace(tzinfo=UTC)


@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2099, 12, 30)),
    st.sampled_from(
        ["%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M:%S", "%Y%m%d%H%M%S", "%Y年%m月%d日%H时%M分%S秒", "%Y-%m-%dT%H:%M:%S"]
    ),
)
def test_written_times_come_back(when: datetime, layout: str) -> None:
    when = when.replace(microsecond=0)
    assert read_time(when.strftime(layout), SHANGHAI) == when.replace(tzinfo=SHANGHAI)


@given(st.text(max_size=30) | st.floats() | st.integers())
def test_any_value_is_a_time_or_refused(written: Any) -> None:
    try:
        assert read_time(written, SHANGHAI).tzinfo is not None
    except (TimeError, OverflowError) as refusal:
        assert str(refusal)


def test_a_record_is_kept_as_written_but_clean() -> None:
    record = taken(
        接警单编号=" 000123 ", 报警人姓名="王\u200b五\x00", 报警内容="  第一行 \r\n\n 第二\t行 ",
        警情地址="幸福路\n1号",
        来电号码=13800001111.0, 处警情况=None, 处警单位="NULL", 案件编号="12345.0",
    )  # fmt: skip
    assert record == Incident(
        id="000123", reported_at=datetime(2024, 3, 1, 8, 5, 9, tzinfo=SHANGHAI), phone="13800001111",
        caller_name="王五", address="幸福路 1号", content="第一行\n第二 行", case_number="12345",
    )  # fmt: skip


@given(st.text(max_size=60), st.booleans())
def test_cleaning_twice_is_cleaning_once(text: str, lines: bool) -> None:
    once = clean(text, lines)
    assert clean(once, lines) == once
    assert unicodedata.is_normalized("NFC", once)
    assert once == once.strip()


@pytest.mark.parametrize(
    ("changes", "column", "value", "reason"),
    [
        ({"接警单编号": ""}, "接警单编号", "", "缺少编号"),
        ({"接警单编号": None}, "接警单编号", "", "缺少编号"),
        ({"报警时间": " "}, "报警时间", "", "缺少报警时间"),
        ({"报警时间": "NULL"}, "报警时间", "", "缺少报警时间"),
        ({"报警时间": "2024-02-30 10:00"}, "报警时间", "2024-02-30 10:00", "不存在"),
        ({"报警时间": "前天"}, "报警时间", "前天", "无法识别"),
        ({"报警时间": "2026-01-01 08:05:01"}, "报警时间", "2026-01-01 08:05:01", "晚于当前时间"),
        ({"报警时间": "1989-12-31 23:00"}, "报警时间", "1989-12-31 23:00", "1990"),
        ({"报警时间": "0001-01-01 00:00:00"}, "报警时间", "0001-01-01 00:00:00", "1990"),
        ({"报警内容": ""}, "", "", "均为空"),
        ({"报警内容": "乱\ufffd码"}, "报警内容", "乱\ufffd码", "编码损坏"),
        ({"其他列": "乱\ufffd码"}, "其他列", "乱\ufffd码", "编码损坏"),
        ({"警情地址": "路" * 501}, "警情地址", "路" * 501, "501"),
        ({"接警单编号": "1.38E+10"}, "接警单编号", "1.38E+10", "末尾几位已丢失"),
        ({"接警单编号": 2.0240301080509e17}, "接警单编号", "2.0240301080509e+17", "末尾几位已丢失"),
    ],
)
def test_a_bad_row_is_refused_with_column_value_and_reason(
    changes: dict[str, Any], column: str, value: str, reason: str
) -> None:
    refusal = read(**changes)
    assert isinstance(refusal, Rejection)
    assert (refusal.row_number, refusal.column, refusal.value, refusal.source) == (7, column, value, "calls.csv")
    assert reason in refusal.reason


def test_five_minutes_of_a_fast_clock_are_allowed() -> None:
    assert isinstance(read(报警时间="2026-01-01 08:05:00"), Incident)


@pytest.mark.parametrize("field", [field for field in LIMITS if field != "id"])
def test_the_limits_hold_to_the_character(field: str) -> None:
    limit = LIMITS[field]
    assert isinstance(read(**{COLUMNS[field]: "长" * limit}), Incident)
    assert isinstance(read(**{COLUMNS[field]: "长" * (limit + 1)}), Rejection)


@pytest.mark.parametrize(
    ("written", "phone"),
    [("1.3800001111E+10", "13800001111"), ("1.38E+10", ""), (1.3800001111e10, "13800001111"),
     ("013800001111", "013800001111"),
     ("+86 138-0000-1111", "+86 138-0000-1111"), (13800001111, "13800001111"), ("13800001111.0", "13800001111")],
)  # fmt: skip
def test_a_phone_is_restored_or_left_empty_but_costs_no_row(written: Any, phone: str) -> None:
    assert taken(来电号码=written).phone == phone


def test_an_identity_number_that_excel_rounded_is_left_empty() -> None:
    assert taken(报警人身份证号=110101199003074000.0).caller_id_number == ""
    assert taken(报警人身份证号="999999199003070015").caller_id_number == "999999199003070015"


def test_any_one_of_address_content_and_caller_is_enough() -> None:
    for column in ("警情地址", "报警内容", "来电号码", "报警人姓名", "报警人身份证号"):
        assert isinstance(read(**{"报警内容": "", column: "某"}), Incident)


def test_a_defect_of_the_source_is_a_rejection() -> None:
    row = Row(7, GOOD, "calls.csv", Defect("", "a,b", "列数多于表头"))
    refusal = read_record(row, MAPPING, SHANGHAI, NOW)
    assert str(refusal) == "calls.csv 第 7 行：列数多于表头：a,b"


def test_a_rejection_is_one_line_however_long_the_value() -> None:
    refusal = read(警情地址="路\n" * 600)
    assert isinstance(refusal, Rejection)
    assert "\n" not in str(refusal)
    assert len(str(refusal)) < 300


def test_the_documented_limits_are_those_in_force() -> None:
    page = (Path(__file__).parents[2] / "docs" / "import.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| (\w+) \| (\d+) \|$", page, re.MULTILINE) == [(f, str(n)) for f, n in LIMITS.items()]

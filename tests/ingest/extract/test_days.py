"""The days that a text names."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from ingest.extract.days import find

_AT = datetime(2024, 3, 1, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("1月6日曾处警一次", ("01-06",)),
        ("7.10曾处警一次", ("07-10",)),
        ("十二月三十一日报过警", ("12-31",)),
        ("三月二十五日来过", ("03-25",)),
        ("三月十日来过", ("03-10",)),
        ("昨天刚来过民警", ("02-29",)),
        ("前天和昨晚都报过警", ("02-28", "02-29")),
        ("单价3.5元，共13.40元", ()),
        ("找了十三个月", ()),
        ("1月6日和01月06号", ("01-06",)),
        ("", ()),
    ],
)
def test_days_named(text: str, days: tuple[str, ...]) -> None:
    assert find(text, _AT) == days

"""Numbers of people are masked in every text of every row, and other numbers are not."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from web.personal import leaving
from web.roles import Role


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("13800000001", "138****0001"),
        ("回电13800000001，急", "回电138****0001，急"),
        ("+86 138 0000 0001", "+86**********0001"),
        ("0571-88880001", "057******0001"),
        ("88880001", "888*0001"),
        ("110101199003071234", "110***********1234"),
        ("身份证11010119900307123X", "身份证110***********123X"),
        ("赔58000块", "赔58000块"),
        ("2026-03-01 09:00", "2026-03-01 09:00"),
        ("东风路1288号22栋301室", "东风路1288号22栋301室"),
        ("A999920261000044", "A999920261000044"),
    ],
)
def test_which_numbers_are_masked(written: str, shown: str) -> None:
    [row] = leaving([{"content": written, "reasons": [written]}], Role.SUPERVISOR)
    assert row == {"content": shown, "reasons": [shown]}
    assert leaving([{"content": written}], Role.INVESTIGATOR) == [{"content": written}]


def test_numbers_of_records_and_times_stay() -> None:
    rows = [
        {"incident_id": "20260301000047", "dispute_id": "D-20260301000047", "at": datetime.now(UTC), "n": 13800000001}
    ]
    assert leaving(rows, Role.PARTNER) == rows

"""Phone numbers: every way to write one number gives one national form, and nothing else is a number."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract import phones

MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
WAYS = (
    "{}",
    "+86{}",
    "+86 {}",
    "86-{}",
    "0086{}",
    "00 86 {}",
    "0{}",
    " {} ",
    "(+86){}",
)


@pytest.mark.parametrize(
    ("written", "national"),
    [
        ("13800001111", "13800001111"),
        ("138-0000-1111", "13800001111"),
        ("138 0000 1111", "13800001111"),
        ("１３８００００１１１１", "13800001111"),
        ("16912345678", "16912345678"),
        ("17700004400", "17700004400"),
        ("013800001111", "13800001111"),
        ("010-62345678", "01062345678"),
        ("(0940) 5648220", "09405648220"),
        ("0940-5648220转801", "09405648220"),
        ("+86 940 5648220", "09405648220"),
        ("+86 10 62345678", "01062345678"),
        ("400-123-4567", "4001234567"),
        ("", ""),
        ("110", ""),
        ("12345", ""),
        ("无", ""),
        ("1380000111", ""),
        ("12800001111", ""),
        ("138000011112", ""),
        ("999999198307071271", ""),
    ],
)
def test_one_number(written: str, national: str) -> None:
    assert phones.normalise(written) == national


@given(MOBILES, st.sampled_from(WAYS))
def test_ways_of_writing_are_one_number(number: str, way: str) -> None:
    assert phones.normalise(way.format(number)) == number
    wide = way.format(number).translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
    assert phones.normalise(wide) == number


@given(MOBILES, st.sampled_from(("-", " ", "")))
def test_grouped_number_in_running_text(number: str, gap: str) -> None:
    written = gap.join((number[:3], number[3:7], number[7:]))
    assert phones.find(f"请回电{written}，谢谢") == (number,)


def test_numbers_in_text_keep_their_order_and_are_no_ids() -> None:
    text = "先打0940-5648220没人接，再打13800001111，身份证999999198307071271，又打13800001111，欠12050元"
    assert phones.find(text) == ("09405648220", "13800001111")


@pytest.mark.parametrize("text", ["2024年3月1日欠款120000元", "订单20240301123456789", "车牌尾号646", ""])
def test_other_figures_are_no_numbers(text: str) -> None:
    assert phones.find(text) == ()

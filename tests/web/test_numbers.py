"""Which numbers in a text are numbers of people, however they are written; and which are not."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from web.numbers import certain, masked, masked_text, masked_whole

PEOPLE = [
    ("13800000001", "138****0001"),
    ("回电13800000001，急", "回电138****0001，急"),
    ("+86 138 0000 0001", "+86**********0001"),
    ("+8613800000001", "+86*******0001"),
    ("0086-138-0000-0001", "008***********0001"),
    ("１３８００００００01", "１３８****００01"),
    ("138.0000.0001", "138******0001"),
    ("138\u200b0000\u200b0001", "138******0001"),
    ("1 3 8 0 0 0 0 0 0 0 1", "1 3************** 0 1"),
    ("501室13800000001", "501室138****0001"),
    ("住501 13800000001", "住501 138****0001"),
    ("13800000001 13900000002", "138****0001 139****0002"),
    ("wx13800000001", "wx138****0001"),
    ("abc13800000001", "abc138****0001"),
    ("phone:13800000001", "phone:138****0001"),
    ("0571-88880001", "057******0001"),
    ("(0571) 88880001", "(05********0001"),
    ("（0571）8888 0001", "（05********0001"),
    ("88880001", "88****01"),
    ("8888-0001", "88*****01"),
    ("tel:88880001", "tel:88****01"),
    ("TEL88880001", "TEL88****01"),
    ("+852 9123 4567", "+85*******4567"),
    ("110101199003071234", "110***********1234"),
    ("身份证11010119900307123X", "身份证110***********123X"),
    ("11010119900307123x，", "110***********123x，"),
    ("110101 19900307 1234", "110*************1234"),
    ("id:110101199003071234#L1", "id:110***********1234#L1"),
    ("110101900307123", "110********7123"),
    ("卡号6222000000000000001", "卡号622************0001"),
    ("一三八零零零零零零零一", "一三八****零零零一"),
    ("12313800000001", "123*******0001"),
]
OTHERS = [
    "",
    "赔58000块",
    "赔5000-8000元",
    "2026-03-01 09:00",
    "2026-03-01T09:00:00.000000000+08:00",
    "2026-03-15 2026-03-16 09:00:01",
    "2026年3月1日9时30分",
    "2019-2026年",
    "20260301",
    "接警单20260301000047",
    "D-20260301000047",
    "D-330102000001",
    "A3301022026030001",
    "东风路1288号22栋301室",
    "京A12345",
    "0.9666666667",
    "拨打110、12345、10086",
    "192.168.10.7",
    "12:30:45.123456",
]


@pytest.mark.parametrize(("written", "shown"), PEOPLE)
def test_numbers_of_people_are_masked(written: str, shown: str) -> None:
    assert masked_text(written) == shown
    assert masked_text(f"回电{written}。") == f"回电{shown}。"


@pytest.mark.parametrize("written", OTHERS)
def test_other_numbers_stay(written: str) -> None:
    assert masked_text(written) == written


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("13800000001", "138****0001"),
        ("E12345678", "E1*****78"),
        ("A3301022026", "A33****2026"),
        ("88880001转12", "88****01转12"),
        ("A123", "****"),
        ("110", "110"),
        ("12345", "12345"),
        ("不详", "不详"),
        ("", ""),
    ],
)
def test_a_column_of_numbers_is_masked_whatever_it_holds(value: str, shown: str) -> None:
    assert masked_whole(value) == shown


def test_which_values_are_numbers_of_people_for_certain() -> None:
    assert [certain(value) for value in ("13800000001", "057188880001", "110101199003071234", " 138 0000 0001 ")] == [
        True
    ] * 4
    assert [certain(value) for value in ("20260301000047", "88880001", "12345", "A13800000001", "")] == [False] * 5


_GAPS = st.sampled_from(["", " ", "-", ".", "  ", "\u3000", "·"])
_AROUND = st.text(st.sampled_from("楼上漏水，。；：请回电 \n"), max_size=6)
_MOBILES = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)


def digits_in(text: str) -> str:
    return "".join(str(int(sign)) for sign in text if sign.isdecimal())


@given(_AROUND, _MOBILES, st.data(), _AROUND, st.booleans())
def test_a_mobile_never_comes_out_whole(before: str, mobile: str, data: st.DataObject, after: str, wide: bool) -> None:
    """Whatever stands between its digits and around it, and full-width or not."""
    written = "".join(sign + data.draw(_GAPS) for sign in mobile[:-1]) + mobile[-1]
    if wide:
        written = "".join(chr(ord(sign) + 0xFEE0) if sign.isdecimal() else sign for sign in written)
    shown = masked_text(before + written + after)
    assert len(shown) == len(before + written + after)
    assert len(digits_in(shown)) <= 7
    assert shown.startswith(before)
    assert shown.endswith(after)


_IDS = st.from_regex(
    r"[1-9][0-9]{5}(18|19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9Xx]", fullmatch=True
)


@given(_AROUND, _IDS, _AROUND, st.sampled_from(["", " "]))
def test_an_id_number_never_comes_out_whole(before: str, number: str, after: str, gap: str) -> None:
    written = number[:6] + gap + number[6:14] + gap + number[14:]
    shown = masked_text(before + written + after)
    assert len(digits_in(shown)) <= 7
    assert number[6:14] not in re.sub(r"\s", "", shown)


@given(st.text(st.sampled_from("0123456789 -.()+Xx年月日：:楼D_/一三"), max_size=60))
def test_masking_keeps_the_length_changes_only_to_stars(text: str) -> None:
    shown = masked_text(text)
    assert len(shown) == len(text)
    assert all(new in (old, "*") for old, new in zip(text, shown, strict=True))
    assert not re.search(r"(?<!\d)1[3-9]\d{9}(?!\d)", shown)


@given(st.datetimes())
def test_times_stay(when: object) -> None:
    assert masked_text(f"于{when}到场") == f"于{when}到场"


def test_too_few_digits_are_no_number() -> None:
    assert masked("123456") == "123456"

"""Identity numbers: the check character and the date decide, the region does not."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_11_2

from ingest.extract import id_numbers, phones


def with_check(body: str) -> str:
    return body + str(mod_11_2.calc_check_digit(body))


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("999999198307071271", "999999198307071271"),
        (" 999999 19830707 1271 ", "999999198307071271"),
        ("９９９９９９１９８３０７０７１２７１", "999999198307071271"),
        ("999999198307071270", ""),
        ("99999919830707127", ""),
        (with_check("99999919831307127"), ""),
        (with_check("99999919830230127"), ""),
        (with_check("99999917000101127"), ""),
        ("", ""),
        ("不详", ""),
    ],
)
def test_one_number(written: str, number: str) -> None:
    assert id_numbers.normalise(written) == number


def test_check_character_x_in_either_case() -> None:
    body = next(body for body in (f"99999919830707{n:03d}" for n in range(999)) if with_check(body).endswith("X"))
    assert id_numbers.normalise(with_check(body).lower()) == with_check(body)


def test_fifteen_digits_become_eighteen() -> None:
    assert id_numbers.normalise("999999830707127") == "999999198307071271"


@given(st.dates(min_value=date(1900, 1, 1)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_one_wrong_digit_is_noticed(day: date, order: int, place: int, shift: int) -> None:
    number = with_check(f"999999{day:%Y%m%d}{order:03d}")
    damaged = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
    assert id_numbers.normalise(damaged) == ""


def test_in_text_only_valid_ones() -> None:
    text = "自称身份证999999198307071271，又说是999999198307071270，手机13800001111"
    assert id_numbers.find(text) == ("999999198307071271",)


def test_a_wrong_one_stays_text_and_is_no_phone() -> None:
    wrong = "999999198307071270"
    text = f"对方身份证{wrong}，要求核实"
    assert id_numbers.find(text) == ()
    assert phones.find(text) == ()

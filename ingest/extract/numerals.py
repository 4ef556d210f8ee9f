"""Chinese numerals to Arabic ones: 二十一 -> 21, 五〇一 -> 501, 两 -> 2."""

from __future__ import annotations

NUMERAL_DIGITS = "零一二三四五六七八九"
_DIGITS = {char: value for value, char in enumerate(NUMERAL_DIGITS)} | {"两": 2, "〇": 0, "廿": 20}
_UNITS = {"十": 10, "百": 100, "千": 1000}

#: Characters a numeral is written with, for use inside a regular expression's brackets.
NUMERAL = "零〇一二两三四五六七八九十百"


def to_arabic(written: str) -> str:
    """The Arabic form of ``written``; what is not a Chinese numeral comes back as it is.

    >>> to_arabic("二十一"), to_arabic("五〇一"), to_arabic("十"), to_arabic("B2")
    ('21', '501', '10', 'B2')
    """
    if not written or any(char not in _DIGITS and char not in _UNITS for char in written):
        return written.lstrip("0") or written if written.isdigit() else written
    if not any(char in _UNITS for char in written):
        return "".join(str(_DIGITS[char]) for char in written)
    total, pending = 0, 0
    for char in written:
        if char in _UNITS:
            total += (pending or 1) * _UNITS[char]
            pending = 0
        else:
            pending = _DIGITS[char]
    return str(total + pending)


def to_chinese_digit(written: str) -> str:
    """A number up to 99 as road names write it: 1 -> 一, 12 -> 十二; anything else comes back as it is."""
    if not written.isdigit() or not 0 < int(written) < 100:
        return written
    tens, ones = divmod(int(written), 10)
    head = "" if tens == 0 else "十" if tens == 1 else NUMERAL_DIGITS[tens] + "十"
    return head + (NUMERAL_DIGITS[ones] if ones else "")

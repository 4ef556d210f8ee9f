"""Telephone numbers in national form, judged by the shape of the numbering plan.

Source of the plan: MIIT, 电信网编号计划 (2017): mobiles are 1[3-9] and 11 digits; area codes are 010,
02x (8-digit subscriber numbers) and 0[3-9]xx (7 or 8 digits); 400 and 800 numbers have 10 digits.
Allotted segments are not checked: test numbers and newly opened segments are numbers too.
"""

from __future__ import annotations

import re

from ingest.extract.text import narrow, once_a_text

_NOT_DIGIT = re.compile(r"\D+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|x|#|,)\s*\d{1,6}\s*$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0(?:10\d{8}|2[0-9]\d{8}|[3-9]\d{2}[2-9]\d{6,7}|[3-9]\d{2}\d{7})")
_SERVICE = re.compile(r"[48]00\d{7}")
#: What a text must hold before it is worth a closer look.
_LONG_RUN = re.compile(r"\d[\d\s()-]{5}")
_IN_TEXT = re.compile(
    r"(?<![\dA-Za-z])(?:\(?(?:\+|00)?\s?86\)?[\s-]?)?"
    r"(?:0?1[3-9]\d(?:[\s-]?\d){8}|\(?0\d{2,3}\)?[\s-]?\d{3,4}[\s-]?\d{4}|[48]00[\s-]?\d{3}[\s-]?\d{4})(?![\dA-Za-z])"
)


def normalise(written: str) -> str:
    """The national form of one written number (13800001111, 09405648220), or '' when it is none.

    >>> normalise("+86 138-0000-1111"), normalise("(0940) 5648220"), normalise("12345")
    ('13800001111', '09405648220', '')
    """
    if len(written) == 11 and written.isascii() and written.isdigit():
        digits = written
    else:
        digits = _NOT_DIGIT.sub("", _EXTENSION.sub("", narrow(written)))
    national = _national(digits)
    return national if national is not None else ""


@once_a_text
def find(text: str) -> tuple[str, ...]:
    """Every number in running ``text``, in national form, each once."""
    if not _LONG_RUN.search(text):
        return ()
    found = (normalise(match.group()) for match in _IN_TEXT.finditer(narrow(text)))
    return tuple(dict.fromkeys(number for number in found if number))


def _national(digits: str) -> str | None:
    """``digits`` without country code or trunk zero, if they have the shape of a number."""
    for candidate in _readings(digits):
        if _MOBILE.fullmatch(candidate) or _LANDLINE.fullmatch(candidate) or _SERVICE.fullmatch(candidate):
            return candidate
    return None


def _readings(digits: str) -> tuple[str, ...]:
    """What ``digits`` may stand for: as written, then without trunk zero, then without country code."""
    if digits.startswith("0086"):
        rest = digits[4:]
    elif digits.startswith("86"):
        rest = digits[2:]
    else:
        return (digits, digits[1:]) if digits.startswith("01") and len(digits) == 12 else (digits,)
    bare = rest.lstrip("0")
    return (bare, rest, "0" + bare) if len(bare) == 11 and bare[0] == "1" else (rest, "0" + rest)

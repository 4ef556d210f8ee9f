"""Resident identity numbers (GB 11643): 17 digits and a check character, or the 15 digits used before 1999.

The region is not looked up: regions are abolished and renamed while the numbers live on.
"""

from __future__ import annotations

import re
from datetime import date

from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from ingest.extract.text import narrow, once_a_text

_SEPARATOR = re.compile(r"[\s-]+")
#: What a text must hold before it is worth a closer look.
_LONG_RUN = re.compile(r"\d{14}")
_IN_TEXT = re.compile(r"(?<![0-9A-Za-z])[1-9]\d{5}(?:(?:18|19|20)\d{9}[\dXx]|\d{9})(?![0-9A-Za-z])")
_YEARS = range(1880, 2100)


def normalise(written: str) -> str:
    """The 18 characters of a valid number (15-digit ones are brought to 18), or ''.

    >>> normalise("999999198307071270"), normalise("999999198307071279")
    ('', '999999198307071279')
    """
    if not written:
        return ""
    number = _SEPARATOR.sub("", narrow(written)).upper()
    if len(number) == 15 and number.isdigit() and _is_date("19" + number[6:12]):
        body = number[:6] + "19" + number[6:]
        return body + str(mod_11_2.calc_check_digit(body))
    if len(number) != 18 or not number[:17].isdigit() or not _is_date(number[6:14]):
        return ""
    try:
        mod_11_2.validate(number)
    except ValidationError:
        return ""
    return number


@once_a_text
def find(text: str) -> tuple[str, ...]:
    """Every valid number in running ``text``, each once."""
    if not _LONG_RUN.search(text):
        return ()
    found = (normalise(match.group()) for match in _IN_TEXT.finditer(narrow(text)))
    return tuple(dict.fromkeys(number for number in found if number))


def _is_date(digits: str) -> bool:
    year, month, day = int(digits[:4]), int(digits[4:6]), int(digits[6:8])
    if year not in _YEARS:
        return False
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True

"""Telephone and ID numbers in any text, and how they are masked.

Reading is careful elsewhere (``ingest.extract.phones``); hiding is greedy: rather a number of something else masked
than one of a person shown. Kept are times and days, numbers of records that begin with a day (20260301000047) or with
letters (D-…, A3301…), and amounts below seven digits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_GAP = r"[\s\-‐-―_.·/()（）\u200b-\u200f\u2060\ufeff]"
_S = rf"{_GAP}{{0,2}}"
_MONTH, _DAY = rf"(?:0{_S}[1-9]|1{_S}[0-2])", rf"(?:0{_S}[1-9]|[12]{_S}\d|3{_S}[01])"


def _spaced(*parts: str) -> str:
    """The parts one after another, with or without signs between."""
    return _S.join(parts)


#: 18 characters with a day of birth inside; region, year, month, day, order, check.
_ID = _spaced("[1-9]", *[r"\d"] * 5, rf"(?:1{_S}[89]|2{_S}0)", r"\d", r"\d", _MONTH, _DAY, *[r"\d"] * 3, r"[\dXx]")
_MOBILE = rf"(?:(?:\+|00)?{_S}86{_S})?0?" + _spaced("1", "[3-9]", *[r"\d"] * 9)
_LANDLINE = rf"(?:\(|（)?0\d{{2,3}}{_S}[2-9]\d{{2,3}}{_S}\d{{4}}"
_INTERNATIONAL = r"\+\d(?:[\s()-]?\d){6,15}"
_HOTLINE = r"[48]00[\s-]\d{3,4}[\s-]?\d{3,4}"
_LOCAL = r"(?<![A-Za-z0-9./-])[2-9]\d{2,3}[ -]\d{4}(?![\d元块万圆人户年平.-])"
_SPOKEN = r"[〇零一二三四五六七八九幺两]{7,}"
#: A number of a person for certain, whatever stands before it.
_CERTAIN = re.compile(rf"(?<!\d)(?:{_ID}|{_MOBILE}|{_LANDLINE})(?!\d)")
_FOUND = re.compile(
    rf"(?<!\d)(?P<certain>{_ID}|{_MOBILE}|{_LANDLINE}|{_INTERNATIONAL}|{_HOTLINE})(?!\d)"
    rf"|(?P<local>{_LOCAL})|(?P<spoken>{_SPOKEN})"
    r"|(?P<before>[A-Za-z]{0,8}-?)(?<!\d)(?<!\d\.)(?P<run>\d{7,}[Xx]?)"
)
#: Letters that come before a number of a person and not before that of a record.
_CONTACT = re.compile(r"(?:tel|phone|mobile|mob|ph|call|no|qq|wx|vx|id)-?", re.IGNORECASE)
#: A day, with an hour or the number of a record behind it.
_DATED = re.compile(r"(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d*")
_YEARS = re.compile(r"(?:19|20)\d{2}[ -](?:19|20)\d{2}|(?:19|20)\d{2}[ -](?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
#: A dispute's number begins so, and goes on with that of its first call.
_DISPUTE = "D-"
#: What a text without a number of a person may not even have: cheap to look for.
_SUSPECT = re.compile(rf"(?:\d\D{{0,3}}){{6}}|{_SPOKEN}")
_LEAST = 7
#: From so many digits on a number shows its first three and last four; a shorter one two and two.
_LONG = 11


def certain(text: str) -> bool:
    """Whether the whole text is a mobile, landline or ID number."""
    return bool(_CERTAIN.fullmatch(_narrow(text.strip())))


def masked(number: str) -> str:
    """138****0001 for 13800000001: what a person needs to recognise a number they know, and no more."""
    digits = sum(character.isalnum() for character in number)
    if digits < _LEAST:
        return number
    first, last = (3, 4) if digits >= _LONG else (2, 2)
    return f"{number[:first]}{'*' * (len(number) - first - last)}{number[-last:]}"


def masked_whole(value: str) -> str:
    """A value that is a number as a whole, or several. Public numbers of up to six digits (110, 12345) stay."""
    if len(value) < _LEAST and value.isdecimal():
        return value
    shown = masked_text(value)
    if shown != value or not any(character.isdecimal() for character in value):
        return shown
    return masked(value) if len(value) >= _LEAST else "*" * len(value)


def masked_text(text: str) -> str:
    """The text with every number of a person in it masked."""
    return _replaced(text, masked)


def _replaced(text: str, by: Callable[[str], str]) -> str:
    if not _SUSPECT.search(text):
        return text
    # Written in the same places, so that what is found there can be cut out of the text as it is.
    narrow, parts, done = _narrow(text), [], 0
    for found in _FOUND.finditer(narrow):
        group = "run" if found["run"] else str(found.lastgroup)
        start, end = found.span(group)
        if _hidden(found, group):
            parts += [text[done:start], by(text[start:end])]
            done = end
    return "".join([*parts, text[done:]])


def _hidden(found: re.Match[str], group: str) -> bool:
    number = found[group]
    if group == "run":
        before = found["before"]
        serial = before not in ("", "-") and not _CONTACT.fullmatch(before)
        if serial and before != _DISPUTE:
            return certain(number)
        return not serial and not _DATED.fullmatch(number)
    return group != "local" or not _YEARS.fullmatch(number)


def _narrow(text: str) -> str:
    """Full-width and other digits and signs as ASCII, one character for one."""
    if text.isascii():
        return text
    return "".join(map(_narrow_sign, text))


def _narrow_sign(sign: str) -> str:
    if sign.isdecimal():
        return str(unicodedata.decimal(sign))
    if "\uff01" <= sign <= "\uff5e":
        return chr(ord(sign) - 0xFEE0)
    return sign


def erased(text: str) -> str:
    """The text with every number of a person in it gone for good."""
    return _replaced(text, lambda number: "*" * min(len(number), _LEAST))

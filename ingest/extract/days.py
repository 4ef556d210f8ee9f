"""The days that a text names (1月6日曾处警一次, 7.10, 昨天来过): which earlier call it speaks of."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from ingest.extract.numerals import to_arabic

_WRITTEN = re.compile(r"(?<![\d.])(1[0-2]|0?[1-9])\s?月\s?(3[01]|[12]\d|0?[1-9])\s?[日号]?")
_CHINESE = re.compile(
    r"(十[一二]?|[一二三四五六七八九])月(三十一?|二?十[一二三四五六七八九]?|[一二三四五六七八九])[日号]?"
)
#: A day with a point is one only where a call is spoken of: 3.5 is a price as well.
_POINTED = re.compile(
    r"(?<![\d.])(1[0-2]|0?[1-9])[.．/](3[01]|[12]\d|0?[1-9])(?![\d.])(?=日?曾?[^，。；,;]{0,4}(?:警|来过|报))"
)
_AGO = re.compile(r"(昨天|昨日|昨晚|昨夜|前天|前日|前晚)")
_DAYS_AGO = {"昨": 1, "前": 2}


#: Characters without one of which no day is named.
_HINT = re.compile(r"[月昨前.．/]")


def find(text: str, reported_at: datetime) -> tuple[str, ...]:
    """The days named in ``text`` as MM-DD, each once; 昨天 counts back from ``reported_at`` in its zone."""
    if not _HINT.search(text):
        return ()
    found = [(m.start(), int(m[1]), int(m[2])) for pattern in (_WRITTEN, _POINTED) for m in pattern.finditer(text)]
    found += [(m.start(), int(to_arabic(m[1])), int(to_arabic(m[2]))) for m in _CHINESE.finditer(text)]
    days = [(at, f"{month:02}-{day:02}") for at, month, day in found]
    days += [(m.start(), f"{reported_at - timedelta(days=_DAYS_AGO[m[0][0]]):%m-%d}") for m in _AGO.finditer(text)]
    return tuple(dict.fromkeys(day for _, day in sorted(days)))

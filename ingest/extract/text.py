"""Texts as they are read: one written form for characters that mean the same (full-width digits and letters, dashes,
brackets), and each text once."""

from __future__ import annotations

import re
from functools import lru_cache

_WIDE = {code: code - 0xFEE0 for code in range(0xFF10, 0xFF5B) if chr(code - 0xFEE0).isalnum()}
_SIGNS = {ord(wide): narrow for wide, narrow in zip("（）＃＋／＆．　", "()#+/&. ", strict=True)}
_DASHES = {ord(dash): "-" for dash in "－—–−‐‑―﹣➖"}
_TABLE = {**_WIDE, **_SIGNS, **_DASHES, 0x3007: "零", 0x200B: None, 0xFEFF: None}
_CHANGED = re.compile("[" + "".join(re.escape(chr(code)) for code in _TABLE) + "]")
_CHINESE = re.compile("[\u3400-\u9fff]")


#: For what a text says by itself: kept of the last 10,000 texts, because of officers' notes every second is one that
#: was written before.
once_a_text = lru_cache(maxsize=10_000)


def narrow(text: str) -> str:
    """``text`` with full-width letters, digits, brackets and dashes in their half-width form."""
    return text.translate(_TABLE) if _CHANGED.search(text) else text


def has_chinese(text: str) -> bool:
    """Whether any character of ``text`` is a Chinese one."""
    return _CHINESE.search(text) is not None

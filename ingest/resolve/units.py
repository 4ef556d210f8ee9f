"""Which unit: 西岭分局清河派出所 and 清河派出所 are one station."""

from __future__ import annotations

import re
from functools import lru_cache

_SUPERIOR = re.compile(r"^.*?(?:公安局|分局|支队|总队)(?=..)")


@lru_cache(maxsize=10_000)
def unit_key(written: str) -> str:
    """The unit's own name without the bureaus above it; '' for nothing written."""
    name = "".join(written.split())
    while (shorter := _SUPERIOR.sub("", name, count=1)) != name:
        name = shorter
    return name

"""How far a query was read, kept between runs in FENGQIAO_HOME/watermarks."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path

from graph import settings

Watermark = str | int | float | Decimal | datetime | date

_READERS: dict[str, Callable[[str], Watermark]] = {
    "text": str,
    "int": int,
    "float": float,
    "decimal": Decimal,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
}


#: The types a watermark can have, and how each is called in the file.
KINDS: dict[type, str] = {
    str: "text",
    int: "int",
    float: "float",
    Decimal: "decimal",
    datetime: "datetime",
    date: "date",
}


def _path(fingerprint: str) -> Path:
    return settings.home() / "watermarks" / f"{fingerprint[:32]}.json"


def load_watermark(fingerprint: str) -> Watermark | None:
    """The value the last committed run of this source got to, or None. ValueError when the file is damaged."""
    path = _path(fingerprint)
    if not path.exists():
        return None
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return _READERS[kept["type"]](kept["value"])
    except (KeyError, TypeError, ArithmeticError, ValueError) as error:
        raise ValueError(f"{path}: damaged watermark ({error}); delete it to read everything again") from None


def save_watermark(fingerprint: str, value: Watermark) -> None:
    """Keep the value, whole or not at all. Call when everything read up to it is committed."""
    path = _path(fingerprint)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    with part.open("w", encoding="utf-8") as stream:
        json.dump({"type": KINDS[type(value)], "value": _written(value)}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)


def _written(value: Watermark) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)

"""Values as a spreadsheet, a script and a reader can all take them."""

from __future__ import annotations

from datetime import date, datetime

import orjson
from neo4j.time import DateTime

from graph import settings

Cell = str | int | float

#: What Excel, LibreOffice or WPS may take for the start of a formula (OWASP, CSV injection).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def plain(value: object) -> Cell:
    """``value`` as text or number.

    None is '', true 1, false 0; a time is local 'YYYY-MM-DD HH:MM:SS'; a float has 4 decimals; texts
    in a list have '；' between them; anything else in a list, or a map, is JSON.
    """
    match value:
        case None:
            cell: Cell = ""
        case bool():
            cell = int(value)
        case str() | int():
            cell = value
        case float():
            cell = round(value, 4)
        case datetime() | DateTime():
            cell = _local(value)
        case date():
            cell = value.isoformat()
        case list() if all(isinstance(item, str) for item in value):
            cell = "；".join(value)
        case _:
            cell = orjson.dumps(value, default=plain).decode()
    return cell


def _local(time: datetime | DateTime) -> str:
    native = time.to_native() if isinstance(time, DateTime) else time
    return native.astimezone(settings.zone()).strftime("%Y-%m-%d %H:%M:%S")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run ``text`` instead of showing it."""
    return text.lstrip(" \0").startswith(FORMULA_STARTS)


def csv_cell(cell: Cell) -> str:
    """``cell`` as CSV text that no spreadsheet runs.

    A text that could be a formula gets one ``'`` in front, and so does a text that has one there
    already, so taking one leading ``'`` away always gives back the exact text. Numbers are written
    as they are, floats with 4 decimals.
    """
    if isinstance(cell, str):
        return f"'{cell}" if cell.startswith("'") or is_formula(cell) else cell
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)

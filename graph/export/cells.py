"""Values as a spreadsheet, a script and a reader can all take them."""

from __future__ import annotations

import re
from datetime import date, datetime

import orjson
from neo4j.graph import Node, Relationship
from neo4j.time import DateTime

from graph import settings
from graph.schema import NODES

Cell = str | int | float

#: What Excel, LibreOffice or WPS may take for a formula (OWASP, CSV injection), after any blanks and apostrophes.
_RISKY = re.compile("[ \0']*[=+\\-@\t\r\n＝＋－＠]")


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
        case Node():
            cell = f"({':'.join(sorted(value.labels))} {next(iter(_key(value)), '')})"
        case Relationship():
            cell = f"[{value.type}]"
        case list() if all(isinstance(item, str) for item in value):
            cell = "；".join(value)
        case _:
            cell = orjson.dumps(value, default=plain).decode()
    return cell


def _key(node: Node) -> list[object]:
    """The node's key by the schema, in a list; empty for a label the schema does not know."""
    return [node[kind.key] for kind in NODES if kind.label in node.labels and kind.key in node]


def _local(time: datetime | DateTime) -> str:
    native = time.to_native() if isinstance(time, DateTime) else time
    return native.astimezone(settings.zone()).strftime("%Y-%m-%d %H:%M:%S")


def is_formula(text: str) -> bool:
    """Whether a spreadsheet may run ``text`` instead of showing it."""
    return _RISKY.match(text) is not None


def neutralise(text: str) -> str:
    """``text`` as a cell that no spreadsheet program takes for a formula: an apostrophe before it if need be."""
    return "'" + text if is_formula(text) else text


def restore(text: str) -> str:
    """What ``neutralise`` was given."""
    return text[1:] if text.startswith("'") and is_formula(text[1:]) else text


def csv_cell(cell: Cell) -> str:
    """``cell`` as CSV text that no spreadsheet runs. Numbers are written as they are, floats with 4 decimals."""
    if isinstance(cell, str):
        return neutralise(cell)
    return f"{cell:.4f}" if isinstance(cell, float) else str(cell)

"""The one place where personal data leave the server: every row for a screen, an answer or a file passes ``leaving``.

Nobody's role shows numbers whole by itself. A role of ``permission.MAY_UNMASK`` sees them where it has said what for
(``web.unmasking``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from neo4j.graph import Entity, Path
from neo4j.time import Date, DateTime, Duration, Time

from graph.export.cells import plain
from web import numbers
from web.permission import MAY_UNMASK
from web.roles import Role

#: Names of columns and properties whose whole value is a number of a person, whatever it looks like.
_WHOLE = re.compile(r"(?:^|_)(?:phones?|phone_numbers?|mobile|tel|id_numbers?|id_card)$|电话|手机|号码|身份证")
#: Names of our own columns that hold the number of a record, which may look like anything.
_RECORD = re.compile(r"(?:^|_)(?:incident_id|dispute_id|decision_id|import_id|case_number|hash)$|^id$")

#: Under which name the key of a node is masked: a dispute's or a call's number is nobody's, a phone's is whole.
KEY_COLUMNS = {"Phone": "phone", "Dispute": "dispute_id", "Incident": "incident_id"}


def leaving(
    rows: Iterable[Mapping[str, Any]], role: Role, *, whole: bool = False, own_names: bool = True
) -> list[dict[str, Any]]:
    """The rows as somebody of this role may see them.

    ``whole``: the visitor has unmasked what these rows are about. ``own_names`` is False where somebody else chose the
    names of the columns, as in Cypher written by hand: then no name spares a value.
    """
    if whole and role in MAY_UNMASK:
        return [dict(row) for row in rows]
    return [{numbers.masked_text(name): veiled(value, name, own_names) for name, value in row.items()} for row in rows]


def veiled(value: Any, name: str = "", own_names: bool = True) -> Any:
    """``value``, found under ``name``, with the numbers of people in it masked, however deep; its shape stays.

    Nodes and relationships come as texts, a path as a list of its nodes.
    """
    shown: Any
    match value:
        case None | bool() | date() | time() | timedelta() | Date() | DateTime() | Time() | Duration():
            shown = value
        case int() | float():
            shown = _number(value, name)
        case str():
            shown = _text(value, name, own_names)
        case bytes() | bytearray():
            shown = _text(bytes(value).decode(errors="replace"), name, own_names)
        case Path():
            shown = veiled(value.nodes, name, own_names)
        case Entity():
            shown = _text(str(plain(value)), "", False)
        case Mapping():
            shown = {_key(key): veiled(inner, str(key), own_names) for key, inner in value.items()}
        case Iterable():
            shown = [veiled(inner, name, own_names) for inner in value]
        case _:
            shown = _text(str(value), name, own_names)
    return shown


def _number(value: float, name: str) -> Any:
    """A phone that somebody turned into a number is still a phone; counts and measures look otherwise."""
    written = str(value) if isinstance(value, int) else f"{value:.0f}"
    shown = numbers.masked(written) if numbers.certain(written) or _WHOLE.search(name) else written
    return value if shown == written else shown


def _key(key: Any) -> Any:
    """The key of a map, which whoever wrote the Cypher may have made of a number."""
    return numbers.masked_text(key) if isinstance(key, str) else key


def _text(value: str, name: str, own_names: bool) -> str:
    if _WHOLE.search(name):
        return numbers.masked_whole(value)
    if own_names and _RECORD.search(name) and not numbers.certain(value):
        return value
    return numbers.masked_text(value)

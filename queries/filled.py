"""A query of the shelf as text with its parameters written in, to be read, copied and run again elsewhere."""

from __future__ import annotations

import re
from datetime import datetime

from queries.loading import find
from queries.parameters import bind

#: A comment, a string or a name in backticks, which stay as they are; or a parameter.
_TOKEN = re.compile(r"//[^\n]*|'(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\"|`[^`]*`|\$([A-Za-z_]\w*)")

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r"})


def filled(name: str, /, **parameters: object) -> str:
    """The Cypher of the shelf's query ``name`` with every parameter in its place. QueryError as ``run``."""
    query = find(name)
    bound = bind(query.parameters, parameters)
    return _TOKEN.sub(lambda token: literal(bound[token[1]]) if token[1] else token[0], query.cypher)


def literal(value: object) -> str:
    """A value as Cypher writes it. TypeError for one that no parameter can have."""
    match value:
        case None:
            written = "null"
        case bool():
            written = "true" if value else "false"
        case int() | float():
            written = repr(value)
        case str():
            written = f"'{value.translate(_ESCAPES)}'"
        case datetime():
            written = f"datetime('{value.isoformat()}')"
        case list() | tuple():
            written = "[" + ", ".join(map(literal, value)) + "]"
        case _:
            raise TypeError(f"no parameter is a {type(value).__name__}")
    return written

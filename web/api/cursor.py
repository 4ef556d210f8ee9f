"""Where a page of a list ended, as an opaque word: the next page begins behind it, however many came meanwhile."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode

import orjson

from web.api.problems import Fault, Refusal

_LONGEST = 400


def written(sort: str, *place: object) -> str:
    """The cursor of a place in a list of this order."""
    return urlsafe_b64encode(orjson.dumps([sort, *place])).decode().rstrip("=")


def read(cursor: str, sort: str) -> list[object]:
    """The place that ``written`` was given; Refusal when this is no cursor of that order."""
    try:
        if not cursor.isascii() or len(cursor) > _LONGEST:
            raise ValueError
        found = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(found, list) or len(found) < 2 or found[0] != sort:
            raise ValueError
    except (ValueError, binascii.Error):
        raise refused() from None
    return found[1:]


def refused() -> Refusal:
    """What to raise for a word that is no cursor."""
    return Refusal(422, code="values", faults=(Fault(at="cursor", why="not a cursor of this list"),))

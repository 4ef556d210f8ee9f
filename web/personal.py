"""The one place where personal data leave the server: every row for a screen passes through ``leaving``."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from web.permission import UNMASKED
from web.roles import Role

#: Telephone numbers (7 or more digits) and ID numbers, wherever they stand in a text; not parts of a longer run.
_NUMBER = re.compile(
    r"(?<![0-9A-Za-z])(?!\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d))(?:\+?\d[\d -]{5,17}\d[Xx]?)(?![0-9A-Za-z])"
)
_ID_COLUMNS = re.compile(r"(?:^|_)(?:id|incident_id|dispute_id|at)$")


def leaving(rows: Iterable[dict[str, Any]], role: Role) -> list[dict[str, Any]]:
    """The rows as somebody of this role may see them: numbers of people masked unless the role may see them."""
    if role in UNMASKED:
        return list(rows)
    return [{name: _masked(name, value) for name, value in row.items()} for row in rows]


def _masked(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_masked(name, item) for item in value]
    return masked_text(value) if isinstance(value, str) and not _ID_COLUMNS.search(name) else value


def masked_text(text: str) -> str:
    """The text with every number of a person in it masked."""
    return _NUMBER.sub(lambda found: masked(found[0]), text)


def masked(number: str) -> str:
    """138****0001 for 13800000001: what a person needs to recognise a number they know, and no more."""
    if sum(character.isdigit() for character in number) < 7:
        return number
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"

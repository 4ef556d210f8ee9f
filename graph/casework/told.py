"""What is told with a move: each fact read from what a form or a script sent, or refused in words."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from pydantic import AwareDatetime, TypeAdapter, ValidationError

from graph.casework.states import Fact, Machine, Move, facts
from graph.settings import zone

_LONGEST = 10_000
_DATE: TypeAdapter[date] = TypeAdapter(date)
_MOMENT: TypeAdapter[datetime] = TypeAdapter(datetime)
_AWARE: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


class Untold(ValueError):
    """A fact is missing or makes no sense; ``fact`` is its name."""

    def __init__(self, fact: str, why: str) -> None:
        super().__init__(f"{fact}: {why}")
        self.fact = fact
        self.why = why


def told(wanting: Move | Machine, given: Mapping[str, object]) -> dict[str, Any]:
    """The facts that a move, or the beginning of a kind of work, needs, and those that it may have. Untold.

    Typed: text, code of a choice, date, moment with its zone, 1 to 5, yes or no.
    """
    may = [name for name in wanting.may if not _empty(given.get(name))]
    return {name: _read(name, facts()[name], given.get(name)) for name in (*wanting.needs, *may)}


def _read(name: str, fact: Fact, value: object) -> Any:
    if _empty(value):
        raise Untold(name, "missing")
    try:
        match fact.type:
            case "text":
                return _text(value)
            case "choice":
                return fact.choices and _one_of(value, fact.choices)
            case "date":
                return _DATE.validate_python(value)
            case "moment":
                return _moment(value)
            case "score":
                return int(_one_of(str(value), ("1", "2", "3", "4", "5")))
            case "yes_no":
                return _one_of(str(value).lower(), ("yes", "true", "no", "false")) in ("yes", "true")
    except (ValidationError, ValueError) as error:
        raise Untold(name, "not_understood") from error


def _empty(value: object) -> bool:
    return value is None or (isinstance(value, str) and not value.strip())


def _text(value: object) -> str:
    text = unicodedata.normalize("NFC", str(value)).strip()
    if len(text) > _LONGEST:
        raise ValueError(text[:20])
    return text


def _one_of(value: object, allowed: Mapping[str, object] | tuple[str, ...]) -> str:
    if value not in allowed:
        raise ValueError(str(value))
    return str(value)


def _moment(value: object) -> datetime:
    """A time without a zone, as a form sends it, is one of ours."""
    found = _MOMENT.validate_python(value)
    if found.tzinfo is None:
        found = found.replace(tzinfo=zone())
    return _AWARE.validate_python(found).astimezone(UTC)

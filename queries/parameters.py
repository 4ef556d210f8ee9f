"""Parameters of a query: their types, and written values turned into them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from graph import settings, thresholds
from queries.errors import ParameterError

Type = Literal["integer", "number", "text", "texts", "boolean", "datetime"]

_YES = {"1", "true", "yes", "是"}
_NO = {"0", "false", "no", "否"}
_INT64 = 2**63


class Named(BaseModel):
    """Something an officer reads, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    zh: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Parameter(Named):
    """One parameter: its type, default, bounds and choices, and what officers call it.

    ``choice_names`` says what those choices are called that do not speak for themselves.
    Without a ``default`` the query gets null when nothing is given, unless ``required``.
    ``threshold_of`` names the parameter with the window in days whose threshold setting is the default.
    """

    type: Type
    default: Any = None
    required: bool = False
    minimum: float | None = None
    maximum: float | None = None
    choices: list[Any] = []
    choice_names: dict[str, Named] = {}
    threshold_of: str | None = None

    def convert(self, name: str, value: object) -> Any:
        """``value``, as typed in or already typed, as the query wants it; null stays null.

        Raises ParameterError naming the parameter and what it takes.
        """
        if value is None or (isinstance(value, str) and not value.strip()):
            return None
        try:
            converted = _CONVERT[self.type](value)
        except (ValueError, TypeError, OverflowError):
            raise ParameterError(
                f"{name}={value!r}: {_WANTED[self.type]} is wanted", name=name, problem=self.type
            ) from None
        self._check(name, converted)
        return converted

    def _check(self, name: str, value: Any) -> None:
        if isinstance(value, int | float) and not isinstance(value, bool):
            if self.minimum is not None and value < self.minimum:
                raise ParameterError(f"{name}={value}: at least {self.minimum:g} is wanted", name=name, problem="least")
            if self.maximum is not None and value > self.maximum:
                raise ParameterError(f"{name}={value}: at most {self.maximum:g} is wanted", name=name, problem="most")
        if self.choices:
            for item in value if isinstance(value, list) else [value]:
                if item not in self.choices:
                    allowed = ", ".join(str(choice) for choice in self.choices)
                    raise ParameterError(f"{name}={item!r}: one of {allowed} is wanted", name=name, problem="choice")


def bind(parameters: Mapping[str, Parameter], given: Mapping[str, object]) -> dict[str, Any]:
    """A value for every one of ``parameters``: the one given, converted, or its default.

    Raises ParameterError for a name that is not one of them, a value that does not fit, or a
    required one left out.
    """
    if unknown := sorted(given.keys() - parameters.keys()):
        known = ", ".join(parameters) or "none"
        raise ParameterError(f"no parameter {unknown[0]!r}; this query takes: {known}")
    bound = {}
    for name, parameter in parameters.items():
        value = parameter.convert(name, given.get(name))
        bound[name] = parameter.convert(name, parameter.default) if value is None else value
    for name, parameter in parameters.items():
        if bound[name] is None and parameter.threshold_of is not None:
            bound[name] = _threshold(name, bound[parameter.threshold_of])
        if bound[name] is None and parameter.required:
            raise ParameterError(f"{name} is required: {_WANTED[parameter.type]}", name=name, problem="required")
    return bound


def _threshold(name: str, window: int) -> int:
    held = thresholds.repeats()
    if window not in held:
        known = ", ".join(str(days) for days in held)
        raise ParameterError(
            f"{name} is required for a window of {window} days (settings know {known})", name=name, problem="required"
        )
    return held[window]


def _integer(value: object) -> int:
    number = int(value.strip()) if isinstance(value, str) else value
    if isinstance(number, float) and number.is_integer():
        number = int(number)
    if not isinstance(number, int) or isinstance(number, bool) or not -_INT64 <= number < _INT64:
        raise ValueError
    return number


def _number(value: object) -> float:
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise TypeError
    number = float(value)
    if not math.isfinite(number):
        raise ValueError
    return number


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return value.strip()


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [part.strip() for part in value.replace("，", ",").split(",") if part.strip()]
    if not isinstance(value, list | tuple | set | frozenset):
        raise TypeError
    return [_text(part) for part in value]


def _boolean(value: object) -> bool:
    word = str(value).strip().lower()
    if word not in _YES | _NO:
        raise ValueError
    return word in _YES


def _datetime(value: object) -> datetime:
    if isinstance(value, str):
        value = datetime.fromisoformat(value.strip().replace("/", "-"))
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    if not isinstance(value, datetime):
        raise TypeError
    aware = value if value.tzinfo else value.replace(tzinfo=settings.zone())
    # Not in its own zone: the driver asks that for the offset of a time of the driver's own class, and on a
    # ZoneInfo this crashes the interpreter (https://github.com/python/cpython/issues/125318).
    return aware.astimezone(UTC)


_CONVERT: dict[Type, Callable[[object], Any]] = {
    "integer": _integer,
    "number": _number,
    "text": _text,
    "texts": _texts,
    "boolean": _boolean,
    "datetime": _datetime,
}

_WANTED: dict[Type, str] = {
    "integer": "a whole number",
    "number": "a number",
    "text": "a text",
    "texts": "texts with commas between them",
    "boolean": "true or false",
    "datetime": "a time such as 2026-03-01 or 2026-03-01 08:30:00",
}

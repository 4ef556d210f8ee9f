"""How each field of a clean record is made from a row: the mapping, worked out and checked."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from ingest.quarantine import as_text

Take = Callable[[dict[str, Any]], Any]


class MappingError(Exception):
    """The columns cannot be mapped; the text is one line."""


@dataclass(frozen=True, slots=True)
class FieldPlan:
    """Where one field comes from. ``how``: exact, alias, pinyin or mapping. ``rule``: in words, '' for a copy."""

    field: str
    columns: tuple[str, ...]
    how: str
    take: Take
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Mapping:
    """Plans in the order of the record's fields; columns nothing is made from; what the mapping file says of times."""

    plans: tuple[FieldPlan, ...]
    unmapped: tuple[str, ...] = ()
    time_zone: ZoneInfo | None = None
    time_formats: tuple[str, ...] = ()
    date1904: bool = False

    def columns_of(self, field: str) -> tuple[str, ...]:
        """The columns the field is made from, () when it is not mapped."""
        return next((plan.columns for plan in self.plans if plan.field == field), ())


def copy_of(column: str) -> Take:
    """The column's value as it is."""
    return lambda values: values.get(column)


def joined(columns: tuple[str, ...], separator: str) -> Take:
    """The values that are not blank, joined; one that a later one contains is not said twice (a title, a district)."""

    def take(values: dict[str, Any]) -> str:
        texts = [text for column in columns if (text := as_text(values.get(column)).strip())]
        kept = [text for place, text in enumerate(texts) if not any(text in later for later in texts[place + 1 :])]
        return separator.join(kept)

    return take


def constant(text: str) -> Take:
    """The same text for every row."""
    return lambda _values: text


def hashed(columns: tuple[str, ...]) -> Take:
    """20 hex digits from the values, for a file without an id: equal values are one incident; '' when all are blank."""

    def take(values: dict[str, Any]) -> str:
        texts = [" ".join(as_text(values.get(column)).split()) for column in columns]
        if not any(texts):
            return ""
        return hashlib.blake2b("\x1f".join(texts).encode("utf-8", "replace"), digest_size=10).hexdigest()

    return take


_SLOT = re.compile(r"\{([^{}]+)\}")


def template_columns(template: str) -> tuple[str, ...]:
    """The columns a template names, in order."""
    return tuple(dict.fromkeys(_SLOT.findall(template)))


def templated(template: str) -> Take:
    """The template filled in. What stands before a blank column, or between it and the text's start, falls away."""
    *pairs, last = _SLOT.split(template)
    slots = list(zip(pairs[::2], pairs[1::2], strict=True))

    def take(values: dict[str, Any]) -> str:
        written: list[str] = []
        for place, (before, column) in enumerate(slots):
            text = as_text(values.get(column)).strip()
            if text:
                written.append(before + text if written or place == 0 else text)
        return "".join(written) + last if written else ""

    return take

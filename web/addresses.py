"""What pages are asked for, read from the parameters of an address and written as such again."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import fields
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


def one_of(value: str, known: Container[Any]) -> str:
    """The value, or '' for one that is not known."""
    return value if value in known else ""


def changed(asked: DataclassInstance, plain: DataclassInstance) -> dict[str, str]:
    """What differs from a page of which nothing was asked, as parameters of an address."""
    given = {field.name: getattr(asked, field.name) for field in fields(asked)}
    kept = {name: value for name, value in given.items() if value != getattr(plain, name)}
    return {name: str(int(value) if isinstance(value, bool) else value) for name, value in kept.items()}

"""The tree of units: which ones an account at one of them may see."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select
from sqlalchemy.orm import Session

from ingest.resolve.units import unit_key
from web.models import Unit


class UnitError(ValueError):
    """A unit cannot be as asked; ``code`` says why: `empty`, `circle`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def named(sql: Session, name: str) -> Unit:
    """The unit of this name, made when it is not there; UnitError for an empty name."""
    key = unit_key(name)
    if not key:
        raise UnitError("empty")
    found = sql.scalars(select(Unit).where(Unit.key == key)).one_or_none()
    if found is None:
        found = Unit(key=key, name=" ".join(name.split()))
        sql.add(found)
        sql.flush()
    return found


def everything(sql: Session) -> list[Unit]:
    """All units by name."""
    return list(sql.scalars(select(Unit).order_by(Unit.name)))


def keys_below(sql: Session, unit_id: int | None) -> frozenset[str]:
    """The graph's keys of the unit and all below it; nothing for no unit."""
    return frozenset(unit.key for unit in _below(everything(sql), unit_id))


def above(sql: Session, unit_id: int | None) -> list[Unit]:
    """The unit and all that it is below; nothing for no unit."""
    known = {unit.id: unit for unit in everything(sql)}
    found: list[Unit] = []
    while unit_id is not None:
        found.append(known[unit_id])
        unit_id = known[unit_id].parent_id
    return found


def _below(units: list[Unit], unit_id: int | None) -> list[Unit]:
    children: dict[int | None, list[Unit]] = defaultdict(list)
    for unit in units:
        children[unit.parent_id].append(unit)
    found = [unit for unit in units if unit.id == unit_id]
    for unit in found:
        found.extend(children[unit.id])
    return found


def put_below(sql: Session, unit: Unit, parent_id: int | None) -> None:
    """Make ``unit`` a part of another (None: of none); UnitError when it would then be below itself."""
    if any(below.id == parent_id for below in _below(everything(sql), unit.id)):
        raise UnitError("circle")
    unit.parent_id = parent_id

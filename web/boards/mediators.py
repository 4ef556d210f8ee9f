"""Who can be asked to mediate, and how much each has in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from graph.casework import boards
from graph.casework.boards import Load
from graph.settings import zone
from web.boards.mediator_tables import KINDS, NAME, Mediator
from web.clock import now
from web.graph_link import link
from web.models import Unit
from web.visitor import database

NAMES: dict[str, Any] = {
    "officer": lazy_gettext("Police officer"),
    "cadre": lazy_gettext("Community cadre"),
    "lawyer": lazy_gettext("Lawyer"),
    "elder": lazy_gettext("Respected elder"),
    "mediator": lazy_gettext("People's mediator"),
}


class NotSaved(ValueError):
    """A mediator cannot be kept as asked; ``code`` says why: `empty`, `kind`, `unit`, `known`."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True)
class Loaded:
    """A mediator, and what he has to do."""

    mediator: Mediator
    load: Load


def everybody() -> list[Loaded]:
    """All, those that are active first, then by how little they have in hand."""
    with database().reading() as sql:
        found = list(sql.scalars(select(Mediator)))
    loads = loads_of([one.name for one in found])
    known = [Loaded(one, loads.get(one.name, Load())) for one in found]
    return sorted(
        known, key=lambda one: (not one.mediator.active, one.load.in_hand, one.load.this_month, one.mediator.name)
    )


def offered() -> list[Loaded]:
    """Those who can be asked, the least loaded first; empty where nobody keeps the list."""
    return [one for one in everybody() if one.mediator.active]


def refusal(name: str) -> str:
    """'' when somebody of this name can be asked, or nobody keeps the list; else what to say."""
    with database().reading() as sql:
        active = select(Mediator.id).where(Mediator.active)
        kept = sql.scalar(active.limit(1)) is not None
        there = sql.scalar(active.where(Mediator.name == plain(name))) is not None
    return str(_("Nobody of this name is in the list of mediators.")) if name.strip() and kept and not there else ""


def loads_of(names: list[str]) -> dict[str, Load]:
    """Name -> load, for the month that it is here."""
    today = now().astimezone(zone()).date()
    first = today.replace(day=1)
    next_first = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    month, following = (datetime.combine(day, time(), zone()) for day in (first, next_first))
    return link().ask(lambda driver: boards.loads(driver, names, month, following)) if names else {}


def save(sql: Session, number: int | None, name: str, kind: str, unit_id: int | None) -> Mediator:
    """Add somebody, or change the one of this number. NotSaved; LookupError for a number that there is not."""
    called = plain(name)
    if not called:
        raise NotSaved("empty")
    if kind not in KINDS:
        raise NotSaved("kind")
    if unit_id is not None and sql.get(Unit, unit_id) is None:
        raise NotSaved("unit")
    other = sql.scalar(select(Mediator.id).where(func.lower(Mediator.name) == called.lower()))
    if other is not None and other != number:
        raise NotSaved("known")
    kept = Mediator(active=True) if number is None else sql.get(Mediator, number)
    if kept is None:
        raise LookupError(number)
    kept.name, kept.kind, kept.unit_id = called, kind, unit_id
    sql.add(kept)
    sql.flush()
    return kept


def plain(name: str) -> str:
    """A name as it is kept."""
    return " ".join(name.split())[:NAME]

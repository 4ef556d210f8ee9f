"""Those whom a move or a date concerns are told."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from graph.casework.reminders import Concern
from graph.casework.states import Whom
from web.accounts import units
from web.models import Account, Unit
from web.notices import About, To, notify
from web.roles import Role

_OFFICERS = frozenset({Role.INVESTIGATOR, Role.SUPERVISOR})


def tell(
    sql: Session, about: About, whom: Iterable[Whom], concern: Concern, *, once: str, by: str = "", **detail: str
) -> int:
    """Tell them, but not ``by``, who did it; how many were told. ``once`` names the occasion."""
    work = concern.work
    where = f"/casework/{work.kind}/{work.id}"
    those = {account.id: account for one in whom for account in _accounts(sql, one, concern)}
    return sum(
        notify(sql, To(account_id=number), about, where, once=once, kind=work.kind, work=work.id, **detail)
        for number, account in sorted(those.items())
        if account.name != by
    )


def _accounts(sql: Session, whom: Whom, concern: Concern) -> Iterable[Account]:
    match whom:
        case "unit":
            return To(roles=_OFFICERS, unit=concern.unit).accounts(sql) if concern.unit else ()
        case "agency":
            return To(roles=frozenset({Role.PARTNER}), unit=concern.agency).accounts(sql) if concern.agency else ()
        case "beginner":
            return sql.scalars(select(Account).where(Account.name == concern.begun_by, Account.locked.is_(False)))
        case "supervisors":
            return _supervisors(sql, concern.unit)


def _supervisors(sql: Session, key: str) -> Iterable[Account]:
    """Those of the unit and of the units above it, and those of no unit, who answer for all."""
    unit = sql.scalar(select(Unit).where(Unit.key == key))
    those = [one.id for one in units.above(sql, unit.id)] if unit else []
    wanted = or_(Account.unit_id.is_(None), Account.unit_id.in_(those))
    return sql.scalars(select(Account).where(Account.role == Role.SUPERVISOR.value, Account.locked.is_(False), wanted))

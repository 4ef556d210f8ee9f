"""Finding records: by who, action and day; newest first, a page at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from graph import settings
from web.audit.actions import Action
from web.models import AuditRecord

_AT_ONCE = 1_000


@dataclass(frozen=True)
class Wanted:
    """Which records: of this account, this action, from the first day to the last (both included, local days)."""

    account: str = ""
    action: Action | None = None
    since: date | None = None
    until: date | None = None

    def narrowed(self, query: Select[Any]) -> Select[Any]:
        """The query with these conditions."""
        if self.account:
            query = query.where(AuditRecord.account == self.account)
        if self.action is not None:
            query = query.where(AuditRecord.action == self.action.value)
        if self.since is not None:
            query = query.where(AuditRecord.at >= _begin(self.since))
        if self.until is not None:
            query = query.where(AuditRecord.at < _begin(self.until + timedelta(days=1)))
        return query


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), settings.zone())


def page(sql: Session, wanted: Wanted, before: int | None, size: int) -> tuple[list[AuditRecord], int | None]:
    """So many records below the number ``before``, newest first; and the number to go on before, None at the end."""
    query = wanted.narrowed(select(AuditRecord))
    if before is not None:
        query = query.where(AuditRecord.number < before)
    found = list(sql.scalars(query.order_by(AuditRecord.number.desc()).limit(size + 1)))
    return found[:size], found[size - 1].number if len(found) > size else None


def everything(sql: Session, wanted: Wanted) -> Iterator[AuditRecord]:
    """All of them, oldest first, never all held."""
    query = wanted.narrowed(select(AuditRecord)).order_by(AuditRecord.number)
    yield from sql.scalars(query.execution_options(yield_per=_AT_ONCE))

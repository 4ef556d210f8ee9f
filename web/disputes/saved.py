"""Saved filters: what a list was asked for, under a name, for oneself or for one's unit."""

from __future__ import annotations

from urllib.parse import urlencode

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from web.clock import now
from web.disputes.asked import Asked
from web.models import Account, SavedFilter

NAME_MOST = 60
#: Filters that one account can keep.
MOST = 50


class NotSaved(ValueError):
    """A filter cannot be kept as asked."""


def usable(sql: Session, account: Account) -> list[SavedFilter]:
    """The account's own filters and those that its unit shares, by name."""
    mine = SavedFilter.account_id == account.id
    shared = SavedFilter.unit_id == account.unit_id if account.unit_id is not None else mine
    return list(sql.scalars(select(SavedFilter).where(or_(mine, shared)).order_by(SavedFilter.name, SavedFilter.id)))


def save(sql: Session, account: Account, name: str, asked: Asked, *, share: bool) -> SavedFilter:
    """Keep what was asked under the name; one's own of the same name is replaced. NotSaved."""
    words = " ".join(name.split())[:NAME_MOST]
    own = select(SavedFilter).where(SavedFilter.account_id == account.id)
    kept = sql.scalars(own.where(SavedFilter.name == words)).one_or_none()
    count = sql.scalar(select(func.count()).select_from(own.subquery())) or 0
    if not words or (kept is None and count >= MOST):
        raise NotSaved
    if kept is None:
        kept = SavedFilter(account_id=account.id, name=words)
        sql.add(kept)
    kept.asked, kept.created_at = urlencode(asked.given), now()
    kept.unit_id = account.unit_id if share else None
    sql.flush()
    return kept


def remove(sql: Session, account: Account, number: int) -> bool:
    """Remove one's own filter; whether there was one."""
    kept = sql.get(SavedFilter, number)
    if kept is None or kept.account_id != account.id:
        return False
    sql.delete(kept)
    return True

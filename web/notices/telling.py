"""Telling people something, and what they have been told: one way for every part of the application."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import orjson
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from graph import settings
from web import clock
from web.models import Account, Unit
from web.notices.tables import Notice, Outgoing
from web.roles import Role

#: Notices that one account keeps; the oldest go.
EACH = 500


class About(StrEnum):
    """What a notice can be about; ``notices.wording`` says it. The values are kept: add new ones, never change one."""

    IMPORT_DONE = "import-done"
    IMPORT_FAILED = "import-failed"
    IMPORT_UNDONE = "import-undone"
    QUERY_CHANGED = "query-changed"
    QUERY_STOPPED = "query-stopped"
    DISPUTE_REOPENED = "dispute-reopened"
    FALSE_CLOSURE = "false-closure"
    WORK_MOVED = "work-moved"
    WORK_DUE = "work-due"


@dataclass(frozen=True)
class To:
    """Whom: one account, or all that have one of the roles and are of the unit (its key; '': any) or one below it."""

    account_id: int | None = None
    roles: frozenset[Role] = frozenset(Role)
    unit: str = ""

    def accounts(self, sql: Session) -> Sequence[Account]:
        """Those who are meant and can sign in."""
        wanted = select(Account).where(Account.locked.is_(False))
        if self.account_id is not None:
            return sql.scalars(wanted.where(Account.id == self.account_id)).all()
        found = sql.scalars(wanted.where(Account.role.in_([role.value for role in self.roles]))).all()
        return [one for one in found if not self.unit or self.unit in _above(sql, one)]


def _above(sql: Session, account: Account) -> Iterable[str]:
    """The keys of the units that the account belongs to: its own, and those above it."""
    unit = account.unit
    while unit is not None:
        yield unit.key
        unit = sql.get(Unit, unit.parent_id) if unit.parent_id else None


def notify(sql: Session, to: To, about: About, link: str, *, once: str = "", **detail: Any) -> int:
    """Tell everybody whom ``to`` means; how many were told.

    ``sql`` is a session of ``Database.writing``. ``link`` is a path of this application without anybody's name or
    number in it. ``detail`` is small, and holds nothing that one of those told may not see: ``notices.wording``
    makes the words of it when it is read. ``once``: who was told under this name is not told again.
    """
    if not link.startswith("/"):
        raise ValueError(f"{link}: not a path of this application")
    told = 0
    for account in to.accounts(sql):
        if once and sql.scalar(select(Notice.id).where(Notice.account_id == account.id, Notice.once == once)):
            continue
        notice = Notice(
            account_id=account.id,
            about=about.value,
            link=link,
            detail=orjson.dumps(detail).decode(),
            once=once or None,
            created_at=clock.now(),
        )
        sql.add(notice)
        sql.flush()
        sql.add_all(Outgoing(notice_id=notice.id, way=way, next_at=clock.now()) for way in _ways(account))
        _shorten(sql, account.id)
        told += 1
    return told


def _ways(account: Account) -> Iterable[str]:
    """How a notice goes out beside standing on the account's page."""
    if account.mail and settings.read("FENGQIAO_MAIL"):
        yield "mail"
    if settings.read("FENGQIAO_WEBHOOK"):
        yield "webhook"


def _shorten(sql: Session, account_id: int) -> None:
    oldest = select(Notice.id).where(Notice.account_id == account_id).order_by(Notice.id.desc()).offset(EACH).limit(1)
    if (last := sql.scalar(oldest)) is not None:
        sql.execute(delete(Notice).where(Notice.account_id == account_id, Notice.id <= last))


def unread(sql: Session, account_id: int) -> int:
    """How many notices the account has not read."""
    wanted = select(func.count()).select_from(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None))
    return sql.scalar(wanted) or 0


def of(sql: Session, account_id: int, before: int | None, limit: int) -> Sequence[Notice]:
    """The notices of the account with smaller numbers than ``before``, newest first."""
    wanted = select(Notice).where(Notice.account_id == account_id).order_by(Notice.id.desc()).limit(limit)
    return sql.scalars(wanted if before is None else wanted.where(Notice.id < before)).all()


def read(sql: Session, account_id: int, number: int | None = None, until: int | None = None) -> None:
    """Mark one notice of the account as read, or all up to ``until``."""
    wanted = update(Notice).where(Notice.account_id == account_id, Notice.read_at.is_(None)).values(read_at=clock.now())
    if number is not None:
        wanted = wanted.where(Notice.id == number)
    if until is not None:
        wanted = wanted.where(Notice.id <= until)
    sql.execute(wanted)

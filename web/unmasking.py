"""Numbers of people shown whole: for one dispute, to one session, for a few minutes, for a purpose and a case."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from graph import settings
from web import numbers
from web.clock import now
from web.models import SignIn, Unmasking
from web.permission import MAY_UNMASK
from web.visitor import Visitor, database

PURPOSE_LEAST, PURPOSE_MOST, CASE_MOST = 4, 200, 60
_CASE = re.compile(r"[\w\-〔〕（）()\[\]·./]{4,60}")
_DIGITS = re.compile(r"(?:\D*\d){4}")


def purpose_will_do(purpose: str) -> bool:
    """Whether this says what for: some words, and not a sign typed over and over."""
    return PURPOSE_LEAST <= len(purpose) <= PURPOSE_MOST and len(set(filter(str.isalpha, purpose))) > 2


def case_will_do(case: str) -> bool:
    """Whether this can be the number of a case: it has four digits or more, and is no number of a person."""
    return bool(_CASE.fullmatch(case) and _DIGITS.match(case)) and not numbers.certain(case)


def grant(sql: Session, session: SignIn, dispute: str) -> datetime:
    """Show the numbers of the dispute to this session from now on; until when."""
    at = now()
    until = at + timedelta(minutes=settings.number("FENGQIAO_UNMASK_MIN"))
    sql.execute(delete(Unmasking).where(Unmasking.until < at))
    sql.add(Unmasking(sign_in_id=session.id, dispute=dispute, until=until))
    return until


def revoke(sql: Session, session: SignIn, dispute: str) -> None:
    """Mask the numbers of the dispute again."""
    sql.execute(delete(Unmasking).where(Unmasking.sign_in_id == session.id, Unmasking.dispute == dispute))


def until(who: Visitor, dispute: str) -> datetime | None:
    """Until when the visitor sees the numbers of this dispute whole; None who does not. No token ever does."""
    if who.session is None or who.role not in MAY_UNMASK:
        return None
    mine = select(Unmasking.until).where(
        Unmasking.sign_in_id == who.session.id, Unmasking.dispute == dispute, Unmasking.until > now()
    )
    with database().reading() as sql:
        return sql.scalars(mine.order_by(Unmasking.until.desc()).limit(1)).one_or_none()

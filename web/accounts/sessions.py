"""Sessions kept on the server: the browser has a random secret, the database its hash."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select
from sqlalchemy.orm import Session

from graph import settings
from web.accounts.secrets import fresh, hashed
from web.clock import now
from web.database import Database
from web.models import Account, SignIn

PASSWORD, FULL = "password", "full"
#: How long the second factor is waited for.
_HALF_WAY = timedelta(minutes=10)
#: "Last seen" is written at most this often: a write for every picture of a page would be waste.
_SEEN_EVERY = timedelta(seconds=30)
# Made once: it is asked in every request.
_OF_SECRET = select(SignIn).where(SignIn.token_hash == bindparam("hash"))


def _idle() -> timedelta:
    return timedelta(minutes=settings.number("FENGQIAO_SESSION_IDLE_MIN"))


def _absolute() -> timedelta:
    return timedelta(hours=settings.number("FENGQIAO_SESSION_HOURS"))


def begin(sql: Session, account: Account, stage: str, address: str, agent: str) -> str:
    """A new session; the secret for the browser's cookie. Sessions long over are swept out."""
    secret, at = fresh(), now()
    sql.execute(delete(SignIn).where((SignIn.seen_at < at - _idle()) | (SignIn.created_at < at - _absolute())))
    sql.add(
        SignIn(
            token_hash=hashed(secret),
            account=account,
            stage=stage,
            address=address[:45],
            agent=agent[:200],
            created_at=at,
            seen_at=at,
        )
    )
    if stage == FULL:
        account.signed_in_at = at
    return secret


def find(database: Database, secret: str) -> SignIn | None:
    """The session of this secret while it holds: neither idle nor old nor of a locked account."""
    at = now()
    with database.reading() as sql:
        found = sql.scalars(_OF_SECRET, {"hash": hashed(secret)}).one_or_none()
    if found is None or not _holds(found, at):
        return None
    if found.seen_at < at - _SEEN_EVERY:
        with database.writing() as sql:
            sql.query(SignIn).filter(SignIn.id == found.id).update({"seen_at": at})
        found.seen_at = at
    return found


def left_s(found: SignIn) -> int:
    """Seconds for which the session still holds when nothing more is asked."""
    ends = min(found.seen_at + _idle(), found.created_at + _absolute())
    return max(1, int((ends - now()).total_seconds()))


def _holds(found: SignIn, at: datetime) -> bool:
    age = at - found.created_at
    if found.account.locked or age > _absolute() or at - found.seen_at > _idle():
        return False
    return found.stage == FULL or age <= _HALF_WAY


def end(sql: Session, secret: str) -> None:
    """End the session of this secret."""
    sql.execute(delete(SignIn).where(SignIn.token_hash == hashed(secret)))


def end_one(sql: Session, account: Account, session_id: int) -> bool:
    """End one of the account's own sessions; False when it has none of this number."""
    mine = delete(SignIn).where(SignIn.id == session_id, SignIn.account_id == account.id).returning(SignIn.id)
    return sql.execute(mine).one_or_none() is not None


def end_others(sql: Session, account: Account, kept: SignIn | None) -> None:
    """End the account's sessions but ``kept``."""
    sql.execute(delete(SignIn).where(SignIn.account_id == account.id, SignIn.id != (kept.id if kept else 0)))


def of(sql: Session, account: Account) -> list[SignIn]:
    """The account's sessions that hold, the latest first."""
    at = now()
    found = sql.scalars(select(SignIn).where(SignIn.account_id == account.id).order_by(SignIn.created_at.desc()))
    return [one for one in found if _holds(one, at)]


def everybodys(sql: Session) -> list[SignIn]:
    """All sessions that hold, the last seen first."""
    at = now()
    return [one for one in sql.scalars(select(SignIn).order_by(SignIn.seen_at.desc())) if _holds(one, at)]

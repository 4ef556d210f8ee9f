"""Keys of the machine interface: made by their owner with a scope and an end, shown once, kept as a hash."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.accounts.secrets import fresh, hashed
from web.clock import now
from web.database import Database
from web.models import Account, Token

PREFIX = "fq_"
MOST_DAYS = 366
_HINT = 8
_USED_EVERY = timedelta(minutes=1)


def make(sql: Session, account: Account, name: str, scopes: Iterable[str], days: int) -> tuple[Token, str]:
    """A new token and its written form, which is not kept."""
    secret, at = fresh(PREFIX), now()
    token = Token(
        account=account,
        name=name.strip()[:100],
        token_hash=hashed(secret),
        hint=secret[:_HINT],
        scopes=" ".join(sorted(scopes)),
        created_at=at,
        expires_at=at + timedelta(days=min(days, MOST_DAYS)),
    )
    sql.add(token)
    sql.flush()
    return token, secret


def find(database: Database, secret: str) -> Token | None:
    """The token of this written form while it is good."""
    if not secret.startswith(PREFIX):
        return None
    at = now()
    with database.reading() as sql:
        found = sql.scalars(select(Token).where(Token.token_hash == hashed(secret))).one_or_none()
    if found is None or found.revoked_at is not None or found.expires_at <= at:
        return None
    if found.account.locked or found.account.must_change:
        return None
    if found.used_at is None or found.used_at < at - _USED_EVERY:
        with database.writing() as sql:
            sql.execute(update(Token).where(Token.id == found.id).values(used_at=at))
    return found


def of(sql: Session, account: Account) -> list[Token]:
    """The account's tokens that were not revoked, the latest first."""
    wanted = select(Token).where(Token.account_id == account.id, Token.revoked_at.is_(None))
    return list(sql.scalars(wanted.order_by(Token.created_at.desc())))


def everybodys(sql: Session) -> list[Token]:
    """All tokens that were not revoked, by their owners, the latest first."""
    wanted = select(Token).where(Token.revoked_at.is_(None)).join(Token.account)
    return list(sql.scalars(wanted.order_by(Account.name, Token.created_at.desc())))


def revoke(sql: Session, account: Account, token_id: int) -> bool:
    """Make one of the account's own tokens useless; False when it has none of this number."""
    mine = update(Token).where(Token.id == token_id, Token.account_id == account.id, Token.revoked_at.is_(None))
    return sql.execute(mine.values(revoked_at=now()).returning(Token.id)).one_or_none() is not None

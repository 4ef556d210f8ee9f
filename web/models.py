"""The tables in SQL. What a user's Cypher must never read lives here and not in the graph.

Secrets are kept as hashes only: whoever copies this database can sign in nowhere with it.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, ForeignKey, MetaData, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship

from web.roles import Role

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
_HASH = 64


class Instant(TypeDecorator[datetime]):
    """An aware time, kept in UTC; SQLite itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """UTC; ValueError for a time without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time without a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:  # noqa: ARG002
        """Aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """What all tables share: how constraints are named, so that a migration can name them."""

    metadata = MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Instant()}  # noqa: RUF012 - SQLAlchemy's own protocol


class Unit(Base):
    """A unit that accounts belong to. ``key`` is the graph's, as ``ingest.resolve.units.unit_key`` gives it."""

    __tablename__ = "units"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(200), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)


class Account(Base):
    """Somebody who can sign in. ``totp_nonce`` is None while there is no second factor."""

    __tablename__ = "accounts"
    __table_args__ = (CheckConstraint(f"role IN ({', '.join(repr(role.value) for role in Role)})", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    display_name: Mapped[str] = mapped_column(String(100), default="")
    mail: Mapped[str] = mapped_column(String(200), default="", server_default="")
    role: Mapped[str] = mapped_column(String(20))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=True)
    locked: Mapped[bool] = mapped_column(default=False)
    totp_nonce: Mapped[str | None] = mapped_column(String(64))
    totp_last_step: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]

    unit: Mapped[Unit | None] = relationship(lazy="joined")


class SignIn(Base):
    """A session on the server. ``stage`` is `password` until the second factor is given, then `full`."""

    __tablename__ = "sign_ins"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(_HASH), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    stage: Mapped[str] = mapped_column(String(10))
    address: Mapped[str] = mapped_column(String(45))
    agent: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined")


class RecoveryCode(Base):
    """A code that stands in for the second factor once."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    code_hash: Mapped[str] = mapped_column(String(_HASH))


class Token(Base):
    """A key of the machine interface. ``scopes`` are blank-separated; ``hint`` is how its written form begins."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    name: Mapped[str] = mapped_column(String(100))
    token_hash: Mapped[str] = mapped_column(String(_HASH), unique=True)
    hint: Mapped[str] = mapped_column(String(12))
    scopes: Mapped[str] = mapped_column(String(200))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined")


class Unmasking(Base):
    """Numbers of people in one dispute, shown whole to one session until then. It ends with the session."""

    __tablename__ = "unmaskings"

    id: Mapped[int] = mapped_column(primary_key=True)
    sign_in_id: Mapped[int] = mapped_column(ForeignKey("sign_ins.id", ondelete="CASCADE"), index=True)
    dispute: Mapped[str] = mapped_column(String(200))
    until: Mapped[datetime]


class SavedFilter(Base):
    """What a list of disputes was asked for, under a name. ``unit_id``: everybody of this unit may use it."""

    __tablename__ = "saved_filters"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    asked: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined")


class ListColumns(Base):
    """Which columns somebody wants in the list of disputes: their names with blanks between, in order."""

    __tablename__ = "list_columns"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    columns: Mapped[str] = mapped_column(String(200))


class Attempt(Base):
    """A try to sign in that failed, or has not succeeded yet. ``bucket`` is what it counts against."""

    __tablename__ = "attempts"

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[str] = mapped_column(String(100), index=True)
    at: Mapped[datetime] = mapped_column(index=True)


class AuditRecord(Base):
    """One thing that somebody did; never changed afterwards. ``web.audit`` alone writes here.

    Nothing refers to other tables, so that a record outlives the account. ``detail`` is a JSON object as it was
    signed; ``mac`` signs every other column, ``previous`` is the mac of the record before.
    """

    __tablename__ = "audit_records"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    account: Mapped[str] = mapped_column(String(64), index=True)
    account_id: Mapped[int | None]
    role: Mapped[str] = mapped_column(String(20))
    unit: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(45))
    request: Mapped[str] = mapped_column(String(64))
    action: Mapped[str] = mapped_column(String(40), index=True)
    target: Mapped[str] = mapped_column(String(200))
    purpose: Mapped[str] = mapped_column(String(500))
    case_number: Mapped[str] = mapped_column(String(100))
    detail: Mapped[str] = mapped_column(Text)
    previous: Mapped[str] = mapped_column(String(_HASH))
    mac: Mapped[str] = mapped_column(String(_HASH))


class SavedMap(Base):
    """A whiteboard that somebody kept. ``state`` is JSON of ``web.map_state``, with nobody's name or number."""

    __tablename__ = "saved_maps"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(100))
    state: Mapped[str] = mapped_column(Text)
    changed_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined")
    shares: Mapped[list[MapShare]] = relationship(lazy="selectin", cascade="all, delete-orphan", passive_deletes=True)


class MapShare(Base):
    """Somebody, or a unit and those below it, who may open a saved map."""

    __tablename__ = "map_shares"
    __table_args__ = (CheckConstraint("(account_id IS NULL) <> (unit_id IS NULL)", name="one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    map_id: Mapped[int] = mapped_column(ForeignKey("saved_maps.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id", ondelete="CASCADE"), index=True)

    account: Mapped[Account | None] = relationship(lazy="joined")
    unit: Mapped[Unit | None] = relationship(lazy="joined")

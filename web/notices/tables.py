"""The tables of notices and of what is sent of them by mail or webhook."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from web.models import Base


class Notice(Base):
    """What one account is told. ``about`` is of ``notices.About``, ``detail`` JSON with what its words need."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("account_id", "once"),
        Index("ix_notices_unread", "account_id", "read_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"))
    about: Mapped[str] = mapped_column(String(40))
    link: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(Text)
    once: Mapped[str | None] = mapped_column(String(200))
    created_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class Outgoing(Base):
    """A notice that goes out by ``way``, mail or webhook. ``next_at`` is None when it is sent, or given up."""

    __tablename__ = "outgoing"
    __table_args__ = (UniqueConstraint("notice_id", "way"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    notice_id: Mapped[int] = mapped_column(ForeignKey("notices.id", ondelete="CASCADE"))
    way: Mapped[str] = mapped_column(String(10))
    tries: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(String(300), default="")

"""The table of notices."""

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

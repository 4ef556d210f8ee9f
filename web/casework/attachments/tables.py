"""The table of files that belong to moves of work."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models import Account, Base


class Attachment(Base):
    """A file. ``stored`` is its random name under FENGQIAO_HOME/attachments, ``name`` its own, made
    harmless.

    ``work_kind``, ``work`` and ``act`` say to which move of what it belongs; while ``act`` is '' it waits for the move
    to be made by the account that brought it.
    """

    __tablename__ = "attachments"

    id: Mapped[int] = mapped_column(primary_key=True)
    stored: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    suffix: Mapped[str] = mapped_column(String(8))
    size: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    work_kind: Mapped[str] = mapped_column(String(20))
    work: Mapped[str] = mapped_column(String(200), index=True)
    act: Mapped[str] = mapped_column(String(32), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    created_at: Mapped[datetime] = mapped_column(index=True)

    account: Mapped[Account | None] = relationship(lazy="joined")

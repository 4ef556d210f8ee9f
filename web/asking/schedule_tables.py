"""The table of queries that are asked again and again."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.asking.tables import NAME
from web.jobs.tables import Timed
from web.models import Account, Base


class Schedule(Timed, Base):
    """A query that somebody has asked again and again, with these values (``given``, JSON of the form).

    ``digest`` is that of the last answer's rows; ``last`` is how the last run went: 'first', 'same', 'changed', or the
    code of a refusal.
    """

    __tablename__ = "query_schedules"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    query: Mapped[str] = mapped_column(String(NAME))
    given: Mapped[str] = mapped_column(Text)
    digest: Mapped[str] = mapped_column(String(64), default="")
    rows: Mapped[int] = mapped_column(default=0)
    last: Mapped[str] = mapped_column(String(20), default="")
    last_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined")

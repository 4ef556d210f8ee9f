"""The tables of queries: what somebody keeps at hand, and what analysts wrote, version by version."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models import Account, Base

#: Longest name of a query.
NAME = 60


class Favourite(Base):
    """A query that somebody keeps at hand: a name of the shelf, or `own-` and the number of a written one."""

    __tablename__ = "query_favourites"

    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), primary_key=True)
    query: Mapped[str] = mapped_column(String(NAME), primary_key=True)


class OwnQuery(Base):
    """A query that somebody wrote. ``shared``: everybody who sees every unit may run it; its owner alone changes it."""

    __tablename__ = "own_queries"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    shared: Mapped[bool] = mapped_column(default=False, index=True)
    changed_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined")
    versions: Mapped[list[OwnVersion]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", passive_deletes=True, order_by="OwnVersion.number"
    )

    @property
    def name(self) -> str:
        """What addresses and favourites call it."""
        return f"own-{self.id}"


class OwnVersion(Base):
    """A query as it was at one time: the whole file, head and Cypher."""

    __tablename__ = "own_query_versions"
    __table_args__ = (UniqueConstraint("query_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    query_id: Mapped[int] = mapped_column(ForeignKey("own_queries.id", ondelete="CASCADE"), index=True)
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]

"""The table of mediators."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models import Base, Unit

#: What a mediator can be: an officer, a cadre of the community, a lawyer, an elder, a people's mediator.
KINDS = ("officer", "cadre", "lawyer", "elder", "mediator")
NAME = 60


class Mediator(Base):
    """Somebody who mediates. A mediation names the mediator by ``name``; who is not ``active`` is offered no more."""

    __tablename__ = "mediators"
    __table_args__ = (CheckConstraint(f"kind IN ({', '.join(map(repr, KINDS))})", name="kind"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(NAME), unique=True)
    kind: Mapped[str] = mapped_column(String(10))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("units.id", ondelete="SET NULL"), index=True)
    active: Mapped[bool] = mapped_column(default=True)

    unit: Mapped[Unit | None] = relationship(lazy="joined")

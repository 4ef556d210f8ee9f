"""The tables of communities: counts and changes only.

Who is in a community is a property of the graph's own nodes. So no name and no number of a person is kept twice, what
is forgotten there is forgotten, and a backup of the graph has it; what has to be sorted and paged is here.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from web.models import Base

#: Longest number of a community: that of a dispute and a little more.
NUMBER = 220


class CommunityRun(Base):
    """A time at which all communities were worked out, and over how much."""

    __tablename__ = "community_runs"

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    ties: Mapped[int]
    hubs: Mapped[int]


class CommunityRow(Base):
    """A community as the latest run found it, or one that was gone then.

    ``change`` is a ``graph.analysis.communities.matching.Change``; ``before`` its members at the run before; ``others``
    the numbers, with blanks between, that came into it or that it came out of; ``into`` where the members of one that
    is gone are.
    """

    __tablename__ = "communities"

    number: Mapped[str] = mapped_column(String(NUMBER), primary_key=True)
    disputes: Mapped[int]
    callers: Mapped[int]
    people: Mapped[int]
    phones: Mapped[int]
    places: Mapped[int]
    size: Mapped[int] = mapped_column(index=True)
    calls: Mapped[int]
    risk: Mapped[float] = mapped_column(index=True)
    bridges: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)
    change: Mapped[str] = mapped_column(String(10), index=True)
    before: Mapped[int]
    others: Mapped[str] = mapped_column(Text)
    into: Mapped[str] = mapped_column(String(NUMBER))


class CommunityUnit(Base):
    """A unit that sees something of a community: it answers for one of its disputes, or handled a call of one."""

    __tablename__ = "community_units"

    community: Mapped[str] = mapped_column(ForeignKey("communities.number", ondelete="CASCADE"), primary_key=True)
    unit: Mapped[str] = mapped_column(String(200), primary_key=True, index=True)

"""The tables of the review queue: pairs of calls that somebody should look at, and what people said of them.

Calls are named by their ids alone: what they say stays in the graph.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models import Account, Base

#: What can be said of a pair. Of a skipped one nothing is said: it is left to others.
SAME, DIFFERENT, UNSURE, SKIP = "same", "different", "unsure", "skip"
ANSWERS = (SAME, DIFFERENT, UNSURE, SKIP)
#: Longest id of a call.
_CALL = 200


class ReviewPair(Base):
    """Two calls that may or may not be one matter.

    ``score`` in log-odds, ``reasons`` with blanks between as the graph has them, ``value`` of a look.
    ``wanted``: how many people are to judge it; 0 for a pair that is out of the queue. ``leased_to`` has it on the
    screen until ``leased_until``, and nobody else is given it.
    """

    __tablename__ = "review_pairs"
    __table_args__ = (UniqueConstraint("later", "earlier"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    later: Mapped[str] = mapped_column(String(_CALL))
    earlier: Mapped[str] = mapped_column(String(_CALL))
    score: Mapped[float]
    reasons: Mapped[str] = mapped_column(Text)
    together: Mapped[bool]
    value: Mapped[float] = mapped_column(index=True)
    later_unit: Mapped[str] = mapped_column(String(_CALL), index=True)
    earlier_unit: Mapped[str] = mapped_column(String(_CALL), index=True)
    wanted: Mapped[int]
    leased_to: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    leased_until: Mapped[datetime | None]

    answers: Mapped[list[ReviewAnswer]] = relationship(
        lazy="selectin", cascade="all, delete-orphan", passive_deletes=True, order_by="ReviewAnswer.id"
    )

    @property
    def calls(self) -> tuple[str, str]:
        """The ids of the two, the earlier first."""
        return self.earlier, self.later


class ReviewAnswer(Base):
    """What somebody said of a pair. ``decision``: number of the decision that followed from it, '' for none."""

    __tablename__ = "review_answers"
    __table_args__ = (CheckConstraint(f"answer IN ({', '.join(repr(answer) for answer in ANSWERS)})", name="answer"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_id: Mapped[int] = mapped_column(ForeignKey("review_pairs.id", ondelete="CASCADE"), index=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id", ondelete="CASCADE"), index=True)
    answer: Mapped[str] = mapped_column(String(10))
    decision: Mapped[str] = mapped_column(String(64), default="")
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship(lazy="joined")


class ReviewFilling(Base):
    """The one row that says from which state of the graph the queue was filled last, and when."""

    __tablename__ = "review_filling"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    step: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]

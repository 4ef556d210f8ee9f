"""The table of jobs, and the columns of whatever has a timetable."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from web.models import Account, Base


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: A job that will not be touched any more.
OVER = frozenset({State.DONE, State.FAILED, State.CANCELLED})


class Job(Base):
    """Something to be done by the process of jobs. ``given`` is JSON that its kind reads.

    ``done`` and ``total`` count rows (``total`` is 0 while nobody knows); ``stage`` says what is under way, ``problem``
    why it failed. ``once``: no second job of this name waits or runs. ``tries``: how often it was begun.
    """

    __tablename__ = "jobs"

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id", ondelete="SET NULL"), index=True)
    subject: Mapped[str] = mapped_column(String(200))
    given: Mapped[str] = mapped_column(Text, default="{}")
    state: Mapped[str] = mapped_column(String(10), default=State.WAITING.value, index=True)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    stage: Mapped[str] = mapped_column(String(100), default="")
    problem: Mapped[str] = mapped_column(String(500), default="")
    once: Mapped[str | None] = mapped_column(String(300), unique=True)
    cancel_asked: Mapped[bool] = mapped_column(default=False)
    tries: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    began_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account | None] = relationship(lazy="joined")

    @property
    def over(self) -> bool:
        """Whether it will not be touched any more."""
        return self.state in OVER


class Timed:
    """Columns of what is done again and again. ``weekday`` 0 is Monday; ``next_at`` None: paused."""

    every: Mapped[str] = mapped_column(String(10))
    minute: Mapped[int]
    weekday: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime | None] = mapped_column(index=True)

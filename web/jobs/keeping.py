"""Jobs in SQL: asked for, claimed once, told how far they are, ended, taken up again after a kill.

The table is the queue: which job is next, and that no other process has it, is decided here in one transaction. The
queue library only wakes the process of jobs.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import orjson
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from web.clock import now
from web.jobs.tables import OVER, Job, State

#: Kinds of jobs that write to the graph: one of them at a time, the others of them wait.
WRITING = frozenset({"import", "undo", "screen"})
#: A job that was begun so often and never ended has something that kills it.
_TRIES = 5


def ask(
    sql: Session, kind: str, account_id: int | None, subject: str, given: Mapping[str, Any], *, once: str = ""
) -> Job | None:
    """A new job that waits; None when one of the name ``once`` waits or runs already."""
    if once and sql.scalar(select(Job.id).where(Job.once == once)):
        return None
    made = Job(
        kind=kind,
        account_id=account_id,
        subject=subject[:200],
        given=orjson.dumps(given).decode(),
        once=once or None,
        created_at=now(),
    )
    sql.add(made)
    sql.flush()
    return made


def claim(sql: Session) -> Job | None:
    """The next job, now running and this process's; None when there is none that may begin."""
    busy = sql.scalar(select(Job.id).where(Job.state == State.RUNNING, Job.kind.in_(WRITING)).limit(1))
    wanted = select(Job).where(Job.state == State.WAITING).order_by(Job.id)
    if busy:
        wanted = wanted.where(Job.kind.not_in(WRITING))
    for job in sql.scalars(wanted.limit(1).with_for_update(skip_locked=True, of=Job)):
        if job.cancel_asked:
            end(job, State.CANCELLED)
            sql.flush()
            return claim(sql)
        job.state, job.tries, job.stage, job.problem = State.RUNNING.value, job.tries + 1, "", ""
        job.began_at = job.began_at or now()
        return job
    return None


def end(job: Job, state: State, problem: str = "") -> None:
    """The job is over; a later one may have its name."""
    job.state, job.problem, job.once, job.stage = state.value, problem[:500], None, ""
    job.ended_at = now()


def put_back(sql: Session, job_id: int) -> None:
    """The job waits again: its process was told to stop before it was done."""
    sql.execute(update(Job).where(Job.id == job_id, Job.state == State.RUNNING).values(state=State.WAITING.value))


def take_up(sql: Session) -> int:
    """Jobs that a killed process left as running wait again, or fail when it was not the first kill; how many."""
    left = sql.scalars(select(Job).where(Job.state == State.RUNNING)).all()
    for job in left:
        if job.tries >= _TRIES:
            end(job, State.FAILED, f"the process was ended {job.tries} times while it was at this")
        else:
            job.state = State.WAITING.value
    return len(left)


def cancel(job: Job) -> None:
    """Ask that the job ends; one that waits ends at once."""
    if job.state == State.WAITING:
        end(job, State.CANCELLED)
    elif job.state not in OVER:
        job.cancel_asked = True


def again(sql: Session, job: Job) -> None:
    """Let a job that failed or was cancelled go on where it was."""
    if job.state in (State.FAILED, State.CANCELLED):
        job.state, job.cancel_asked, job.tries, job.problem = State.WAITING.value, False, 0, ""
        job.ended_at = None
        sql.flush()


def waiting(sql: Session, kinds: Collection[str]) -> list[Job]:
    """Jobs of these kinds that wait or run, in order."""
    wanted = select(Job).where(Job.kind.in_(kinds), Job.state.in_([State.WAITING, State.RUNNING])).order_by(Job.id)
    return list(sql.scalars(wanted))

"""From something that was brought to a job: looked at, started, gone on with, cancelled, undone."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.clock import now
from web.imports import storing
from web.imports.tables import Brought, NamedMapping, SqlSourceRow
from web.jobs import keeping
from web.jobs.tables import Job, State


def bring(sql: Session, origin: str, name: str, **columns: object) -> Brought:
    """Keep that something was brought."""
    made = Brought(origin=origin, name=name[:200], created_at=now(), **columns)
    sql.add(made)
    sql.flush()
    return made


def look(sql: Session, brought: Brought) -> None:
    """Have it looked at before anything is imported."""
    brought.job = keeping.ask(sql, "look", brought.account_id, brought.name, {"brought": brought.id})


def start(sql: Session, brought: Brought, once: str = "") -> bool:
    """Have it imported; False when that was asked for already, or when there is nothing left to import."""
    if brought.job and (not brought.job.over or brought.job.kind != "look"):
        return False
    if brought.job and brought.job.state != State.DONE:
        return False
    given = {"brought": brought.id}
    job = keeping.ask(sql, "import", brought.account_id, brought.name, given, once=once)
    if job is None:
        return False
    brought.job = job
    return True


def run_source(sql: Session, row: SqlSourceRow) -> Brought | None:
    """Have the source read; None while it is being read already."""
    once = f"source {row.id}"
    if sql.scalar(select(Job.id).where(Job.once == once)):
        return None
    mapping = _mapping(sql, row)
    brought = bring(sql, "source", row.name, source_id=row.id, mapping=mapping, account_id=row.account_id)
    start(sql, brought, once)
    return brought


def _mapping(sql: Session, row: SqlSourceRow) -> str:
    found = sql.get(NamedMapping, row.mapping_id) if row.mapping_id else None
    return found.body if found else "{}"


def may_go_on(brought: Brought) -> bool:
    """Whether an import that was cancelled or failed can be gone on with: what it was made of is still there."""
    job = brought.job
    ended = job is not None and job.kind == "import" and job.state in (State.CANCELLED, State.FAILED)
    return ended and not brought.undone_at and bool(brought.stored or brought.origin == "source")


def may_undo(brought: Brought) -> bool:
    """Whether something came of it that can be undone, and nothing is under way."""
    over = brought.job is None or brought.job.over
    return bool(brought.import_id and over and not brought.undone_at)


def undo(sql: Session, account_id: int, brought: Brought) -> bool:
    """Have it undone; False when that was asked for already."""
    given = {"import_id": brought.import_id, "brought": brought.id}
    job = keeping.ask(sql, "undo", account_id, brought.name, given, once=f"undo {brought.import_id}")
    if job is None:
        return False
    brought.job = job
    return True


def discard(sql: Session, brought: Brought) -> None:
    """Throw away something of which nothing was imported."""
    storing.drop(brought)
    sql.delete(brought)

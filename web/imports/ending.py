"""What people are told when an import has ended, and what becomes of a file of the watched folder."""

from __future__ import annotations

import orjson
from sqlalchemy.orm import Session

from web.imports import folder
from web.imports.tables import Brought
from web.jobs.tables import Job, State
from web.notices import About, To, notify
from web.roles import Role

#: Who is told of what nobody asked for by hand: the watched folder, a source on its timetable.
_KEEPERS = To(roles=frozenset({Role.ADMINISTRATOR}))


def tell(sql: Session, job: Job) -> None:
    """Tell whoever asked for the job, in the transaction that says how it ended."""
    given = orjson.loads(job.given)
    brought = sql.get(Brought, int(given["brought"]))
    if brought is None:
        return
    if brought.origin == "folder" and (job.kind == "import" or job.state != State.DONE):
        folder.put_aside(given, job)
    if job.kind == "look" or job.state == State.CANCELLED:
        return
    counts = orjson.loads(brought.counts or "{}")
    by_itself = brought.origin != "upload" and job.kind == "import"
    if by_itself and job.state == State.DONE and not counts.get("quarantined"):
        return
    about = About.IMPORT_FAILED
    if job.state == State.DONE:
        about = About.IMPORT_UNDONE if job.kind == "undo" else About.IMPORT_DONE
    to = _KEEPERS if by_itself or job.account_id is None else To(account_id=job.account_id)
    notify(sql, to, about, f"/imports/{brought.id}", name=brought.name, **counts)

"""Imports as the pages show them: how far one is, its counts, its refused rows, and those that came in other ways."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, cast

import orjson
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import Session

from graph import settings
from ingest.quarantine import COLUMNS as QUARANTINE
from web import personal, reading
from web.imports.tables import Brought
from web.jobs.tables import Job, State

#: Refused rows that the page lists; all are in the file.
REFUSED = 50
#: Imports that came in other ways, which the list shows.
OTHERS = 50


@dataclass(frozen=True)
class Progress:
    """How far an import is. ``phase``: looking, failed-look, draft, waiting, running, done, failed, cancelled, undoing,
    undone, in-graph (brought in another way). ``problem`` is the one line of what went wrong.
    """

    phase: str
    done: int = 0
    total: int = 0
    stage: str = ""
    problem: str = ""
    cancelling: bool = False

    @property
    def busy(self) -> bool:
        """Whether it will be something else in a while."""
        return self.phase in ("looking", "waiting", "running", "undoing")


def progress(brought: Brought) -> Progress:
    """How far it is."""
    job = brought.job
    if brought.undone_at and (job is None or job.over):
        return Progress("undone")
    if job is None:
        return Progress("in-graph" if brought.import_id else "draft")
    phase = _phase(job)
    return Progress(phase, job.done, job.total, said_of_stage(job), job.problem, job.cancel_asked and not job.over)


def _phase(job: Job) -> str:
    if job.kind == "look":
        return {State.DONE: "draft", State.FAILED: "failed-look"}.get(State(job.state), "looking")
    if job.kind == "undo" and not job.over:
        return "undoing"
    return job.state


def said_of_stage(job: Job) -> str:
    """What is under way, in words."""
    if job.state == State.WAITING:
        return str(_("Waiting for its turn"))
    if job.stage.startswith("waiting"):
        return str(_("Waiting for another import, screening or decision to end"))
    return str(_stages().get(job.stage, _("Comparing with the other calls") if job.stage else _("Reading")))


def _stages() -> Mapping[str, str]:
    return {
        "taking out": _("Taking calls out"),
        "callers": _("Finding out who called"),
        "who called": _("Finding out who called"),
        "writing": _("Writing what was found"),
    }


def counts(written: str) -> dict[str, int]:
    """The counts of an import as they are kept; empty for none."""
    return cast(dict[str, int], orjson.loads(written)) if written else {}


def written(counted: Mapping[str, int]) -> str:
    """Counts as they are kept."""
    return orjson.dumps(dict(counted)).decode() if counted else ""


def history(sql: Session, before: int | None, limit: int) -> list[Brought]:
    """What was brought on the pages, from the folder and from sources, newest first."""
    wanted = select(Brought).order_by(Brought.id.desc()).limit(limit)
    return list(sql.scalars(wanted if before is None else wanted.where(Brought.id < before)))


@dataclass(frozen=True)
class Elsewhere:
    """An import that came in by the command line or the machine interface."""

    import_id: str
    name: str
    started_at: datetime | None
    finished: bool
    counts: Mapping[str, int]
    calls: int


def elsewhere(sql: Session) -> list[Elsewhere]:
    """The latest imports of the graph that the pages did not make."""
    found = [_elsewhere(row) for row in reading.rows("imports_made", limit=2 * OTHERS)]
    ids = [one.import_id for one in found]
    known = set(sql.scalars(select(Brought.import_id).where(Brought.import_id.in_(ids))))
    return [one for one in found if one.import_id not in known][:OTHERS]


def in_graph(import_id: str) -> Elsewhere | None:
    """The import of this number as the graph has it."""
    rows = reading.rows("imports_made", import_id=import_id)
    return _elsewhere(rows[0]) if rows else None


def _elsewhere(row: Mapping[str, Any]) -> Elsewhere:
    return Elsewhere(
        row["import_id"], row["name"] or "", row["started_at"], row["finished"], counts(row["counts"]), row["calls"]
    )


@dataclass(frozen=True)
class Refused:
    """A row that was not taken: where, which column, what stood there (masked), and why."""

    number: str
    column: str
    value: str
    reason: str


def quarantine_file(brought: Brought) -> Path | None:
    """The file of its refused rows, if there is one."""
    if not brought.quarantine:
        return None
    file = settings.home() / "quarantine" / Path(brought.quarantine).name
    return file if file.is_file() else None


def refused(brought: Brought) -> list[Refused]:
    """The first refused rows, with numbers of people masked."""
    file = quarantine_file(brought)
    if file is None:
        return []
    with file.open(encoding="utf-8-sig", errors="replace", newline="") as stream:
        rows = csv.reader(stream)
        next(rows, None)
        last = [cells[-len(QUARANTINE) :] for cells in islice(rows, REFUSED) if len(cells) >= len(QUARANTINE)]
    return [
        Refused(number, str(personal.veiled(column)), str(personal.veiled(value[:120], column)), reason)
        for number, column, value, reason in last
    ]

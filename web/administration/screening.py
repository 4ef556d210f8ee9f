"""Screening everything anew, as a job beside the pages that any page can ask after."""

from __future__ import annotations

import orjson
from neo4j import Driver
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from graph import schema
from ingest.progress import Watcher
from web.jobs import keeping
from web.jobs.tables import Job
from web.jobs.work import Work

KIND = "screen"


def anew(driver: Driver, watcher: Watcher) -> list[str]:
    """Read and settle everything anew, communities too; what is to be said of it, in lines."""
    from ingest.screening import screen
    from queries.patterns import repeats
    from web.commands_communities import communities_anew

    settled = screen(driver, watcher)
    together = communities_anew(driver, watcher.stage)
    found = {repeat.dispute_id for repeat in repeats(driver)}
    return [f"incidents {settled.incidents}, disputes {settled.disputes}, repeat disputes {len(found)}", together]


def ask(sql: Session, account_id: int) -> bool:
    """Have everything screened anew; False when that waits or is under way already."""
    return keeping.ask(sql, KIND, account_id, "everything", {}, once=KIND) is not None


def latest(sql: Session) -> Job | None:
    """The latest screening that was asked for; None when there was none."""
    return sql.scalar(select(Job).where(Job.kind == KIND).order_by(Job.id.desc()).limit(1))


def said(job: Job) -> str:
    """How it ended, in lines; '' while it has not."""
    return "\n".join(orjson.loads(job.given).get("said", [])) or job.problem


def screen(work: Work) -> None:
    """Do it, and keep what is to be said of it."""

    def all_of_it(driver: Driver) -> list[str]:
        schema.apply(driver)
        return anew(driver, work)

    given = {"said": work.link.once(all_of_it)}
    with work.database.writing() as sql:
        sql.execute(update(Job).where(Job.id == work.job_id).values(given=orjson.dumps(given).decode()))

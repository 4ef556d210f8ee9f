"""What the process of jobs does for an import: looks at a file, reads it in, undoes it."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import orjson
from neo4j import Driver
from sqlalchemy import select, update

from graph import schema
from ingest import load
from ingest.mapping import mapping_as_stated
from ingest.pipeline import import_id, ingest
from ingest.quarantine import quarantine_path
from ingest.reading import Readable, open_query
from ingest.settle import settle
from ingest.sources import open_source
from ingest.undoing import undo as undo_import
from web.clock import now
from web.database import Database
from web.imports import looked, mapped, sources, storing
from web.imports.tables import Brought, SqlSourceRow
from web.jobs.tables import Job
from web.jobs.work import CancelledError, Work


def look(work: Work) -> None:
    """Look at the first rows of what was brought, and keep what was seen beside it. SourceError."""
    brought = _brought(work)
    directory = storing.directory_of(brought.stored)
    if brought.origin == "source":
        row = _source_row(work, brought)
        source, _ = open_query(sources.url(row), row.query, None)
        looked.save(looked.look(source), directory)
        return
    source = open_source(storing.file_of(brought.stored, brought.name), brought.sheet or None)
    looked.save(looked.look(source), directory)
    _use_named(work.database, brought, source.columns)


def import_it(work: Work) -> None:
    """Read it in. SourceError, MappingError; CancelledError and StoppedError leave what is in, and settled."""
    brought = _brought(work)
    source, mapping = _opened(work, brought)
    identity = import_id(source, mapping)
    _set(work.database, brought.id, import_id=identity)
    work.link.once(lambda driver: _import(driver, work, brought.id, identity, (source, mapping)))


def _opened(work: Work, brought: Brought) -> Readable:
    stated = mapped.stated(brought.mapping)
    if brought.origin == "source":
        row = _source_row(work, brought)
        return open_query(sources.url(row), row.query, stated)
    source = open_source(storing.file_of(brought.stored, brought.name), brought.sheet or None)
    if brought.origin == "folder":  # nobody has looked at it before
        _use_named(work.database, brought, source.columns)
        stated = mapped.stated(brought.mapping)
    return source, mapping_as_stated(source, stated, brought.mapping_name)


def _use_named(database: Database, brought: Brought, columns: tuple[str, ...]) -> None:
    """Take the mapping that was made for just these columns, where none was chosen yet."""
    with database.writing() as sql:
        if brought.mapping == "{}" and (found := mapped.made_for(sql, columns)):
            brought.mapping, brought.mapping_name = found.body, found.name
            sql.execute(
                update(Brought)
                .where(Brought.id == brought.id)
                .values(mapping=brought.mapping, mapping_name=brought.mapping_name)
            )


def _import(driver: Driver, work: Work, number: int, identity: str, readable: Readable) -> None:
    source, mapping = readable
    schema.apply(driver)
    state = load.import_state(driver, identity)
    if state and state.finished and work.given.get("fresh") and source.resumable:
        # It was read to its end by an earlier try that was killed while settling.
        settle(driver, work.stage)
        counts, path = state.counts, quarantine_path(source.name, source.fingerprint)
        _finish(work.database, number, counts, path if path.exists() else None)
        return
    _remember(work, fresh=not (state and state.finished))
    try:
        summary = ingest(driver, source, mapping, work)
    except CancelledError:
        state = load.import_state(driver, identity)
        _set(work.database, number, counts=state.counts if state else "")
        settle(driver, work.stage)
        raise
    _finish(work.database, number, orjson.dumps(asdict(summary.counts)).decode(), summary.quarantine)


def _finish(database: Database, number: int, counts: str, quarantine: Path | None) -> None:
    with database.writing() as sql:
        brought = sql.get_one(Brought, number)
        brought.counts, brought.quarantine = counts, quarantine.name if quarantine else ""
        storing.drop(brought)


def _remember(work: Work, **values: bool) -> None:
    """Keep for a later try of the same job what the first one found."""
    work.given = values | work.given
    with work.database.writing() as sql:
        given = orjson.dumps(work.given).decode()
        sql.execute(update(Job).where(Job.id == work.job_id).values(given=given))


def undo(work: Work) -> None:
    """Undo the import, however it was brought."""
    identity = str(work.given["import_id"])
    work.link.once(lambda driver: undo_import(driver, identity, work))
    with work.database.writing() as sql:
        for brought in sql.scalars(select(Brought).where(Brought.import_id == identity, Brought.undone_at.is_(None))):
            brought.undone_at = now()
            storing.drop(brought)


def _brought(work: Work) -> Brought:
    with work.database.reading() as sql:
        return sql.get_one(Brought, int(work.given["brought"]))


def _source_row(work: Work, brought: Brought) -> SqlSourceRow:
    with work.database.reading() as sql:
        found = sql.get(SqlSourceRow, brought.source_id) if brought.source_id else None
    if found is None:
        raise ValueError("the source was deleted")
    return found


def _set(database: Database, number: int, **values: object) -> None:
    with database.writing() as sql:
        sql.execute(update(Brought).where(Brought.id == number).values(**values))

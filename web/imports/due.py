"""Sources whose time has come."""

from __future__ import annotations

from sqlalchemy import select

from web.audit import Action
from web.audit.writing import note_command
from web.clock import now
from web.database import Database
from web.imports.starting import run_source
from web.imports.tables import SqlSourceRow
from web.jobs.timetable import Every, Timetable


def look(database: Database) -> None:
    """Have every source read that is due, and say when it is due next; a run that was missed is made up for once."""
    with database.writing() as sql:
        wanted = select(SqlSourceRow).where(SqlSourceRow.next_at.is_not(None), SqlSourceRow.next_at <= now())
        for row in sql.scalars(wanted):
            row.next_at = Timetable(Every(row.every), row.minute, row.weekday).after(now())
            if run_source(sql, row):
                note_command(sql, Action.IMPORT_STARTED, f"source {row.name}", origin="timetable")

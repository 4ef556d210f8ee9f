"""Queries whose time has come."""

from __future__ import annotations

from sqlalchemy import select

from web.asking.schedule_tables import Schedule
from web.clock import now
from web.database import Database
from web.jobs import keeping
from web.jobs.timetable import Every, Timetable


def look(database: Database) -> None:
    """Have every query asked that is due, and say when it is due next; a run that was missed is made up for once."""
    with database.writing() as sql:
        wanted = select(Schedule).where(Schedule.next_at.is_not(None), Schedule.next_at <= now())
        for schedule in sql.scalars(wanted):
            schedule.next_at = Timetable(Every(schedule.every), schedule.minute, schedule.weekday).after(now())
            given = {"schedule": schedule.id}
            keeping.ask(sql, "query", schedule.account_id, schedule.query, given, once=f"query {schedule.id}")

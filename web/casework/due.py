"""What falls due is told to whom it concerns, and what the passing of the time moves is moved."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

from sqlalchemy.orm import Session

from graph.casework import reminders
from graph.casework.reminders import Due
from web import clock
from web.casework.concerned import tell
from web.casework.tables import Looked
from web.database import Database
from web.graph_link import GraphLink
from web.notices import About

_NAME = "due"
#: What fell due so long before the first look is told too.
_FIRST = timedelta(days=1)


def look(database: Database, link: GraphLink) -> None:
    """Tell everything that fell due since the last look.

    How far was looked is kept in one transaction with the notices: however often it is killed, and however many
    processes look, each is told of each once. The graph is asked before that, so that nobody waits for it who writes;
    what the time moves is moved last, and found again as long as it was not.
    """
    now = clock.now()
    since = _looked(database, now)
    found = link.ask(lambda driver: list(reminders.due(driver, now, since)))
    with database.writing() as sql:
        looked = sql.get(Looked, _NAME, with_for_update=True)
        if looked is None:
            looked = Looked(name=_NAME, until=since)
            sql.add(looked)
        if looked.until == since:  # else another process has told it meanwhile
            for one in found:
                _tell(sql, one)
            looked.until = max(now, since)
    for one in found:
        if one.reminder.lapses:
            link.once(partial(reminders.lapse, one=one, now=now))


def _looked(database: Database, now: datetime) -> datetime:
    with database.reading() as sql:
        looked = sql.get(Looked, _NAME)
    return looked.until if looked else now - _FIRST


def _tell(sql: Session, one: Due) -> None:
    occasion = f"{one.reminder.name} {one.about.work.id} {one.at.isoformat()}"
    tell(
        sql,
        About.WORK_DUE,
        one.reminder.tells,
        one.about,
        once=occasion,
        reminder=one.reminder.name,
        at=one.at.isoformat(),
    )

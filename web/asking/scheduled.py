"""A query on a timetable, asked in the place of its owner: with his role, his scope, his masks, the limits of the gate.

It is asked as his page would ask it, inside a request of nobody's browser, so that there is one way to an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

import orjson
from flask import Flask, g
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

import queries
from graph.gate import Refused
from web import permission
from web.asking import answers, forms
from web.asking.answers import Answered
from web.asking.found import find
from web.asking.schedule_tables import Schedule
from web.audit import Action, note
from web.clock import now
from web.database import Database
from web.graph_link import GraphLink
from web.jobs.work import Work
from web.models import Account
from web.notices import About, To, notify
from web.roles import Role
from web.visitor import Visitor

FIRST, SAME, CHANGED, STOPPED = "first", "same", "changed", "stopped"


@dataclass(frozen=True)
class _Found:
    """What the answer was: how many rows, and their digest; or the code of a refusal."""

    rows: int = 0
    digest: str = ""
    refused: str = ""
    title: str = ""


def ask_again(work: Work) -> None:
    """Ask the query of the job, compare its answer with the last one, and tell its owner when it has changed."""
    with work.database.reading() as sql:
        schedule = sql.get(Schedule, int(work.given["schedule"]))
    if schedule is None:
        return
    found = _ask(_application(work.database, work.link), schedule)
    with work.database.writing() as sql:
        kept = sql.get(Schedule, schedule.id)
        if kept is not None:
            _keep(kept, found)
            to, link = To(account_id=kept.account_id), f"/queries/{kept.query}?schedule={kept.id}"
            if kept.last == CHANGED:
                before, after = schedule.rows, found.rows
                notify(sql, to, About.QUERY_CHANGED, link, title=found.title, before=before, now=after)
            elif kept.last == STOPPED:
                notify(sql, to, About.QUERY_STOPPED, "/schedules", title=found.title or kept.query)


def _keep(schedule: Schedule, found: _Found) -> None:
    schedule.last_at = now()
    if found.refused:
        schedule.last = found.refused
        if found.refused == STOPPED:
            schedule.next_at = None
        return
    schedule.last = SAME if found.digest == schedule.digest else CHANGED if schedule.digest else FIRST
    schedule.digest, schedule.rows = found.digest, found.rows


def _ask(app: Flask, schedule: Schedule) -> _Found:
    account = schedule.account
    if account.locked or account.must_change or not permission.may(Role(account.role), "schedules.add"):
        return _Found(refused=STOPPED)
    with in_the_place_of(app, account):
        try:
            entry = find(schedule.query)
            given = forms.read(entry.query, MultiDict(orjson.loads(schedule.given)), entry.ours)
        except (HTTPException, forms.FormError):
            return _Found(refused=STOPPED)
        try:
            answered = answers.ask(entry, given)
        except Refused as refused:
            note(Action.QUERY_REFUSED, entry.name, code=refused.code, timetable=schedule.id)
            return _Found(refused=str(refused.code)[:20], title=entry.query.title.zh)
        except queries.QueryError:
            return _Found(refused=STOPPED, title=entry.query.title.zh)
        note(Action.QUERY_RUN, entry.name, rows=len(answered.rows), more=answered.more, timetable=schedule.id)
        return _Found(len(answered.rows), digest_of(answered), title=entry.query.title.zh)


def digest_of(answered: Answered) -> str:
    """The same for the same rows in any order: a query need not say in which they come."""
    rows = sorted(orjson.dumps(row, default=str) for row in answers.masked(answered))
    return sha256(b"\n".join([*rows, answered.more.encode()])).hexdigest()


@contextmanager
def in_the_place_of(app: Flask, account: Account) -> Iterator[None]:
    """A request in which this account is the visitor, without a session or a token."""
    with app.test_request_context("/"):
        g._login_user = Visitor(account)
        yield


@lru_cache(maxsize=1)
def _application(database: Database, link: GraphLink) -> Flask:
    """The application, made when the first query is due."""
    from web.application import create_app

    return create_app(database, link)

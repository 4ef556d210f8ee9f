"""Queries on a timetable: one's own, added, paused, deleted."""

from __future__ import annotations

from dataclasses import dataclass

import orjson
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from web.asking import forms
from web.asking.found import Entry, find
from web.asking.schedule_tables import Schedule
from web.audit import Action, note
from web.clock import now
from web.jobs.timetable import Every, Timetable
from web.screens.sources import EVERY, WEEKDAYS
from web.visitor import database, visitor

blueprint = Blueprint("schedules", __name__, url_prefix="/schedules")
#: Timetables of one account.
EACH = 50

LAST = {
    "first": lazy_gettext("First answer"),
    "same": lazy_gettext("Unchanged"),
    "changed": lazy_gettext("Changed"),
    "stopped": lazy_gettext("Could not be run"),
}


@dataclass(frozen=True)
class Shown:
    """A timetable as the list shows it."""

    schedule: Schedule
    title: str
    timetable: Timetable
    last: str


@blueprint.get("")
def listed() -> str:
    """One's own timetables."""
    with database().reading() as sql:
        wanted = select(Schedule).where(Schedule.account_id == visitor().account.id).order_by(Schedule.id.desc())
        kept = list(sql.scalars(wanted))
    return render_template("schedules.html", rows=[_shown(one) for one in kept], every=EVERY, weekdays=WEEKDAYS)


def _shown(schedule: Schedule) -> Shown:
    try:
        title = find(schedule.query).title
    except HTTPException:
        title = schedule.query
    last = str(LAST.get(schedule.last, _("Was refused"))) if schedule.last else ""
    timetable = Timetable(Every(schedule.every), schedule.minute, schedule.weekday)
    return Shown(schedule, title, timetable, last)


@blueprint.get("/new")
def new() -> str | Response:
    """The form of a new one, for the query that is asked for; the shelf where none is."""
    wanted = request.args.get("query", "")
    return _form(find(wanted)) if wanted else redirect(url_for("queries.listed"))


def _form(entry: Entry, problem: str = "") -> str:
    return render_template(
        "schedule.html",
        entry=entry,
        fields=forms.fields(entry.query, entry.ours),
        prefix=forms.PREFIX,
        every=EVERY,
        weekdays=WEEKDAYS,
        timetable=Timetable(Every.DAY, 480),
        problem=problem,
    )


@blueprint.post("")
def add() -> Response | tuple[str, int]:
    """Keep it; its first answer comes at its first time, and is what later ones are compared with."""
    entry, form = find(request.form.get("query", "")), request.form
    try:
        timetable = Timetable.read(form.get("every", ""), form.get("at", ""), form.get("weekday", ""))
    except ValueError:
        return _form(entry, _("Say when it is to be asked.")), 400
    try:
        forms.read(entry.query, form, entry.ours)
    except forms.FormError as error:
        return _form(entry, " ".join(error.problems.values())), 400
    given = {name: form.getlist(name)[:100] for name in form if name.startswith(forms.PREFIX)}
    with database().writing() as sql:
        account = visitor().account.id
        count = sql.scalar(select(func.count()).select_from(Schedule).where(Schedule.account_id == account)) or 0
        if count >= EACH:
            return _form(entry, _("You have %(most)d timetables already. Delete one first.", most=EACH)), 400
        sql.add(
            Schedule(
                account_id=account,
                query=entry.name,
                given=orjson.dumps(given).decode(),
                every=timetable.every.value,
                minute=timetable.minute,
                weekday=timetable.weekday,
                next_at=timetable.after(now()),
                created_at=now(),
            )
        )
        note(Action.QUERY_SCHEDULED, entry.name, sql=sql, every=timetable.every.value, at=timetable.at)
    flash(_("It is on its timetable. You are told when the answer has changed."))
    return redirect(url_for("schedules.listed"))


def _mine(sql: Session, number: int) -> Schedule:
    found = sql.get(Schedule, number)
    return found if found and found.account_id == visitor().account.id else abort(404)


@blueprint.post("/<int:number>/pause")
def pause(number: int) -> Response:
    """Pause it, or let it go on."""
    with database().writing() as sql:
        one = _mine(sql, number)
        timetable = Timetable(Every(one.every), one.minute, one.weekday)
        one.next_at = timetable.after(now()) if one.next_at is None else None
        note(Action.QUERY_SCHEDULED, one.query, sql=sql, paused=one.next_at is None)
    return redirect(url_for("schedules.listed"))


@blueprint.post("/<int:number>/delete")
def delete(number: int) -> Response:
    """Delete it."""
    with database().writing() as sql:
        one = _mine(sql, number)
        note(Action.QUERY_SCHEDULED, one.query, sql=sql, deleted=True)
        sql.delete(one)
    return redirect(url_for("schedules.listed"))

"""Databases that are read on a timetable: listed, added, changed, tried, read now, deleted; by administrators."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web.audit import Action, note
from web.clock import now
from web.imports import mapped, sources, starting
from web.imports.storing import new_directory
from web.imports.tables import NAME, Brought, NamedMapping, SqlSourceRow
from web.jobs import queue
from web.jobs.timetable import Every, Timetable
from web.visitor import database, visitor

blueprint = Blueprint("sources", __name__, url_prefix="/imports/sources")
_LONGEST = 20_000

EVERY = {
    Every.HOUR: lazy_gettext("every hour"),
    Every.DAY: lazy_gettext("every day"),
    Every.WEEK: lazy_gettext("every week"),
}
WEEKDAYS = (
    lazy_gettext("Monday"),
    lazy_gettext("Tuesday"),
    lazy_gettext("Wednesday"),
    lazy_gettext("Thursday"),
    lazy_gettext("Friday"),
    lazy_gettext("Saturday"),
    lazy_gettext("Sunday"),
)


@blueprint.get("")
def listed() -> str:
    """All of them, and the form of a new one."""
    return _page()


def _page(problem: str = "", row: SqlSourceRow | None = None) -> str:
    with database().reading() as sql:
        rows = list(sql.scalars(select(SqlSourceRow).order_by(SqlSourceRow.name)))
        mappings = mapped.named(sql)
    return render_template(
        "sources.html",
        rows=rows,
        row=row,
        mappings=mappings,
        every=EVERY,
        weekdays=WEEKDAYS,
        timetable=Timetable(Every(row.every), row.minute, row.weekday) if row else Timetable(Every.DAY, 120),
        has_password=bool(row and sources.has_password(row)),
        problem=problem,
    )


@blueprint.post("")
def add() -> Response | tuple[str, int]:
    """Add one."""
    return _keep(None)


@blueprint.get("/<int:number>")
def one(number: int) -> str:
    """The form of one."""
    with database().reading() as sql:
        return _page(row=_found(sql, number))


@blueprint.post("/<int:number>")
def save(number: int) -> Response | tuple[str, int]:
    """Change one; a password that is left empty stays as it is."""
    return _keep(number)


def _found(sql: Session, number: int) -> SqlSourceRow:
    return sql.get(SqlSourceRow, number) or abort(404)


def _keep(number: int | None) -> Response | tuple[str, int]:
    form = request.form
    try:
        timetable = Timetable.read(form.get("every", ""), form.get("at", ""), form.get("weekday", ""))
        address, password = sources.address(form.get("address", "")[:500])
    except sources.SourceFormError as error:
        return _refused(_problems()[error.code], number)
    except ValueError:
        return _refused(_("Say when it is to be read."), number)
    name, query = " ".join(form.get("name", "").split())[:NAME], form.get("query", "").strip()[:_LONGEST]
    if not name or not query:
        return _refused(_("A source needs a name and a query."), number)
    password = form.get("password", "") or password
    try:
        with database().writing() as sql:
            row = _found(sql, number) if number else SqlSourceRow(name=name)
            moved = row.address not in (None, address)
            row.name, row.address, row.query = name, address, query
            row.every, row.minute, row.weekday = timetable.every.value, timetable.minute, timetable.weekday
            row.next_at = None if form.get("paused") else timetable.after(now())
            mapping = sql.get(NamedMapping, form.get("mapping", 0, type=int))
            row.mapping_id = mapping.id if mapping else None
            row.account_id, row.changed_at = visitor().account.id, now()
            sql.add(row)
            sql.flush()
            if password:
                sources.keep_password(row, password)
            elif moved:  # a password is not sent to another server than it was given for
                sources.forget_password(row)
            note(Action.SOURCE_SAVED, name, sql=sql, address=address, query=query, paused=row.next_at is None)
    except IntegrityError:
        return _refused(_("There is a source of this name already."), number)
    flash(_("The source is saved."))
    return redirect(url_for("sources.one", number=row.id))


def _refused(problem: str, number: int | None) -> tuple[str, int]:
    with database().reading() as sql:
        return _page(problem, _found(sql, number) if number else None), 400


def _problems() -> dict[str, str]:
    return {
        "form": _("Write the address as postgresql://user@host/database, or sqlite:////path/of/the/file."),
        "kind": _("Only PostgreSQL and SQLite can be read."),
        "ours": _("This file is Fengqiao's own, or no plain file: it cannot be read as a source."),
    }


@blueprint.post("/<int:number>/run")
def run(number: int) -> Response:
    """Read it now, or (``try``) only look at its first rows and how they are understood."""
    with database().writing() as sql:
        row = _found(sql, number)
        if "try" in request.form:
            brought: Brought | None = _looked_at(sql, row)
        else:
            brought = starting.run_source(sql, row)
            note(Action.IMPORT_STARTED, f"source {row.name}", sql=sql)
    queue.wake()
    if brought is None:
        flash(_("It is being read already."))
        return redirect(url_for("sources.one", number=number))
    return redirect(url_for("imports.one", number=brought.id))


def _looked_at(sql: Session, row: SqlSourceRow) -> Brought:
    """Have its first rows looked at."""
    who = visitor().account.id
    brought = starting.bring(sql, "source", row.name, source_id=row.id, stored=new_directory(), account_id=who)
    starting.look(sql, brought)
    return brought


@blueprint.post("/<int:number>/delete")
def delete(number: int) -> Response:
    """Delete it with its password; what it brought stays."""
    with database().writing() as sql:
        row = _found(sql, number)
        note(Action.SOURCE_DELETED, row.name, sql=sql)
        sources.forget_password(row)
        sql.delete(row)
    return redirect(url_for("sources.listed"))

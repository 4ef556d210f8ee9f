"""Bringing records in: a file uploaded and understood, its import watched, its refused rows, the history."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from graph import settings
from ingest.incident import COLUMNS
from web.audit import Action, note
from web.imports import folder, looked, mapped, shown, starting, storing
from web.imports.tables import Brought, NamedMapping
from web.jobs import keeping, queue
from web.permission import MAY_UNMASK
from web.visitor import database, visitor

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
PAGE = 50


@blueprint.get("")
def listed() -> str:
    """Where a file is brought, and what was brought before."""
    return _list()


def _list(problem: str = "") -> str:
    before = request.args.get("before", type=int)
    with database().reading() as sql:
        found = shown.history(sql, before, PAGE + 1)
        others = shown.elsewhere(sql) if before is None else []
    rows = [(one, shown.progress(one), shown.counts(one.counts)) for one in found[:PAGE]]
    return render_template(
        "imports.html",
        rows=rows,
        others=others,
        older=found[PAGE - 1].id if len(found) > PAGE else None,
        most=settings.number("FENGQIAO_UPLOAD_MB"),
        folder=folder.watched(),
        problem=problem,
    )


@blueprint.post("")
def upload() -> Response | tuple[str, int]:
    """Keep a file and have it looked at; of refused rows that were mended, with the mapping they came by."""
    file = request.files.get("file")
    if file is None or not file.filename:
        return _list(_("Choose a file first.")), 400
    try:
        stored, kept = storing.keep(file.stream, file.filename)
    except storing.UnwantedError as error:
        return _list(_refusals()[error.code]), 400
    with database().writing() as sql:
        account = visitor().account
        mends = sql.get(Brought, request.form.get("mends", 0, type=int))
        how = {"mapping": mends.mapping, "mapping_name": mends.mapping_name} if mends else {}
        brought = starting.bring(
            sql,
            "upload",
            kept.name,
            stored=stored,
            size=kept.stat().st_size,
            account_id=account.id,
            mends_id=mends.id if mends else None,
            **how,
        )
        starting.look(sql, brought)
        note(Action.IMPORT_UPLOADED, f"{brought.id} {kept.name}", sql=sql, bytes=brought.size, mends=brought.mends_id)
    queue.wake()
    return redirect(url_for("imports.one", number=brought.id))


def _refusals() -> dict[str, str]:
    return {
        "empty": _("The file is empty."),
        "kind": _("This is no table that can be read: CSV or other delimited text, a workbook, or JSON."),
        "packed": _("This workbook would unpack to more than 2 GiB. Save it as CSV, or in parts."),
    }


@blueprint.get("/<int:number>")
def one(number: int) -> str:
    """One import: how it is understood before it began, then how far it is, then what became of it."""
    with database().reading() as sql:
        brought = brought_of(sql, number)
        mappings = mapped.named(sql)
    state = shown.progress(brought)
    preview = None
    if state.phase == "draft" and (seen := looked.load(storing.directory_of(brought.stored))):
        preview = mapped.preview(seen, mapped.fitting(mapped.stated(brought.mapping), seen.columns))
    return render_template(
        "import.html",
        brought=brought,
        state=state,
        counts=shown.counts(brought.counts),
        preview=preview,
        sheets=seen.sheets if preview and seen else (),
        field_words=mapped.WORDS,
        most=settings.number("FENGQIAO_UPLOAD_MB"),
        mappings=mappings,
        refused=shown.refused(brought),
        takes_whole=_takes_whole(brought),
        mine=brought.account_id == visitor().account.id,
        may_undo=starting.may_undo(brought),
        may_go_on=starting.may_go_on(brought),
    )


def brought_of(sql: Session, number: int) -> Brought:
    """The import of this number; 404 for none."""
    return sql.get(Brought, number) or abort(404)


def _takes_whole(brought: Brought) -> bool:
    """Whether the visitor may have the refused rows with the numbers in them: he brought them, or may unmask."""
    return brought.account_id == visitor().account.id or visitor().role in MAY_UNMASK


@blueprint.get("/<int:number>/state")
def state(number: int) -> dict[str, Any]:
    """How far it is, for the page's script."""
    with database().reading() as sql:
        found = shown.progress(brought_of(sql, number))
    return {name: getattr(found, name) for name in ("phase", "done", "total", "stage", "cancelling", "busy")}


@blueprint.post("/<int:number>/map")
def map(number: int) -> Response:
    """Keep what was corrected, take a named mapping, look at another sheet, or keep the mapping under a name."""
    with database().writing() as sql:
        brought = _draft(sql, number)
        seen = looked.load(storing.directory_of(brought.stored)) or abort(404)
        wanted = request.form.get("use", "")
        if (sheet := request.form.get("sheet", "")) and sheet in seen.sheets and sheet != brought.sheet:
            brought.sheet, brought.mapping, brought.mapping_name = sheet, "{}", ""
            starting.look(sql, brought)
        elif "take" in request.form:
            found = sql.get(NamedMapping, int(wanted)) if wanted.isdecimal() else None
            brought.mapping, brought.mapping_name = (found.body, found.name) if found else ("{}", "")
        else:
            _correct(sql, brought, seen)
    queue.wake()
    return redirect(url_for("imports.one", number=number) + "#understood")


def _correct(sql: Session, brought: Brought, seen: looked.Looked) -> None:
    now = mapped.fitting(mapped.stated(brought.mapping), seen.columns)
    fixed = mapped.corrected(now, request.form, seen.columns)
    brought.mapping = mapped.written(fixed)
    name = request.form.get("name", "").strip()
    if "save" in request.form and name:
        brought.mapping_name = mapped.save(sql, visitor().account, name, fixed, seen.columns).name
        note(Action.MAPPING_SAVED, brought.mapping_name, sql=sql)
        flash(_("The mapping is saved, and is used by itself for files with the same columns."))


def _draft(sql: Session, number: int) -> Brought:
    """An upload of which nothing was imported yet; 404 for any other."""
    brought = brought_of(sql, number)
    if shown.progress(brought).phase != "draft" or not brought.stored:
        abort(404)
    return brought


@blueprint.post("/<int:number>/start")
def start(number: int) -> Response:
    """Import it, as it is understood now."""
    with database().writing() as sql:
        brought = _draft(sql, number)
        seen = looked.load(storing.directory_of(brought.stored)) or abort(404)
        now = mapped.fitting(mapped.stated(brought.mapping), seen.columns)
        if request.form.keys() & {f"f-{field}" for field in COLUMNS}:
            now = mapped.corrected(now, request.form, seen.columns)
        brought.mapping = mapped.written(now)
        brought.account_id = brought.account_id or visitor().account.id
        if not mapped.preview(seen, now).lacks and starting.start(sql, brought):
            note(Action.IMPORT_STARTED, f"{number} {brought.name}", sql=sql, mapping=brought.mapping_name)
    queue.wake()
    return redirect(url_for("imports.one", number=number))


@blueprint.post("/<int:number>/cancel")
def cancel(number: int) -> Response:
    """Ask that an import ends; what is in stays."""
    with database().writing() as sql:
        brought = brought_of(sql, number)
        if brought.job and brought.job.kind == "import" and not brought.job.over:
            keeping.cancel(brought.job)
            note(Action.IMPORT_CANCELLED, f"{number} {brought.name}", sql=sql, rows=brought.job.done)
    return redirect(url_for("imports.one", number=number))


@blueprint.post("/<int:number>/go-on")
def go_on(number: int) -> Response:
    """Let an import that was cancelled or failed go on where it was."""
    with database().writing() as sql:
        brought = brought_of(sql, number)
        if brought.job and starting.may_go_on(brought):
            keeping.again(sql, brought.job)
            note(Action.IMPORT_STARTED, f"{number} {brought.name}", sql=sql, went_on=True)
    queue.wake()
    return redirect(url_for("imports.one", number=number))


@blueprint.post("/<int:number>/discard")
def discard(number: int) -> Response:
    """Throw away an upload of which nothing was imported."""
    with database().writing() as sql:
        brought = brought_of(sql, number)
        if shown.progress(brought).phase not in ("draft", "failed-look") or brought.import_id:
            abort(404)
        note(Action.IMPORT_DISCARDED, f"{number} {brought.name}", sql=sql)
        starting.discard(sql, brought)
    return redirect(url_for("imports.listed"))


@blueprint.post("/<int:number>/quarantine")
def quarantine(number: int) -> Response:
    """The refused rows as a file, whole, to be mended; who did not bring them says what for."""
    with database().reading() as sql:
        brought = brought_of(sql, number)
    file = shown.quarantine_file(brought) or abort(404)
    purpose = request.form.get("purpose", "").strip()[:500]
    if not _takes_whole(brought):
        abort(403)
    if brought.account_id != visitor().account.id and not purpose:
        flash(_("Say what for."))
        return redirect(url_for("imports.one", number=number))
    rows = shown.counts(brought.counts).get("quarantined", 0)
    note(Action.QUARANTINE_TAKEN, f"{number} {brought.name}", purpose=purpose, rows=rows)
    return send_file(file, mimetype="text/csv", as_attachment=True, download_name=f"fengqiao-refused-{number}.csv")

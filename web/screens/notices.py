"""What somebody is told: the list, one opened, all read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Blueprint, Flask, abort, redirect, render_template, request, url_for
from flask.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from web.notices import telling, wording
from web.notices.tables import Notice
from web.visitor import database, local, somebody, visitor

blueprint = Blueprint("notices", __name__, url_prefix="/notices")
PAGE = 30


@dataclass(frozen=True)
class Shown:
    """A notice as the page shows it."""

    id: int
    text: str
    at: datetime
    unread: bool


@blueprint.get("")
def listed() -> str:
    """The notices of the visitor, newest first."""
    before = request.args.get("before", type=int)
    with database().reading() as sql:
        found = telling.of(sql, visitor().account.id, before, PAGE + 1)
    shown = [Shown(one.id, wording.said(one), one.created_at, one.read_at is None) for one in found[:PAGE]]
    return render_template(
        "notices.html",
        shown=shown,
        older=shown[-1].id if len(found) > PAGE else None,
        newest=before is None,
    )


@blueprint.post("/<int:number>/open")
def open_one(number: int) -> Response:
    """Mark one as read, and go to what it is about."""
    account = visitor().account.id
    with database().writing() as sql:
        notice = sql.get(Notice, number)
        if notice is None or notice.account_id != account:
            abort(404)
        telling.read(sql, account, number)
    return redirect(local(notice.link))


@blueprint.post("/read")
def read_all() -> Response:
    """Mark all as read that the page has shown, and those before them."""
    with database().writing() as sql:
        telling.read(sql, visitor().account.id, until=request.form.get("until", type=int))
    return redirect(url_for("notices.listed"))


@blueprint.record
def _tell_pages(state: BlueprintSetupState) -> None:
    cast(Flask, state.app).jinja_env.globals["unread_notices"] = _unread


def _unread() -> int:
    """How many notices the visitor has not read."""
    who = somebody()
    if who is None or who.step:
        return 0
    with database().reading() as sql:
        return telling.unread(sql, who.account.id)

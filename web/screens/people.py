"""Administration of accounts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from web.accounts import people, sessions, units
from web.accounts.units import UnitError
from web.audit import Action, note
from web.models import Account
from web.roles import Role
from web.screens import proving
from web.visitor import database

blueprint = Blueprint("people", __name__, url_prefix="/accounts")
#: Characters that say at least something of how a person was recognised.
_LEAST_HOW = 4


def _words() -> dict[str, str]:
    return {
        "name": _("A name has 2 to 64 letters a-z, digits, dots, dashes or underscores."),
        "taken": _("There is an account of this name already."),
        "no-factor": _("This account has no second factor."),
        "last": _("This is the last administrator who can sign in."),
        "empty": _("A unit needs a name."),
        "mail": _("This is no mail address."),
    }


@blueprint.get("")
def listed() -> str:
    """All accounts, and the form for a new one."""
    return _listed()


def _listed(problem: str = "", printed: tuple[str, str] | None = None) -> str:
    with database().reading() as sql:
        everybody, all_units = people.everybody(sql), units.everything(sql)
    return render_template(
        "people.html", people=everybody, units=all_units, roles=list(Role), problem=problem, printed=printed
    )


@blueprint.post("")
def add() -> str | tuple[str, int]:
    """Add an account; its first password is shown on this page and never again."""
    form = request.form
    try:
        with database().writing() as sql:
            account, password = people.add(
                sql, form.get("name", ""), _role(), form.get("unit", ""), form.get("display_name", "")[:100]
            )
            note(Action.ACCOUNT_ADDED, account.name, sql=sql, **_place_of(account))
    except (people.AccountError, UnitError) as error:
        return _listed(_words()[error.code]), 400
    return _listed(printed=(account.name, password))


@blueprint.get("/<int:number>")
def one(number: int) -> str:
    """One account."""
    return _one(number)


def _one(number: int, problem: str = "", printed: str = "") -> str:
    with database().reading() as sql:
        account = _account(sql, number)
        open_sessions, all_units = sessions.of(sql, account), units.everything(sql)
    return render_template(
        "person.html",
        account=account,
        sessions=open_sessions,
        units=all_units,
        roles=list(Role),
        problem=problem,
        printed=printed,
    )


@blueprint.post("/<int:number>")
def place(number: int) -> Response | tuple[str, int]:
    """Give another role or unit."""
    try:
        with database().writing() as sql:
            account = _account(sql, number)
            before = _place_of(account)
            people.place(sql, account, _role(), request.form.get("unit", ""))
            if _place_of(account) != before:
                note(Action.ACCOUNT_CHANGED, account.name, sql=sql, before=before, **_place_of(account))
    except (people.AccountError, UnitError) as error:
        return _one(number, _words()[error.code]), 400
    flash(_("Saved. If the role or the unit changed, the sessions and tokens were ended."))
    return redirect(url_for("people.one", number=number))


@blueprint.post("/<int:number>/mail")
def mail(number: int) -> Response | tuple[str, int]:
    """Where notices to the account are sent by mail; '' for nowhere."""
    try:
        with database().writing() as sql:
            account = _account(sql, number)
            people.set_mail(account, request.form.get("mail", ""))
            note(Action.ACCOUNT_CHANGED, account.name, sql=sql, mail=bool(account.mail))
    except people.AccountError as error:
        return _one(number, _words()[error.code]), 400
    flash(_("Saved."))
    return redirect(url_for("people.one", number=number))


@blueprint.post("/<int:number>/lock")
def lock(number: int) -> Response | tuple[str, int]:
    """Lock the account, or open it."""
    try:
        with database().writing() as sql:
            account, locked = _account(sql, number), request.form.get("locked") == "1"
            people.lock(sql, account, locked)
            note(Action.ACCOUNT_LOCKED if locked else Action.ACCOUNT_OPENED, account.name, sql=sql)
    except people.AccountError as error:
        return _one(number, _words()[error.code]), 400
    return redirect(url_for("people.one", number=number))


@blueprint.post("/<int:number>/end-sessions")
def end_sessions(number: int) -> Response:
    """Sign the account out everywhere."""
    with database().writing() as sql:
        account = _account(sql, number)
        people.end_sessions(sql, account)
        note(Action.ACCOUNT_SESSIONS_ENDED, account.name, sql=sql)
    flash(_("The sessions are ended."))
    return redirect(url_for("people.one", number=number))


@blueprint.post("/<int:number>/reset")
def reset(number: int) -> str:
    """A new first password, shown on this page and never again; the second factor stays."""
    with database().writing() as sql:
        account = _account(sql, number)
        printed = people.reset_password(sql, account)
        note(Action.ACCOUNT_RESET, account.name, sql=sql)
    return _one(number, printed=printed)


@blueprint.post("/<int:number>/second-factor/remove")
def drop_second_factor(number: int) -> Response | tuple[str, int]:
    """Remove a lost second factor: with the administrator's own password, and a word on how the person was known."""
    how = " ".join(request.form.get("how", "").split())
    problem = proving.refusal() if len(how) >= _LEAST_HOW else _("Say how you made sure who asks.")
    if problem:
        return _one(number, problem), 400
    try:
        with database().writing() as sql:
            account = _account(sql, number)
            people.remove_lost_second_factor(sql, account)
            note(Action.ACCOUNT_FACTOR_REMOVED, account.name, sql=sql, purpose=how[:200])
    except people.AccountError as error:
        return _one(number, _words()[error.code]), 400
    flash(_("The second factor is removed. Sessions and tokens were ended."))
    return redirect(url_for("people.one", number=number))


def _account(sql: Session, number: int) -> Account:
    found = sql.get(Account, number)
    if found is None:
        abort(404)
    return found


def _place_of(account: Account) -> dict[str, Any]:
    return {"role": account.role, "unit": account.unit.name if account.unit else ""}


def _role() -> Role:
    try:
        return Role(request.form.get("role", ""))
    except ValueError:
        abort(400)

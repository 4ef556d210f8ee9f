"""The password asked for again, before what a stolen session must not be able to do; why a code was refused."""

from __future__ import annotations

from flask import request
from flask_babel import gettext as _

from web.accounts import passwords, throttle
from web.audit import Action, note
from web.clock import now
from web.visitor import database, visitor


def refusal(field: str = "password") -> str:
    """'' when the form's ``field`` is the visitor's own password, else what to say; tries are counted."""
    sql_database, account = database(), visitor().account
    with sql_database.writing() as sql:
        taken = throttle.take(sql, [throttle.Rule(f"own:{account.id}", 10)], now())
    if taken is None:
        return str(_("Too many tries. Wait a few minutes."))
    if not passwords.matches(account.password_hash, request.form.get(field, "")[:1000]):
        note(Action.SIGN_IN_FAILED, account.name, wrong="present password")
        return str(_("Your present password is not right."))
    with sql_database.writing() as sql:
        throttle.forgive(sql, taken)
    return ""


def code_refusal(refused: str) -> str:
    """What to say of a code of the second factor that was not taken: `wait`, `late`, or wrong."""
    if refused == "wait":
        return str(_("Too many tries. Wait a few minutes."))
    if refused == "late":
        return str(
            _(
                "This code is not of this half minute. Type the one that the app shows now. "
                "If that one is refused too, the clock of the telephone or of the server is wrong."
            )
        )
    return str(_("This code is not right."))

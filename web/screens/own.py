"""One's own account: password, second factor, sessions, API tokens."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.wrappers import Response

from web import permission
from web.accounts import passwords, people, second_factor, sessions, throttle, tokens
from web.audit import Action, note
from web.clock import now
from web.database import Database
from web.models import Account, Token
from web.screens import proving
from web.security import address_of
from web.visitor import COOKIE, database, remember, visitor

blueprint = Blueprint("own", __name__, url_prefix="/account")
_DAYS = (7, 30, 90, 365)


@blueprint.get("")
def overview() -> str:
    """Everything about one's own account on one page."""
    return _overview()


def _overview(shown: str = "") -> str:
    who = visitor()
    with database().reading() as sql:
        mine, keys = sessions.of(sql, who.account), tokens.of(sql, who.account)
    return render_template(
        "own.html",
        sessions=mine,
        tokens=keys,
        scopes=permission.scopes_for(who.role),
        days=_DAYS,
        shown=shown,
        this=who.session.id if who.session else None,
        now=now(),
    )


@blueprint.get("/password")
def password_form() -> str:
    """The form to change the password."""
    return render_template("own_password.html", least=passwords.LEAST)


@blueprint.post("/password")
def password() -> str | tuple[str, int] | Response:
    """Change it; every session ends, and this browser gets a new one."""
    new = request.form.get("new", "")[:1000]
    problem = proving.refusal("old") or (
        "" if new == request.form.get("again") else _("The new password differs the second time.")
    )
    if problem:
        return render_template("own_password.html", least=passwords.LEAST, problem=problem), 400
    try:
        with database().writing() as sql:
            account = sql.get_one(Account, visitor().account.id)
            people.change_password(sql, account, new)
            agent = request.user_agent.string
            secret = sessions.begin(sql, account, sessions.FULL, address_of(request), agent)
            note(Action.PASSWORD_CHANGED, account.name, sql=sql)
    except people.AccountError as error:
        return render_template("own_password.html", least=passwords.LEAST, problem=_refusals()[error.code]), 400
    session.clear()
    flash(_("The password is changed. Your other sessions were ended."))
    response = redirect(url_for("workbench.home"))
    remember(response, COOKIE, secret, None)
    return response


def _refusals() -> dict[str, str]:
    return {
        "short": _("At least %(least)d characters are needed.", least=passwords.LEAST),
        "long": _("At most %(most)d characters are possible.", most=passwords.MOST),
        "common": _("This password is one of the commonest in the world. Choose another."),
        "leaked": _("This password was stolen somewhere before and is in the lists that guessers use. Choose another."),
        "guessable": _("This password is easy to guess. Several words that do not belong together are better."),
        "same": _("This is the password you have already."),
    }


@blueprint.get("/stay")
def stay() -> tuple[str, int]:
    """Nothing, by which the session goes on: for whoever writes a long text and is warned that it is about to end."""
    return "", 204


@blueprint.post("/sessions/<int:number>/end")
def end_session(number: int) -> Response:
    """End one of one's own sessions, with the password."""
    problem = proving.refusal()
    if not problem:
        with database().writing() as sql:
            if not sessions.end_one(sql, visitor().account, number):
                abort(404)
            note(Action.SESSION_ENDED, visitor().account.name, sql=sql, session=number)
    flash(problem or _("The session is ended."))
    return redirect(url_for("own.overview"))


@blueprint.post("/sessions/end-others")
def end_others() -> Response:
    """End all of one's own sessions but this one, with the password."""
    problem = proving.refusal()
    if not problem:
        with database().writing() as sql:
            sessions.end_others(sql, visitor().account, visitor().session)
            note(Action.SESSION_ENDED, visitor().account.name, sql=sql, session="others")
    flash(problem or _("Your other sessions are ended."))
    return redirect(url_for("own.overview"))


@blueprint.get("/second-factor")
def second_factor_form() -> str | Response:
    """A new secret to put into the app; nothing changes until a code proves that it is there."""
    if visitor().account.totp_nonce is not None:
        return redirect(url_for("own.overview"))  # turned off first, which asks for a code of the present one
    return _second_factor(second_factor.new_nonce())


def _second_factor(nonce: str, problem: str = "") -> str:
    account = visitor().account
    picture = Markup(second_factor.picture_of(account, nonce))
    secret = second_factor.secret_of(account, nonce)
    session["totp-nonce"] = nonce
    return render_template("own_second_factor.html", picture=picture, secret=secret, problem=problem)


@blueprint.post("/second-factor", endpoint="second_factor")
def turn_on_second_factor() -> str | tuple[str, int]:
    """Turn it on; the recovery codes are shown once."""
    nonce = session.get("totp-nonce", "")
    if not nonce or visitor().account.totp_nonce is not None:
        abort(400)
    problem = proving.refusal()
    if problem:
        return _second_factor(nonce, problem), 400
    code = request.form.get("code", "")[:100]
    codes = _turned_on(database(), nonce, code)
    if codes is None:
        why = second_factor.why_refused(visitor().account, code, nonce)
        return _second_factor(nonce, proving.code_refusal(why)), 400
    session.pop("totp-nonce")
    return render_template("own_recovery.html", codes=codes)


def _turned_on(sql_database: Database, nonce: str, code: str) -> list[str] | None:
    with sql_database.writing() as sql:
        account = sql.get_one(Account, visitor().account.id)
        codes = second_factor.turn_on(sql, account, nonce, code)
        if codes is not None:
            sessions.end_others(sql, account, visitor().session)
            note(Action.SECOND_FACTOR_ON, visitor().account.name, sql=sql)
        return codes


@blueprint.post("/second-factor/off")
def second_factor_off() -> Response:
    """Turn it off, for whoever knows the password and has a code; other sessions end.

    Whose role demands one is led to set up another at once: so a new telephone takes the place of the old.
    """
    problem = proving.refusal() or _turned_off(request.form.get("code", "")[:100])
    flash(problem or _("Signing in asks for the password alone from now on."))
    return redirect(url_for("own.overview"))


def _turned_off(code: str) -> str:
    """'' when the code was right and the second factor is off, else what to say; tries are counted."""
    with database().writing() as sql:
        account = sql.get_one(Account, visitor().account.id)
        taken = throttle.take(sql, throttle.second_factor_rules(account.id), now())
        if taken is None:
            return proving.code_refusal("wait")
        if not second_factor.passes(sql, account, code):
            return proving.code_refusal(second_factor.why_refused(account, code))
        throttle.forgive(sql, taken)
        people.drop_second_factor(sql, account)
        sessions.end_others(sql, account, visitor().session)
        note(Action.SECOND_FACTOR_OFF, account.name, sql=sql)
    return ""


@blueprint.post("/tokens")
def make_token() -> str | tuple[str, int]:
    """Make an API token; this page is the only one that ever shows it."""
    who, form = visitor(), request.form
    scopes = [scope for scope in form.getlist("scope") if scope in permission.scopes_for(who.role)]
    days = form.get("days", "")
    if not scopes or not form.get("name", "").strip() or days not in map(str, _DAYS):
        flash(_("A token needs a name and at least one thing that it is for."))
        return _overview(), 400
    problem = proving.refusal()
    if problem:
        flash(problem)
        return _overview(), 400
    with database().writing() as sql:
        account = sql.get_one(Account, who.account.id)
        made, secret = tokens.make(sql, account, form["name"], scopes, int(days))
        note(Action.TOKEN_MADE, made.hint, sql=sql, name=made.name, scopes=scopes, days=int(days))
    return _overview(secret)


@blueprint.post("/tokens/<int:number>/revoke")
def revoke_token(number: int) -> Response:
    """Make one of one's own tokens useless."""
    with database().writing() as sql:
        if not tokens.revoke(sql, visitor().account, number):
            abort(404)
        note(Action.TOKEN_REVOKED, sql.get_one(Token, number).hint, sql=sql)
    flash(_("The token is revoked."))
    return redirect(url_for("own.overview"))

"""Signing in and out."""

from __future__ import annotations

import hashlib
import secrets

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from itsdangerous import BadSignature, TimestampSigner
from werkzeug.wrappers import Response

from web.accounts import people, sessions, signing_in
from web.accounts.secrets import derived, hashed
from web.audit import Action, note
from web.screens import proving
from web.security import address_of
from web.visitor import COOKIE, cookie, database, forget, local, remember, somebody, visitor

blueprint = Blueprint("signing_in", __name__)
_DEVICE_S = 90 * 86_400


@blueprint.get("/sign-in")
def form() -> str | Response:
    """The form; whoever is signed in goes on."""
    if somebody() is not None:
        return redirect(local(request.args.get("next")))
    return render_template("sign_in.html", next=local(request.args.get("next")), name="")


@blueprint.post("/sign-in")
def password() -> tuple[str, int] | Response:
    """Name and password."""
    name, after = people.normal(request.form.get("name", "")), local(request.form.get("next"))
    came = signing_in.From(address_of(request), request.user_agent.string, _device(name))
    outcome = signing_in.with_password(database(), name, request.form.get("password", "")[:1000], came)
    if outcome.refused:
        _failed(name, outcome, "password")
        said = (
            _("Too many tries. Wait a few minutes.") if outcome.refused == "wait" else _("Name or password is wrong.")
        )
        page = render_template("sign_in.html", next=after, name=name, problem=said)
        return page, 429 if outcome.refused == "wait" else 401
    with database().writing() as sql:
        sessions.end(sql, cookie(COOKIE))  # whoever signs in anew leaves no session behind
    return _signed_in(outcome, after)


@blueprint.get("/sign-in/code")
def code_form() -> str | Response:
    """The form for the second factor."""
    if visitor().step != "code":
        return redirect(local(request.args.get("next")))
    return render_template("sign_in_code.html", next=local(request.args.get("next")))


@blueprint.post("/sign-in/code")
def code() -> tuple[str, int] | Response:
    """A code of the second factor, or a recovery code."""
    half, after = visitor().session, local(request.form.get("next"))
    if half is None or visitor().step != "code":
        abort(400)
    outcome = signing_in.with_code(database(), half, cookie(COOKIE), request.form.get("code", "")[:100])
    if outcome.refused:
        _failed(half.account.name, outcome, "code")
        page = render_template("sign_in_code.html", next=after, problem=proving.code_refusal(outcome.refused))
        return page, 429 if outcome.refused == "wait" else 401
    return _signed_in(outcome, after)


@blueprint.post("/sign-out")
def out() -> Response:
    """End the session."""
    who = visitor()
    with database().writing() as sql:
        sessions.end(sql, cookie(COOKIE))
        note(Action.SIGNED_OUT, who.account.name, sql=sql)
    session.clear()
    response = redirect(url_for("signing_in.form"))
    forget(response, COOKIE)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _failed(name: str, outcome: signing_in.Outcome, by: str) -> None:
    """Write a wrong try down. One that was not even looked at is not: whoever floods us writes no audit."""
    if outcome.refused == "wait":
        return
    with database().reading() as sql:
        known = people.find(sql, name) is not None
    # What stands in the field for the name of nobody may be somebody's password.
    note(Action.SIGN_IN_FAILED, name if known else "", wrong=by)


def _signed_in(outcome: signing_in.Outcome, after: str) -> Response:
    account = outcome.account
    assert account is not None
    half = account.totp_nonce is not None and request.endpoint == "signing_in.password"
    if not half:
        note(Action.SIGNED_IN, account.name, by=account, second_factor=account.totp_nonce is not None)
    session.clear()  # another CSRF token than before signing in
    response = redirect(url_for("signing_in.code_form", next=after) if half else after)
    remember(response, COOKIE, outcome.secret, None)
    if not half:
        mark = _signer(account.name).sign(secrets.token_hex(16)).decode()
        remember(response, _device_cookie(account.name), mark, _DEVICE_S)
    return response


def _device_cookie(name: str) -> str:
    return f"fengqiao-device-{hashed(name)[:12]}"


def _signer(name: str) -> TimestampSigner:
    """Each name has a key of its own, so that the mark of one account is none of another."""
    return TimestampSigner(derived(f"device:{name}"), digest_method=hashlib.sha256)


def _device(name: str) -> str:
    """The mark of a browser in which this account has signed in before, or ''."""
    written = cookie(_device_cookie(name))
    try:
        return _signer(name).unsign(written, max_age=_DEVICE_S).decode()
    except BadSignature:
        return ""

"""Administration: ways to everything an administrator does; everybody's tokens and sessions; the system."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graph import thresholds
from graph.analysis.sizes import sizes
from graph.one_writer import somebody_writes
from ingest import screening as screened
from ingest.extract import word_lists
from web import words
from web.accounts import people, sessions, tokens, units
from web.administration import screening, system
from web.audit import Action, note
from web.clock import now
from web.graph_link import link
from web.jobs import queue as jobs
from web.jobs.tables import Job, State
from web.models import SignIn, Token
from web.review import queue
from web.visitor import database, visitor

blueprint = Blueprint("administration", __name__, url_prefix="/administration")


@blueprint.get("")
def overview() -> str:
    """Ways to everything, each with a word on how it stands."""
    with database().reading() as sql:
        counts = {
            "accounts": len(people.everybody(sql)),
            "units": len(units.everything(sql)),
            "tokens": len(tokens.everybodys(sql)),
            "sessions": len(sessions.everybodys(sql)),
        }
        backups = system.backups(sql)
    return render_template(
        "administration.html",
        counts=counts,
        thresholds_version=thresholds.VERSIONS.in_force(),
        vocabulary_version=word_lists.VERSIONS.in_force(),
        unread=screened.read_by() != word_lists.in_force().number,
        running=running(),
        room=system.room(),
        backup=backups[0] if backups else None,
    )


@blueprint.get("/tokens", endpoint="tokens")
def all_tokens() -> str:
    """Every token that was not revoked, whoever made it."""
    with database().reading() as sql:
        found = tokens.everybodys(sql)
    return render_template("all_tokens.html", tokens=found, now=now())


@blueprint.post("/tokens/<int:number>/revoke")
def revoke_token(number: int) -> Response:
    """Make somebody's token useless."""
    with database().writing() as sql:
        token = sql.get(Token, number)
        if token is None or not tokens.revoke(sql, token.account, number):
            abort(404)
        note(Action.TOKEN_REVOKED, token.account.name, sql=sql, token=token.name, scopes=token.scopes)
    flash(_("The token is revoked."))
    return redirect(url_for("administration.tokens"))


@blueprint.get("/sessions", endpoint="sessions")
def all_sessions() -> str:
    """Who is signed in now, and from where."""
    with database().reading() as sql:
        found = sessions.everybodys(sql)
    mine = visitor().session
    return render_template("all_sessions.html", sessions=found, this=mine.id if mine else None)


@blueprint.post("/sessions/<int:number>/end")
def end_session(number: int) -> Response:
    """Sign somebody out of one browser."""
    with database().writing() as sql:
        session = sql.get(SignIn, number)
        if session is None:
            abort(404)
        sessions.end_one(sql, session.account, number)
        note(Action.ACCOUNT_SESSIONS_ENDED, session.account.name, sql=sql, session=number)
    flash(_("The session is ended."))
    return redirect(url_for("administration.sessions"))


@blueprint.get("/system")
def system_page() -> str:
    """Engine, sizes, room, what runs, versions, backups, settings."""
    held, engine = link().ask(lambda driver: (sizes(driver), system.engine_of(driver)))
    with database().reading() as sql:
        return render_template(
            "system.html",
            engine=engine,
            sizes=held,
            names=system.names(words.language()),
            room=system.room(),
            versions=system.versions(sql),
            backups=system.backups(sql),
            settings=system.in_force(),
            writing=somebody_writes(),
            running=running(),
            review=queue.counts(sql),
        )


def running() -> dict[str, Any] | None:
    """The latest screening that was asked for on a page, as a page shows it; None for none."""
    with database().reading() as sql:
        job = screening.latest(sql)
        if job is None:
            return None
        return {
            "running": not job.over,
            "by": job.account.name if job.account else "—",
            "began": job.began_at or job.created_at,
            "stage": stage(job),
            "failed": job.state in (State.FAILED, State.CANCELLED),
            "said": screening.said(job),
        }


def stage(job: Job) -> str:
    """What a screening is doing, in words."""
    if job.over:
        return ""
    if job.state == State.WAITING:
        return str(_("waiting for its turn"))
    said = {
        "reading the texts": _("reading the texts"),
        "callers": _("working out who called"),
        "comparing": _("comparing calls"),
        "writing": _("writing what was found"),
    }
    what = str(said.get(job.stage, _("working")))
    return f"{what} ({job.done:,})" if job.done else what


@blueprint.get("/screening", endpoint="screening")
def screening_state() -> dict[str, Any]:
    """How far the screening is, for the page that waits for it."""
    held = running()
    return {"running": bool(held and held["running"]), "stage": held["stage"] if held else ""}


@blueprint.post("/screening", endpoint="screen")
def screen_anew() -> Response:
    """Read and settle everything anew, beside the pages."""
    with database().writing() as sql:
        note(Action.SCREENED, "everything", sql=sql, vocabulary=word_lists.in_force().number)
        asked = screening.ask(sql, visitor().account.id)
    if asked:
        jobs.wake()
    else:
        flash(_("A screening is under way already."))
    return redirect(url_for("vocabulary.page"))

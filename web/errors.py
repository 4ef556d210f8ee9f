"""What went wrong, in words that say what to do; never a trace, never a detail of the inside."""

from __future__ import annotations

import structlog
from flask import Flask, Response, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import lazy_gettext as _
from neo4j.exceptions import DriverError, Neo4jError
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, TooManyRequests

from graph.connection import GraphUnavailable
from queries import QueryError
from web.api.problems import Refusal, for_machine, problem
from web.audit import Action, note
from web.unavailable import DatabaseUnavailable, Unencrypted
from web.visitor import somebody

WORDS = {
    400: (
        _("This request cannot be understood"),
        _("The page may be too old. Load it again and try once more."),
    ),
    401: (_("Sign in first"), _("Your session has ended, or the key is not valid.")),
    403: (_("This is not for your role"), _("If you need it for your work, ask your administrator.")),
    404: (_("There is no such page"), _("The number may be mistyped, or the matter belongs to a unit you do not see.")),
    405: (_("This page cannot be asked in this way"), _("Go back and use the buttons of the page.")),
    413: (_("This is too large"), _("Send a smaller file, or ask your administrator to raise the limit.")),
    426: (
        _("Only by https"),
        _("Over the network this is answered by TLS alone, so that nobody reads along. Ask your administrator where."),
    ),
    429: (
        _("Too much at once"),
        _("More pages were asked for within a minute than anybody can read. Wait a minute, and go on where you were."),
    ),
    500: (_("Something went wrong here"), _("It has been written down. Give your administrator the number below.")),
    503: (_("The data cannot be reached"), _("The database does not answer at present. Try again in a minute.")),
}


def install(app: Flask) -> None:
    """Answer every error with a page of its own."""
    app.aborter.mapping[Unencrypted.code] = Unencrypted
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _failed)
    for unreachable in (GraphUnavailable, DatabaseUnavailable, OperationalError, DriverError, Neo4jError):
        app.register_error_handler(unreachable, _unreachable)
    app.register_error_handler(QueryError, _misasked)


def _misasked(error: QueryError) -> Response:
    return _page(422, Refusal(422, error, code="query")) if for_machine(request) else _page(400, error)


def _refused(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    if error.code == 403 and "_login_user" in g and somebody() is not None:
        note(Action.REFUSED, request.endpoint or "", method=request.method)
    return _page(error.code, error)


def _unreachable(error: Exception) -> Response:
    structlog.get_logger().error("unreachable", request=g.get("request_id"), kind=type(error).__name__)
    return _page(503, error)


def _failed(error: Exception) -> Response:
    structlog.get_logger().error("failed", request=g.get("request_id"), exc_info=_traced(error))
    return _page(500, error)


def _traced(error: Exception) -> tuple[type[Exception], Exception, object]:
    """Type and place without the message, which may quote what somebody wrote."""
    bare = Exception(type(error).__name__).with_traceback(error.__traceback__)
    return (Exception, bare, error.__traceback__)


def _plain(code: int, title: object, advice: object) -> Response:
    response = make_response(f"{title}. {advice}\n", code)
    response.mimetype = "text/plain"
    return response


def _page(code: int, error: Exception) -> Response:
    response = problem(request, code, error) if for_machine(request) else _in_words(code)
    if isinstance(error, TooManyRequests) and error.retry_after:
        response.headers["Retry-After"] = str(error.retry_after)
    if code in (429, 503) and "Retry-After" not in response.headers:
        response.headers["Retry-After"] = "30"
    if code == 426:
        response.headers["Upgrade"] = "TLS/1.2"
    if code == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if isinstance(error, HTTPException) and code == 405 and error.get_response().headers.get("Allow"):
        response.headers["Allow"] = error.get_response().headers["Allow"]
    return response


def _in_words(code: int) -> Response:
    title, advice = WORDS.get(code, WORDS[400] if code < 500 else WORDS[500])
    try:
        if request_ctx.url_adapter is None:  # a host name that is not ours: no address of ours can be made for it
            return _plain(code, title, advice)
        return make_response(render_template("error.html", code=code, title=title, advice=advice), code)
    except (DatabaseUnavailable, OperationalError):
        return _plain(code, title, advice)

"""What goes with every answer: headers, cookies, the CSRF token, the number of the request; and a line of the log."""

from __future__ import annotations

import hashlib
import re
import secrets
import time
from datetime import timedelta

import structlog
from flask import Flask, Request, Response, abort, g, request, session
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from flask_talisman import Talisman
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import Signer
from werkzeug.middleware.proxy_fix import ProxyFix

from graph import settings
from web import logs
from web.accounts.secrets import derived
from web.numbers import masked_text
from web.visitor import cookie_name, from_afar, no_store, somebody

_MIB = 1024 * 1024
#: Most MiB of one field of a form: the nodes of a large picture, with their places.
_FORM_MIB = 8
_POLICY = {
    "default-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "object-src": "'none'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
}
#: Pages, and scripts: a worker takes the policy of its own script, and a sandboxed one may import nothing.
_NOT_SANDBOXED = ("text/html", "text/javascript")
#: A request's number as another program may give it.
_REQUEST = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{7,63}")
_log = structlog.get_logger()


class _Cookie(SecureCookieSessionInterface):
    """The signed cookie that holds the CSRF token and passing notices; Secure wherever the request came by TLS."""

    digest_method = staticmethod(hashlib.sha256)

    def get_cookie_name(self, app: Flask) -> str:
        """As every cookie is called in this request."""
        return cookie_name(super().get_cookie_name(app))

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - the signature is Flask's
        """Whether this request came by TLS."""
        return request.is_secure

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """A file is the same for everybody and changes no session. That it differed by cookies would be said
        otherwise, and a browser would fetch it anew with every page, since one of ours tells the time."""
        if request.endpoint != "static":
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Secure ``app``. What is left to ``web.visitor``: who may ask for what."""
    logs.install()
    app.config |= {
        "DEBUG": False,  # whatever FLASK_DEBUG says: nothing of the inside is shown by a server
        "SECRET_KEY": derived("cookies"),
        "SESSION_COOKIE_NAME": "fengqiao",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "PERMANENT_SESSION_LIFETIME": timedelta(hours=settings.number("FENGQIAO_SESSION_HOURS")),
        "MAX_CONTENT_LENGTH": settings.number("FENGQIAO_UPLOAD_MB") * _MIB,
        "MAX_FORM_MEMORY_SIZE": _FORM_MIB * _MIB,
        "WTF_CSRF_TIME_LIMIT": None,
        "TRUSTED_HOSTS": [name.strip() for name in settings.read("FENGQIAO_HOST_NAMES").split(",") if name.strip()]
        or None,
    }
    app.session_interface = _Cookie()
    hops = settings.number("FENGQIAO_PROXIES")
    if hops:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    app.before_request(_number)
    app.before_request(_encrypted)
    app.after_request(_finish)
    app.after_request(no_store)
    Talisman(
        app,
        strict_transport_security=False,  # _finish sends it: Talisman believes X-Forwarded-Proto from anybody
        force_https=False,  # the proxy in front does that; on loopback there is no TLS
        session_cookie_secure=False,  # _Cookie decides it for each request
        content_security_policy=_POLICY,
        content_security_policy_nonce_in=["script-src", "style-src"],
        frame_options="DENY",
        referrer_policy="same-origin",
        permissions_policy={"geolocation": "()", "camera": "()", "microphone": "()", "interest-cohort": "()"},
    )


def protect_forms(app: Flask) -> None:
    """Refuse whatever changes something without this browser's token; after ``web.visitor`` has looked who asks."""
    Signer.default_digest_method = staticmethod(hashlib.sha256)  # Flask-WTF signs with the library's own, SHA-1
    CSRFProtect(app)
    app.jinja_env.globals["csrf_token"] = _page_token
    app.context_processor(lambda: {"csrf_token": _page_token})


def _page_token() -> str:
    """This browser's token; what it stands on is drawn here, since Flask-WTF would put its own through SHA-1."""
    session.setdefault("csrf_token", secrets.token_hex(32))
    return str(generate_csrf())


def address_of(asked: Request) -> str:
    """Where the request came from; behind FENGQIAO_PROXIES what the outermost of them says."""
    return asked.remote_addr or "-"


def _number() -> None:
    """The request's number: the proxy's, if there is one and it sent a number, else ours: no visitor chooses it."""
    given = request.headers.get("X-Request-ID", "") if settings.number("FENGQIAO_PROXIES") else ""
    ours = not _REQUEST.fullmatch(given) or masked_text(given) != given
    g.request_id, g.began = secrets.token_hex(8) if ours else given, time.monotonic()


def _encrypted() -> None:
    """Refuse what crossed the network in the clear: a password or a page in it has been read by others already."""
    if from_afar() and not request.is_secure and request.endpoint not in ("health.process", "health.ready"):
        abort(426)


def _finish(response: Response) -> Response:
    """Number the answer, and log it: who and which page and how, but no path, query or name with a person in it."""
    response.headers["X-Request-ID"] = g.get("request_id", "-")
    response.headers["Cross-Origin-Opener-Policy"] = response.headers["Cross-Origin-Resource-Policy"] = "same-origin"
    if response.mimetype not in _NOT_SANDBOXED:
        response.headers["Content-Security-Policy"] += "; sandbox"  # data that a browser opens by itself does nothing
    if request.is_secure:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static":
        who = somebody() if "_login_user" in g else None
        _log.info(
            "request",
            id=g.get("request_id", "-"),
            method=request.method,
            endpoint=request.endpoint or "-",
            status=response.status_code,
            ms=round((time.monotonic() - g.get("began", time.monotonic())) * 1000),
            account=who.account.id if who else None,
        )
    return response

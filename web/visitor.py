"""Who asks: found once a request from the session's cookie or an API token, and let in or not."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_address
from typing import cast
from urllib.parse import urlsplit

import structlog
from flask import Flask, Request, Response, abort, current_app, g, redirect, request, url_for
from flask_login import LoginManager, UserMixin, current_user
from werkzeug.routing import IntegerConverter, Map
from werkzeug.wrappers import Response as AnyResponse

from graph import settings
from web import permission
from web.accounts import demanded, sessions, tokens
from web.api.problems import Refusal, for_machine
from web.clock import now
from web.database import Database
from web.models import Account, SignIn, Token
from web.roles import Role

COOKIE = "fengqiao-session"
#: Read by static/session.js: seconds left, when that was, whose session. It holds nothing that opens anything.
ENDS = "fengqiao-ends"
_log = structlog.get_logger()


@dataclass(frozen=True, eq=False)
class Visitor(UserMixin):  # type: ignore[misc] # the library has no types
    """Somebody signed in, by a session or by a token."""

    account: Account
    session: SignIn | None = None
    token: Token | None = None

    @property
    def role(self) -> Role:
        """The account's role."""
        return Role(self.account.role)

    @property
    def step(self) -> str:
        """What is still to do before anything else: `code`, `password`, `second-factor`, or ''."""
        if self.session and self.session.stage == sessions.PASSWORD:
            return "code"
        if self.account.must_change:
            return "password"
        return "second-factor" if self.account.totp_nonce is None and self.must_have_second_factor else ""

    @property
    def must_have_second_factor(self) -> bool:
        """Whether this visitor may do nothing without a second factor."""
        return demanded.of(self.role, over_network())

    def get_id(self) -> str:
        """The account's number."""
        return str(self.account.id)


class Number(IntegerConverter):
    """A number in an address, never larger than a column holds: a larger one is no page rather than a failure."""

    LARGEST = 2**31 - 1

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=self.LARGEST)


def database() -> Database:
    """The application's database."""
    return cast(Database, current_app.extensions["fengqiao-database"])


def visitor() -> Visitor:
    """Who asks; only where the rule lets in none but those signed in."""
    return cast(Visitor, current_user)


def somebody() -> Visitor | None:
    """Who asks, or None."""
    return cast(Visitor, current_user) if current_user.is_authenticated else None


def from_afar() -> bool:
    """Whether this request came from another machine, as far as its address says; a socket file has none."""
    try:
        return bool(request.remote_addr) and not ip_address(request.remote_addr or "").is_loopback
    except ValueError:
        return True


def over_network() -> bool:
    """Whether this request came, or may have come, from another machine."""
    return from_afar() or settings.number("FENGQIAO_PROXIES") > 0


def install(app: Flask) -> None:
    """Make every request of ``app`` pass ``_let_in``."""
    manager = LoginManager(app)
    manager.session_protection = None
    manager.request_loader(_who)
    app.before_request(_let_in)
    app.after_request(_tell_when_it_ends)
    app.jinja_env.globals["may_ask"] = _may_ask


def _who(asked: Request) -> Visitor | None:
    rule = permission.RULES.get(asked.endpoint or "")
    if rule and rule.in_address:
        token = tokens.find(database(), str((asked.view_args or {}).get("secret", "")))
        return Visitor(token.account, token=token) if token and token.scopes == rule.scope else None
    scheme, _, secret = asked.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        token = tokens.find(database(), secret.strip())
        return Visitor(token.account, token=token) if token else None
    secret = cookie(COOKIE)
    session = sessions.find(database(), secret) if secret else None
    return Visitor(session.account, session=session) if session else None


def _let_in() -> AnyResponse | None:
    endpoint = request.endpoint
    if endpoint is None:
        return None  # no such page: Flask's 404 or 405 follows
    rule = permission.RULES.get(endpoint)
    if rule is None:
        _log.error("endpoint without a rule", endpoint=endpoint)
        abort(403)
    if rule.public:
        return None
    who = somebody()
    if rule.in_address and (who is None or not _allowed(rule, who)):
        abort(404)  # never led to the page to sign in: its address would have the token in it
    if who is None:
        return _ask_to_sign_in()
    if not _allowed(rule, who):
        abort(403)
    return None if who.token else _next_step(rule, who, endpoint)


def _allowed(rule: permission.Rule, who: Visitor) -> bool:
    if who.role not in rule.roles:
        return False
    if who.token is None:
        return True
    return rule.scope in who.token.scopes.split() and who.role in permission.SCOPES[rule.scope]


def _next_step(rule: permission.Rule, who: Visitor, endpoint: str) -> AnyResponse | None:
    """Where to send somebody who has still to give a code, choose a password, or set up the second factor that the
    role demands; a program is refused."""
    if who.step and for_machine(request):
        raise Refusal(403, code=who.step)
    if who.step == "code" and not endpoint.startswith("signing_in."):
        return redirect(url_for("signing_in.code_form"))
    if who.step == "password" and not rule.half:
        return redirect(url_for("own.password_form"))
    if who.step == "second-factor" and not rule.half and not rule.sets_up:
        return redirect(url_for("own.second_factor_form"))
    return None


def _tell_when_it_ends(response: Response) -> Response:
    """Tell the open pages of this browser how long the session lasts, or that it is over."""
    if "_login_user" not in g:
        return response
    who = somebody()
    if who and who.token:
        return response  # a program's, whatever cookies came along
    if who and who.session and request.endpoint != "signing_in.out":
        left = sessions.left_s(who.session)
        told = f"{left}-{int(now().timestamp() * 1000)}-{who.account.id}"
        remember(response, ENDS, told, left, for_script=True)
    elif cookie(ENDS):
        forget(response, ENDS)
    return response


def _may_ask(endpoint: str) -> bool:
    """Whether the page is open to the visitor's role: for the buttons that lead there."""
    who = somebody()
    return who is not None and permission.may(who.role, endpoint)


def _ask_to_sign_in() -> AnyResponse:
    if for_machine(request) or request.headers.get("Authorization"):
        abort(401)
    wanted = request.full_path.rstrip("?") if request.method == "GET" else None
    return redirect(url_for("signing_in.form", next=wanted if wanted != "/" else None))


def local(path: str | None) -> str:
    """``path`` when it is one of this application's own, else '/': a `next` that leads elsewhere leads home."""
    if not path or not path.startswith("/") or path.startswith(("//", "/\\")) or any(c in path for c in "\\\r\n\t"):
        return "/"
    parts = urlsplit(path)
    return "/" if parts.scheme or parts.netloc else path


def cookie_name(name: str) -> str:
    """What the cookie is called in this request: over TLS no other host can set or read one that begins so."""
    return f"__Host-{name}" if request.is_secure else name


def cookie(name: str) -> str:
    """What this browser was given under the name, or ''."""
    return request.cookies.get(cookie_name(name), "")


def remember(response: AnyResponse, name: str, value: str, max_age_s: int | None, *, for_script: bool = False) -> None:
    """Put a cookie that no script reads (unless it is ``for_script``), that is not sent from other sites, and over TLS
    only where there is TLS."""
    response.set_cookie(
        cookie_name(name), value, max_age=max_age_s, secure=request.is_secure, httponly=not for_script, samesite="Lax"
    )


def forget(response: AnyResponse, name: str) -> None:
    """Take the cookie away."""
    remember(response, name, "", 0)


def no_store(response: Response) -> Response:
    """Pages with data stay in no cache, not even in this browser's after signing out."""
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
    return response

"""How often may be asked: the machine interface and the pages, each by token or account, and by address for who has
neither. So many pages in a minute as a person never asks for, and a program that copies them does."""

from __future__ import annotations

import time
from math import ceil

from flask import Flask, Response, g, request
from limits import RateLimitItemPerMinute
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from graph import settings
from web.accounts.throttle import network
from web.api.problems import Refusal, for_machine
from web.api.rate_store import SharedCounts
from web.security import address_of
from web.visitor import somebody

#: A minute's requests to the machine interface from one address that carry no valid token or session.
UNKNOWN = 60
#: Not counted: files that are the same for everybody, and what a proxy or a watchman asks every few seconds.
_FREE = frozenset({"static", "health.process", "health.ready"})


def install(app: Flask) -> None:
    """Limit ``app``. Before it is asked who may do what, so that asking without a token is limited too."""
    limiter = FixedWindowRateLimiter(SharedCounts())

    def count() -> None:
        if not for_machine(request):
            count_page()
            return
        who, often = _who()
        limit = RateLimitItemPerMinute(often)
        allowed = limiter.hit(limit, who)
        ends, left = limiter.get_window_stats(limit, who)
        g.rate = (often, left, max(1, ceil(ends - time.time())))
        if not allowed:
            raise Refusal(429, code="rate", retry_after_s=g.rate[2])

    def count_page() -> None:
        if request.endpoint in _FREE:
            return
        who = somebody()
        name = f"account:{who.account.id}" if who else f"address:{network(address_of(request))}"
        limit = RateLimitItemPerMinute(settings.number("FENGQIAO_PAGES_PER_MINUTE"))
        if not limiter.hit(limit, "pages", name):
            ends, _ = limiter.get_window_stats(limit, "pages", name)
            raise TooManyRequests(retry_after=max(1, ceil(ends - time.time())))

    def tell(response: Response) -> Response:
        if "rate" in g:
            for name, value in zip(("Limit", "Remaining", "Reset"), g.rate, strict=True):
                response.headers[f"RateLimit-{name}"] = str(value)
        return response

    app.before_request(count)
    app.after_request(tell)


def _who() -> tuple[str, int]:
    """Whom the request is counted to, and how many a minute he has."""
    who = somebody()
    if who is None:
        return f"address:{network(address_of(request))}", UNKNOWN
    name = f"token:{who.token.id}" if who.token else f"account:{who.account.id}"
    return name, settings.number("FENGQIAO_API_PER_MINUTE")

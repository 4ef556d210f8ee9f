"""What every endpoint of the machine interface shares: its address, its description, and how a body is let in."""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from typing import Annotated, Any

import orjson
from flask import Flask, request
from flask_openapi3.blueprint import APIBlueprint
from flask_wtf.csrf import CSRFProtect
from pydantic import BaseModel, BeforeValidator, ConfigDict
from werkzeug.exceptions import BadRequest

from web.api.problems import MEDIA_TYPE, Problem, Refusal
from web.visitor import COOKIE, somebody

_PROBLEM = {"content": {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}}
_NUMBER = {"schema": {"type": "integer"}}
_LATER = {"headers": {"Retry-After": {"description": "seconds to wait", **_NUMBER}}}
#: The two ways to say who one is.
SECURITY: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer", "description": "made on the page My account"},
    "session": {
        "type": "apiKey",
        "in": "cookie",
        "name": COOKIE,
        "description": "somebody signed in; whatever is posted carries the page's token as X-CSRFToken. "
        "Over TLS the name begins with __Host-",
    },
}

#: Every endpoint of /api/v1 is a function of this blueprint, and its name there is `api.<function>`.
blueprint = APIBlueprint(
    "api",
    __name__,
    url_prefix="/api/v1",
    operation_id_callback=lambda name, path, method: name,  # noqa: ARG005 - the signature is the library's
    abp_security=[{"token": []}, {"session": []}],
    abp_responses={
        **{status: dict(_PROBLEM) for status in (400, 401, 403, 422, 500)},
        429: _PROBLEM | _LATER,
        503: _PROBLEM | _LATER,
    },
)


_RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)")


def _written_as_said(value: object) -> object:
    """Only what the description calls a date-time: pydantic alone would take 0.5 for half a second after 1970."""
    if not isinstance(value, str) or not _RFC3339.fullmatch(value):
        raise ValueError("a time such as 2026-03-01T08:30:00+08:00 is wanted")
    return value


#: A time in an address, with its zone.
Moment = Annotated[datetime, BeforeValidator(_written_as_said)]


class Asked(BaseModel):
    """What is asked for in an address; a parameter that is not known is refused rather than passed over."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @classmethod
    def model_json_schema(cls, *given: Any, **named: Any) -> dict[str, Any]:
        """As pydantic's. Made once where nothing is given, as the library asks in every request; not to be changed."""
        return super().model_json_schema(*given, **named) if given or named else _schema(cls)


@cache
def _schema(asked: type[Asked]) -> dict[str, Any]:
    return super(Asked, asked).model_json_schema()


class Said(BaseModel):
    """What is answered."""

    model_config = ConfigDict(frozen=True)


def problems(*statuses: int) -> dict[str | int, Any]:
    """Further ways in which an endpoint may refuse, for its description."""
    return {status: dict(_PROBLEM) for status in statuses}


def install(app: Flask) -> None:
    """Guard what is sent. CSRF concerns sessions only: a browser sends its cookie by itself, a token never."""
    protection: CSRFProtect = app.extensions["csrf"]
    protection.exempt(blueprint)

    def let_in() -> None:
        if request.blueprint != blueprint.name or request.method in ("GET", "HEAD", "OPTIONS"):
            return
        who = somebody()
        if who and who.session:
            protection.protect()
        if request.method == "POST":
            _check_body()

    app.before_request(let_in)


def _check_body() -> None:
    """The body is an object or an array in strict JSON: no NaN, no half characters, nothing that is not UTF-8."""
    if not request.is_json:
        raise Refusal(415)
    try:
        body = orjson.loads(request.get_data())
    except orjson.JSONDecodeError as error:
        raise BadRequest from error
    if not isinstance(body, dict | list):
        raise Refusal(422, code="values")

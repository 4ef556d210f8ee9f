"""Errors of the machine interface: problem details of RFC 9457, whatever went wrong and wherever."""

from __future__ import annotations

from http import HTTPStatus

from flask import Request, Response, g
from flask_babel import lazy_gettext as _
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from werkzeug.exceptions import HTTPException

MEDIA_TYPE = "application/problem+json"
_FAULTS_SHOWN = 20

ADVICE = {
    400: _("The request cannot be read. Send JSON in UTF-8; from a browser's session also its X-CSRFToken."),
    401: _("Give a token that is valid, as Authorization: Bearer fq_…, or sign in."),
    403: _("Neither this role nor this token may ask for that."),
    404: _("There is no such thing, or it belongs to a unit that this account does not see."),
    405: _("This address is asked in another way: the header Allow says how."),
    409: _("This was ended before it was done."),
    413: _("This is too large. Send fewer records at once."),
    415: _("Only application/json is read here."),
    422: _("Something in the request does not fit. What that is stands in errors."),
    426: _("Over the network this is answered by TLS alone: ask by https."),
    429: _("Too many requests. Wait as long as Retry-After says."),
    500: _("Something went wrong here. It has been written down under request_id."),
    503: _("The data cannot be reached at present. Try again after Retry-After."),
}


class Fault(BaseModel):
    """One thing that does not fit: where it stands in the request, and why."""

    model_config = ConfigDict(frozen=True)

    at: str = Field(description="the parameter, or the place in the body, with dots between its parts")
    why: str


class Problem(BaseModel):
    """What went wrong with a request (RFC 9457). ``code`` tells kinds of one status apart."""

    model_config = ConfigDict(frozen=True)

    type: str = "about:blank"
    title: str
    status: int
    detail: str = Field(description="what to do about it, Chinese unless English was chosen")
    code: str = Field("", description="a word for programs, where a status has several reasons")
    instance: str = Field(description="the path that was asked")
    request_id: str = Field(description="the number of this request in the server's log")
    errors: list[Fault] = Field([], description="what does not fit, when that can be said of single values")


class Refusal(HTTPException):
    """A request that is not answered; raise it anywhere below the machine interface."""

    def __init__(
        self,
        status: int,
        detail: object = "",
        *,
        code: str = "",
        faults: tuple[Fault, ...] = (),
        retry_after_s: int | None = None,
    ) -> None:
        super().__init__(str(detail))
        self.code = status
        self.word, self.faults, self.retry_after_s = code, faults, retry_after_s
        self.detail = str(detail)


def for_machine(asked: Request) -> bool:
    """Whether a program asks, which wants a problem and no page."""
    return asked.path == "/metrics" or asked.path.startswith("/api/")


def problem(asked: Request, status: int, error: Exception) -> Response:
    """The answer to ``error``: its own words when it is a Refusal, else those of its status."""
    refusal = error if isinstance(error, Refusal) else None
    advice = str(ADVICE.get(status, ADVICE[400] if status < 500 else ADVICE[500]))
    said = Problem(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=(refusal.detail if refusal else "") or advice,
        code=refusal.word if refusal else "",
        instance=asked.path,
        request_id=g.get("request_id", "-"),
        errors=list(refusal.faults) if refusal else [],
    )
    response = Response(said.model_dump_json(), status, content_type=MEDIA_TYPE)
    if refusal and refusal.retry_after_s:
        response.headers["Retry-After"] = str(refusal.retry_after_s)
    return response


def does_not_fit(error: ValidationError) -> Refusal:
    """What pydantic found, without the values: they may be numbers of people."""
    found = error.errors(include_url=False, include_input=False, include_context=False)
    faults = tuple(Fault(at=".".join(map(str, one["loc"])), why=one["msg"]) for one in found[:_FAULTS_SHOWN])
    return Refusal(422, code="values", faults=faults)

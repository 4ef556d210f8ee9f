"""The briefing on a screen: what is known while the caller is still talking, renewed as the dispatcher types."""

from __future__ import annotations

import hashlib
from dataclasses import asdict

from flask import Blueprint, render_template, request, session
from werkzeug.datastructures import MultiDict

from ingest.hearing import Heard, hear
from web import reading
from web.audit import Action, note
from web.briefing import Briefing, brief
from web.words import language

blueprint = Blueprint("briefing", __name__, url_prefix="/briefing")
_LONGEST = {"phone": 100, "address": 500, "text": 20_000}
#: Earlier calls on the screen; it has to be read in five seconds.
_SHOWN = 6
_LAST = "briefed"


@blueprint.get("")
def page() -> str:
    """The screen; a telephone system may open it with the number in the address."""
    return _page("briefing.html", request.args)


@blueprint.post("")
def sent() -> str:
    """The same for who has no script and sends the form."""
    return _page("briefing.html", request.form)


@blueprint.post("/answer")
def answer() -> str:
    """Only what is known, for the screen to put in place as somebody types."""
    return _page("briefing_answer.html", request.form)


def _page(template: str, given: MultiDict[str, str]) -> str:
    asked = {name: given.get(name, "")[:most] for name, most in _LONGEST.items()}
    found = brief(reading.rows, hear(**asked), language()) if any(text.strip() for text in asked.values()) else None
    if found:
        _note_once(found)
    return render_template(template, asked=asked, found=found, read=_read(found.heard) if found else None, shown=_SHOWN)


def _read(heard: Heard) -> dict[str, object]:
    [row] = reading.leaving([asdict(heard)])
    return row


def _note_once(found: Briefing) -> None:
    """One record for each number and place that a session asks about in turn, not one for every character typed."""
    about = hashlib.sha256(f"{found.heard.phone}|{found.heard.place}".encode()).hexdigest()[:16]
    if session.get(_LAST) == about:
        return
    session[_LAST] = about
    note(Action.BRIEFING_READ, found.heard.place_name, phone=found.heard.phone, calls=found.calls, hidden=found.hidden)

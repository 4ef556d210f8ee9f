"""Language and colours of this browser."""

from __future__ import annotations

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from web.visitor import local, remember
from web.words import LANGUAGES, THEMES

blueprint = Blueprint("preferences", __name__)
_YEAR_S = 366 * 86_400


@blueprint.post("/preferences")
def change() -> Response:
    """Remember the language or the theme, and go back to where it was chosen."""
    response = redirect(local(request.form.get("back")))
    for name, allowed in (("language", LANGUAGES), ("theme", THEMES)):
        chosen = request.form.get(name, "")
        if chosen in allowed:
            remember(response, name, chosen, _YEAR_S)
    return response

"""The pages' own scripts, styles and pictures: under an address that names their content, so that a browser keeps them.

The number stands in the path and not behind a question mark: modules name each other relative to their own address.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response

_YEAR_S = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Give every file of ``app``'s static folder an address with the number of what they all hold now."""
    number = _number(Path(str(app.static_folder)))

    def file(filename: str, number_asked: str = "") -> Response:
        answer = app.send_static_file(filename)
        if number_asked == number:  # a page of before an update names another, and gets what there is now
            answer.cache_control.no_cache = None
            answer.cache_control.public = answer.cache_control.immutable = True
            answer.cache_control.max_age = _YEAR_S
        return answer

    def numbered(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static":
            values.setdefault("number_asked", number)

    app.add_url_rule(f"{app.static_url_path}/v-<number_asked>/<path:filename>", endpoint="static")
    app.view_functions["static"] = file
    app.url_defaults(numbered)


@cache
def _number(directory: Path) -> str:
    """Of the content of every file in it; worked out once a process, over some 3 MB."""
    found = hashlib.sha256()
    for path in sorted(path for path in directory.rglob("*") if path.is_file()):
        found.update(f"{path.relative_to(directory)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:12]

"""What keeps the pages from being served; all but the refusal of one request as a line for the terminal."""

from __future__ import annotations

from werkzeug.exceptions import HTTPException


class DatabaseUnavailable(Exception):
    """There is no SQL database to work with."""


class Unencrypted(HTTPException):
    """A request that crossed the network without TLS."""

    code = 426


class ServingError(Exception):
    """The pages cannot be served."""

"""What keeps the pages from being served, each as one line for the person at the terminal."""

from __future__ import annotations


class DatabaseUnavailable(Exception):
    """There is no SQL database to work with."""


class ServingError(Exception):
    """The pages cannot be served."""

"""What can be wrong with a query, each as one line fit for an officer's screen or stderr."""

from __future__ import annotations

from pathlib import Path


class QueryError(ValueError):
    """A query cannot be read or run as asked."""


class HeadError(QueryError):
    """A query file's head is not right; the message names the file and the line."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{path}:{line}: {message}")
        self.path = path
        self.line = line


class ParameterError(QueryError):
    """A value given for a parameter does not fit its type, bounds or choices."""

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
    """A value given for a parameter does not fit its type, bounds or choices.

    ``name`` is the parameter, '' when it is about none; ``problem`` what is wrong: a type that is wanted, `least`,
    `most`, `choice`, `required`, or ''.
    """

    def __init__(self, message: str, *, name: str = "", problem: str = "") -> None:
        super().__init__(message)
        self.name = name
        self.problem = problem

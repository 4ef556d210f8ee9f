"""What one query may take, and how many may run: from the settings."""

from __future__ import annotations

from dataclasses import dataclass

from graph import settings

#: Longest query in characters, deepest brackets, and most characters and elements in all parameters together.
MOST_TEXT, MOST_DEPTH, MOST_PARAMETERS = 20_000, 24, 500_000
#: Most operators and operands of one expression, subqueries inside subqueries: the engine plans for minutes over more.
MOST_PARTS, MOST_SUBQUERIES = 120, 5


@dataclass(frozen=True)
class Limits:
    """Seconds of one query; rows and bytes of one answer; queries at once for one user and for all on this machine."""

    seconds: float
    rows: int
    bytes: int
    each: int
    all: int
    wait_seconds: float = 5.0


def limits() -> Limits:
    """The limits that the settings say. SettingError for a value that cannot be."""
    return Limits(
        seconds=settings.number("FENGQIAO_QUERY_SECONDS"),
        rows=settings.number("FENGQIAO_QUERY_ROWS"),
        bytes=settings.number("FENGQIAO_QUERY_MB") << 20,
        each=settings.number("FENGQIAO_QUERY_EACH"),
        all=settings.number("FENGQIAO_QUERY_ALL"),
    )

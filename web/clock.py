"""Now, in UTC: one place, so that a test can set the hour."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The time, aware, in UTC."""
    return datetime.now(UTC)

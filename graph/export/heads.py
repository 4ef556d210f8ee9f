"""The columns of the exports with a fixed head, in their order; truth files have the same."""

from __future__ import annotations

HEADS: dict[str, tuple[str, ...]] = {
    "assignments": ("incident_id", "dispute_id"),
    "disputes": (
        "dispute_id",
        "title",
        "kind",
        "status",
        "risk",
        "level",
        "incidents",
        "callers",
        "first_at",
        "last_at",
        "unit",
        "escalated",
    ),
    "repeats": ("dispute_id", "pattern", "window", "count", "first_at", "last_at"),
    "hotspots": ("kind", "subject", "window", "count", "first_at", "last_at"),
    "flags": ("incident_id", "invalid", "malicious", "non_police"),
    "rectification": ("number", "dispute_id", "danger", "directive", "unit", "deadline", "status", "outcome"),
}

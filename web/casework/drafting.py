"""The text of a directive, drafted from what is known of its disputes, for an analyst to edit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask import render_template

from graph.casework.measures import measures
from graph.casework.working_time import working_time
from graph.thresholds import hours_due
from ingest.extract.kinds import NAMES
from queries.patterns import Repeat
from web import clock, reading
from web.words import SIDES, language

#: Disputes that are told in full; of more only the title is named.
_IN_FULL = 5
#: Of each: people, and the latest calls.
_PEOPLE, _CALLS = 6, 3
_GRAVEST = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Matter:
    """A dispute as a draft tells it."""

    about: dict[str, Any]
    repeats: list[Repeat]
    people: list[dict[str, Any]]
    calls: list[dict[str, Any]]


def draft(disputes: Sequence[dict[str, Any]], direction: str) -> str:
    """The text: what it is about, how often and by whom it was reported, why it is grave, what is asked for.

    ``disputes`` are rows of `dispute_one`. Numbers of people are masked as on the pages.
    """
    levels = [row["level"] or "low" for row in disputes]
    keys = {name: key for key, name in NAMES.items()}
    kinds = [keys.get(row["kind"] or "", "other") for row in disputes]
    text = render_template(
        "directive_draft.txt",
        matters=[_matter(row) for row in disputes[:_IN_FULL]],
        others=disputes[_IN_FULL:],
        side_words=SIDES,
        measures=measures(direction, levels, kinds, language()),
    )
    return "\n".join(line.rstrip() for line in text.splitlines()).strip() + "\n"


def deadline(levels: Sequence[str]) -> datetime:
    """When a directive about disputes of these levels of risk is due, by working hours from now; UTC. SettingError."""
    gravest = next((level for level in _GRAVEST if level in levels), "low")
    return working_time().after(clock.now(), timedelta(hours=hours_due(gravest)))


def _matter(row: dict[str, Any]) -> Matter:
    dispute = row["dispute_id"]
    people = [person for person in reading.rows("dispute_people", dispute=dispute) if person["person"]]
    last = max(0, row["visible"] - _CALLS)
    return Matter(
        row,
        reading.repeats_of([dispute]),
        people[:_PEOPLE],
        reading.rows("dispute_calls", dispute=dispute, skip=last, limit=_CALLS),
    )

"""The text of a directive, drafted from what is known of its disputes, for an analyst to edit."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from flask_babel import gettext as _

from graph.casework.measures import measures
from graph.casework.working_time import working_time
from graph.thresholds import hours_due
from ingest.extract.kinds import NAMES
from web import clock, reading
from web.words import LEVELS, PATTERNS, SIDES, kind_name, language, moment, why

#: Disputes that are told in full; of more only the title is named.
_IN_FULL = 5
#: Of each: people, the latest calls, and characters of what was said.
_PEOPLE, _CALLS, _SAID = 6, 3, 100
_GRAVEST = ("critical", "high", "medium", "low")


def draft(disputes: Sequence[dict[str, Any]], direction: str) -> str:
    """The text: what it is about, how often and by whom it was reported, why it is grave, what is asked for.

    ``disputes`` are rows of `dispute_one`. Numbers of people are masked as on the pages.
    """
    keys = {name: key for key, name in NAMES.items()}
    kinds = [keys.get(row["kind"] or "", "other") for row in disputes]
    asked = measures(direction, [row["level"] or "low" for row in disputes], kinds, language())
    lines = [line for number, row in enumerate(disputes[:_IN_FULL], 1) for line in _told(number, row)]
    lines += [_("Also: %(titles)s", titles="；".join(map(_title, disputes[_IN_FULL:])))] if disputes[_IN_FULL:] else []
    lines += [_("What is asked for:"), *(f"{number}. {line}" for number, line in enumerate(asked, 1))]
    return "\n".join(lines) + "\n"


def deadline(levels: Sequence[str]) -> datetime:
    """When a directive about disputes of these levels of risk is due, by working hours from now; UTC. SettingError."""
    gravest = next((level for level in _GRAVEST if level in levels), "low")
    return working_time().after(clock.now(), timedelta(hours=hours_due(gravest)))


def _told(number: int, row: dict[str, Any]) -> Iterator[str]:
    """One dispute, a line about each thing that is known."""
    dispute = row["dispute_id"]
    level = str(LEVELS.get(row["level"], row["level"] or "—"))
    yield f"{number}. {_title(row)}"
    yield _("Kind: %(kind)s. Risk: %(level)s. Place: %(place)s.", **_about(row, level))
    yield _(
        "%(num)d calls from %(first)s to %(last)s.",
        num=row["incidents"],
        first=moment(row["first_at"]),
        last=moment(row["last_at"]),
    )
    if repeats := reading.repeats_of([dispute]):
        counts = (
            f"{PATTERNS[one.pattern]} {_('%(count)d in %(days)d days', count=one.count, days=one.window)}"
            for one in repeats
        )
        yield _("Repeats: %(repeats)s.", repeats="；".join(counts))
    if reasons := row["risk_reasons"]:
        yield _("Why this risk: %(reasons)s.", reasons="；".join(map(why, reasons)))
    people = [one for one in reading.rows("dispute_people", dispute=dispute) if one["person"]]
    if people:
        yield _("People: %(people)s.", people="；".join(map(_person, people[:_PEOPLE])))
    since = max(0, row["visible"] - _CALLS)
    for call in reading.rows("dispute_calls", dispute=dispute, skip=since, limit=_CALLS):
        yield f"{moment(call['reported_at'])} {(call['content'] or '—')[:_SAID]}"
    yield ""


def _about(row: dict[str, Any], level: str) -> dict[str, str]:
    return {"kind": kind_name(row["kind"]), "level": level, "place": row["place"] or "—"}


def _title(row: dict[str, Any]) -> str:
    return f"{row['title']} ({row['dispute_id']})" if row["title"] else str(row["dispute_id"])


def _person(row: dict[str, Any]) -> str:
    side = str(SIDES.get(row["side"], row["side"] or ""))
    return " ".join(filter(None, (side, row["person"], *row["phones"][:1])))

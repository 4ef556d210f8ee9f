"""Where one begins: what got worse, what waits for this person, and one box to look for anything."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from graph import settings
from web import clock, reading
from web.disputes import picture
from web.roles import Role
from web.visitor import visitor

blueprint = Blueprint("workbench", __name__)
#: Rows of each list; the whole is one click away.
_SHOWN = 8
#: Days in the picture, and those before the last one that it is compared with.
_DAYS = 15
#: What was quiet for longer waits in the list of disputes, not here.
_RECENT = timedelta(days=90)
_DAY = timedelta(days=1)
#: Height of the picture of the days, in its own units.
_TALL = 40


@dataclass(frozen=True)
class Bar:
    """One day in the picture: its calls, and those with danger words, as heights from below."""

    day: date
    calls: int
    dangerous: int
    height: float
    dangerous_height: float


@blueprint.get("/")
def home() -> str | Response:
    """The workbench; a partner agency's is the list of what was diverted to it."""
    if visitor().role is Role.PARTNER:
        return redirect(url_for("disputes.listed"))
    latest = reading.latest_call()
    if latest is None:
        return render_template("workbench.html", latest=None)
    worse = reading.rows("got_worse", limit=_SHOWN)
    waiting = reading.rows("not_yet_judged", since=latest - _RECENT, limit=_SHOWN)
    days = reading.rows("calls_by_day", days=_DAYS, zone=str(settings.zone()))
    first = next(iter((*worse, *waiting)), None)
    return render_template(
        "workbench.html",
        latest=latest,
        first=first,
        drawn=picture.of_dispute(first["dispute_id"]) if first else None,
        late=clock.now() - latest > _DAY,
        worse=[row | {"why": list(_why(row))} for row in worse],
        worse_in_all=worse[0]["total"] if worse else 0,
        waiting=waiting,
        bars=_bars(days),
        today=days[-1] if days else None,
        usual=sum(day["calls"] for day in days[:-1]) / max(1, len(days) - 1),
        tall=_TALL,
    )


def _why(row: dict[str, Any]) -> list[str]:
    """What got worse, as codes that the template says in words, the gravest first."""
    return [
        code
        for code, holds in (
            ("case", row["case_opened"]),
            ("danger", row["danger"] > row["danger_before"]),
            ("repeat", row["calls_before"] == 1),
            ("new", row["calls_before"] == 0),
        )
        if holds
    ]


def _bars(days: list[dict[str, Any]]) -> list[Bar]:
    most = max((day["calls"] for day in days), default=0) or 1

    def height(count: int) -> float:
        return round(_TALL * count / most, 1)

    return [
        Bar(day["day"], day["calls"], day["dangerous"], height(day["calls"]), height(day["dangerous"])) for day in days
    ]

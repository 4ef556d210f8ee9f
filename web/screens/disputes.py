"""The list of disputes, and one dispute with its calls."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import ceil

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from graph import settings
from queries.patterns import Repeat
from web import reading, words

blueprint = Blueprint("disputes", __name__)
PAGE = 25
SORTS = ("title", "risk", "incidents", "first", "last")


@dataclass(frozen=True)
class Asked:
    """What the list is asked for, as its address says it; anything that makes no sense there is left out."""

    text: str
    kind: str
    level: str
    window: int
    sort: str
    rising: bool
    page: int

    @classmethod
    def read(cls, given: MultiDict[str, str]) -> Asked:
        """From the parameters of the address."""
        kind, level, sort = given.get("kind", ""), given.get("level", ""), given.get("sort", "")
        window = given.get("window", 0, type=int)
        return cls(
            text=given.get("text", "").strip()[:100],
            kind=kind if kind in words.kinds() else "",
            level=level if level in words.LEVELS else "",
            window=window if window in settings.thresholds() else 0,
            sort=sort if sort in SORTS else "risk",
            rising=given.get("rising") == "1",
            page=min(max(given.get("page", 1, type=int), 1), 1_000_000),
        )

    def address(self, **changed: object) -> str:
        """The address of this list with something changed; from its first page unless the page is what changes."""
        now = {**self.__dict__, "rising": int(self.rising), "page": 1} | changed
        return url_for("disputes.listed", **{name: value for name, value in now.items() if value})


@blueprint.get("/")
def home() -> Response:
    """Where one begins."""
    return redirect(url_for("disputes.listed"))


@blueprint.get("/disputes")
def listed() -> str | Response:
    """The list, a page at a time."""
    asked = Asked.read(request.args)
    rows = reading.rows(
        "dispute_list",
        text=asked.text or None,
        kind=asked.kind or None,
        level=asked.level or None,
        disputes=reading.repeating(asked.window) if asked.window else None,
        sort=asked.sort,
        rising=asked.rising,
        skip=(asked.page - 1) * PAGE,
        limit=PAGE,
    )
    if not rows and asked.page > 1:
        return redirect(asked.address())
    total = rows[0]["total"] if rows else 0
    patterns: dict[str, list[Repeat]] = defaultdict(list)
    for repeat in reading.repeats_of([row["dispute_id"] for row in rows]):
        patterns[repeat.dispute_id].append(repeat)
    return render_template(
        "disputes.html",
        asked=asked,
        rows=rows,
        patterns=patterns,
        total=total,
        pages=max(1, ceil(total / PAGE)),
        first=(asked.page - 1) * PAGE + 1,
        kinds=words.kinds(),
        windows=settings.thresholds(),
    )


@blueprint.get("/disputes/<path:dispute>")
def one(dispute: str) -> str | Response:
    """One dispute: what it is, its calls in time order, why they belong together, which rules it meets."""
    found = reading.rows("dispute_one", dispute=dispute)
    if not found:
        abort(404)
    matter = found[0]
    if matter["dispute_id"] != dispute:
        return redirect(url_for("disputes.one", dispute=matter["dispute_id"]))
    calls = reading.rows("dispute_calls", dispute=dispute)
    return render_template(
        "dispute.html", matter=matter, calls=calls, callers=_callers(calls), repeats=reading.repeats_of([dispute])
    )


def _callers(calls: list[dict[str, object]]) -> list[dict[str, object]]:
    """Who called, with the numbers used and how often, the most frequent first."""
    found: dict[object, dict[str, object]] = {}
    for call in calls:
        if call["caller_key"] is None and not call["phone"]:
            continue
        entry = found.setdefault(
            call["caller_key"] or call["phone"], {"name": call["caller"], "phones": [], "count": 0}
        )
        phones, count = entry["phones"], entry["count"]
        assert isinstance(phones, list)
        assert isinstance(count, int)
        entry["count"] = count + 1
        if call["phone"] and call["phone"] not in phones:
            phones.append(call["phone"])
    return sorted(found.values(), key=lambda entry: -int(str(entry["count"])))

"""The audit: who did what, found and looked through, checked, and taken away as a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, Response, abort, render_template, request, stream_with_context, url_for
from flask_babel import gettext as _

from web.audit import Action, note
from web.audit.export import FORMS, lines
from web.audit.searching import Wanted, everything, page
from web.audit.verifying import Fault, Verdict, newest, verify
from web.database import Database
from web.visitor import database

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
PAGE = 50
#: How many of the newest records every page looks at; all are looked at when somebody asks.
NEWEST = 1_000


@dataclass(frozen=True)
class Asked:
    """What the page is asked for; anything that makes no sense there is left out."""

    account: str = ""
    action: str = ""
    since: str = ""
    until: str = ""

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Asked:
        """From the address or a form."""
        action = given.get("action", "")
        return cls(
            account=given.get("account", "").strip().lower()[:64],
            action=action if action in set(Action) else "",
            since=_day(given.get("since", "")),
            until=_day(given.get("until", "")),
        )

    @property
    def wanted(self) -> Wanted:
        """The same as conditions."""
        since, until = (date.fromisoformat(day) if day else None for day in (self.since, self.until))
        return Wanted(self.account, Action(self.action) if self.action else None, since, until)

    @property
    def given(self) -> dict[str, Any]:
        """What was asked for, without what was not."""
        return {name: value for name, value in self.__dict__.items() if value}

    def address(self, before: int | None = None) -> str:
        """The address of this list, of what comes before a record."""
        return url_for("audit.listed", **self.given, before=before)


def _day(written: str) -> str:
    """A day as a form sends it, 1970 to 2199, or ''."""
    try:
        found = date.fromisoformat(written)
    except ValueError:
        return ""
    return found.isoformat() if 1970 <= found.year < 2200 else ""


@blueprint.get("")
def listed() -> str:
    """The records, newest first, a page at a time."""
    asked, before = Asked.read(request.args), request.args.get("before", type=int)
    note(Action.AUDIT_READ, "", asked=asked.given)
    with database().reading() as sql:
        return _page(asked, before, newest(sql, NEWEST), whole=False)


@blueprint.post("/verify", endpoint="verify")
def verify_all() -> str:
    """Look at every record, and say what was found."""
    with database().reading() as sql:
        verdict = verify(sql)
    note(Action.AUDIT_READ, "verify", records=verdict.records, fault=str(verdict.fault or ""), bad=verdict.bad)
    return _page(Asked.read(request.form), None, verdict, whole=True)


def _page(asked: Asked, before: int | None, verdict: Verdict, whole: bool) -> str:
    with database().reading() as sql:
        records, on = page(sql, asked.wanted, min(before, 2**31 - 1) if before is not None else None, PAGE)
    return render_template(
        "audit.html",
        asked=asked,
        before=before,
        records=records,
        on=on,
        verdict=verdict,
        whole=whole,
        faults=_faults(),
        forms=list(FORMS),
    )


def _faults() -> dict[Fault, str]:
    return {
        Fault.ALTERED: _("It was altered, or the key is not the one it was signed with."),
        Fault.MISSING: _("It is missing."),
        Fault.MISPLACED: _("It does not follow the record before it."),
        Fault.CUT: _("It and what followed were cut off."),
        Fault.REWRITTEN: _("It is not the one that was anchored outside the database."),
        Fault.NO_ANCHOR: _("It is the last, but the anchor is gone, so later ones may have been cut off."),
    }


@blueprint.post("/export")
def export() -> Response:
    """The records asked for as a file; that it was taken is written down first."""
    asked, suffix = Asked.read(request.form), request.form.get("form", "")
    if suffix not in FORMS:
        abort(400)
    note(Action.AUDIT_EXPORTED, f"audit{suffix}", asked=asked.given)
    answer = Response(stream_with_context(_file(database(), asked.wanted, suffix)), mimetype=FORMS[suffix])
    answer.headers["Content-Disposition"] = f"attachment; filename=audit{suffix}"
    return answer


def _file(sql_database: Database, wanted: Wanted, suffix: str) -> Iterator[str]:
    with sql_database.reading() as sql:
        yield from lines(everything(sql, wanted), suffix)

"""What a notice says to who reads it, in his language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import orjson
from flask_babel import gettext as _
from flask_babel import ngettext

from web.casework import naming as casework
from web.notices.tables import Notice
from web.notices.telling import About
from web.personal import veiled
from web.words import moment

Detail = Mapping[str, Any]


def _imported(detail: Detail) -> str:
    said: str = _(
        "%(name)s is imported: %(new)d new, %(corrected)d corrected, %(unchanged)d unchanged.",
        name=detail["name"],
        new=detail.get("new", 0),
        corrected=detail.get("corrected", 0),
        unchanged=detail.get("unchanged", 0),
    )
    refused = detail.get("quarantined", 0)
    return f"{said} {ngettext('%(num)d row was refused.', '%(num)d rows were refused.', refused)}" if refused else said


_WORDS: Mapping[About, Callable[[Detail], str]] = {
    About.IMPORT_DONE: _imported,
    About.IMPORT_FAILED: lambda detail: _("The import of %(name)s failed.", name=detail["name"]),
    About.IMPORT_UNDONE: lambda detail: _("The import of %(name)s is undone.", name=detail["name"]),
    About.QUERY_CHANGED: lambda detail: _(
        "The answer to “%(title)s” has changed: %(before)d rows before, %(now)d now.",
        title=detail["title"],
        before=detail["before"],
        now=detail["now"],
    ),
    About.QUERY_STOPPED: lambda detail: _(
        "The timetable of “%(title)s” was paused, because it could not be run.", title=detail["title"]
    ),
    About.DISPUTE_REOPENED: lambda detail: _(
        "%(dispute)s is open again: somebody called about it after it was closed.", dispute=detail["dispute"]
    ),
    About.FALSE_CLOSURE: lambda detail: _(
        "%(dispute)s is open again, a false closure: somebody called within seven days.", dispute=detail["dispute"]
    ),
    About.WORK_MOVED: lambda detail: _(
        "%(what)s %(work)s: %(move)s (%(by)s).",
        what=casework.kind(detail["kind"]),
        work=detail["work"],
        move=casework.move(detail["kind"], detail["move"]),
        by=detail["who"],
    ),
    About.WORK_DUE: lambda detail: _(
        "%(what)s %(work)s: %(due)s (%(time)s).",
        what=casework.kind(detail["kind"]),
        work=detail["work"],
        due=casework.reminder(detail["reminder"]),
        time=moment(datetime.fromisoformat(detail["at"])),
    ),
}


def said(notice: Notice) -> str:
    """The notice in words; numbers of people in it are masked once more."""
    words = _WORDS.get(About(notice.about)) if notice.about in set(About) else None
    text = words(orjson.loads(notice.detail)) if words else notice.about
    return str(veiled(text))

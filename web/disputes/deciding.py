"""What can be decided about a dispute, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _

from web import reading


@dataclass(frozen=True)
class Action:
    """A decision: what it is called, what it does, and what it needs."""

    title: Any
    does: Any
    button: Any
    takes_calls: bool = False
    takes_another: bool = False
    wants_reason: bool = True


ACTIONS = {
    "confirm": Action(
        _("Confirm: one matter"),
        _("All its calls are one matter. No later screening takes them apart."),
        _("Confirm"),
        wants_reason=False,
    ),
    "reject": Action(
        _("Not the same matter"),
        _("These calls leave the dispute, and no later screening puts them back. Where they belong is left open."),
        _("Take them out"),
        takes_calls=True,
    ),
    "split": Action(
        _("A matter of their own"),
        _("These calls leave the dispute and are one matter of their own."),
        _("Split"),
        takes_calls=True,
    ),
    "move": Action(
        _("Move to another dispute"),
        _("These calls leave the dispute and belong to another one."),
        _("Move"),
        takes_calls=True,
        takes_another=True,
    ),
    "merge": Action(
        _("Merge with another dispute"),
        _("Both are one matter. Both numbers lead to it from now on."),
        _("Merge"),
        takes_another=True,
    ),
}
#: What was done about a dispute, by the code that the graph has for it.
DONE = {
    "confirm": _("Confirmed as one matter"),
    "reject": _("Taken out as another matter"),
    "split": _("Split off as a matter of its own"),
    "part": _("Taken apart"),
    "same": _("Two of its calls found to be one matter"),
    "move": _("Moved to another dispute"),
    "merge": _("Merged"),
    "directive": _("Directive"),
    "mediation": _("Mediation"),
    "visit": _("Follow-up visit"),
}
#: On which side of a dispute somebody is.
SIDES = {
    "caller": _("Callers"),
    "opponent": _("Whom they complain of"),
    "mediator": _("Mediators"),
    "bystander": _("Bystanders"),
    "officer": _("Officers"),
    "named": _("Named"),
}


def lately(dispute: str) -> list[dict[str, Any]]:
    """The latest three decisions about the dispute's calls, the latest first."""
    made = [act for act in reading.rows("dispute_actions", dispute=dispute) if act["what"] in ACTIONS]
    return made[:-4:-1]

"""Casework in words: states, moves and facts in the visitor's language, and why a move was refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _

from graph.casework.history import BEGIN
from graph.casework.moves import Refused
from graph.casework.reminders import reminders
from graph.casework.states import Kind, facts, machines
from web.words import called, language, moment

__all__ = ["called", "fact", "kind", "move", "refusal", "reminder", "state", "value"]


def kind(name: Kind) -> str:
    """What a kind of work is called."""
    return called(machines()[name])


def reminder(name: str) -> str:
    """What somebody is reminded of; its code for one that this version does not know."""
    found = {one.name: one for one in reminders()}.get(name)
    return called(found) if found else name


def state(kind: Kind, name: str) -> str:
    """What a state is called; its code where there is none of that name."""
    found = machines()[kind].states.get(name)
    return called(found) if found else name


def move(kind: Kind, name: str) -> str:
    """What a move is called; its code for one that this version does not know."""
    if name == BEGIN:
        return str(_("Begun"))
    found = {one.name: one for one in machines()[kind].moves}.get(name)
    return called(found) if found else name


def fact(name: str) -> str:
    """What a fact is called."""
    return called(facts()[name])


def value(name: str, told: Any) -> str:
    """A fact as a person reads it."""
    described = facts()[name]
    if described.type == "choice":
        return described.choices[told][0 if language() == "zh" else 1]
    if described.type == "yes_no":
        return str(_("yes") if told else _("no"))
    if isinstance(told, datetime):
        return moment(told)
    return told.isoformat() if isinstance(told, date) else str(told)


def refusal(kind: Kind, refused: Refused) -> str:
    """Why nothing was done, in a sentence."""
    what, _space, who = refused.about.partition(" ")
    if refused.why == "fact":
        return str(_("%(fact)s is missing.", fact=fact(what)) if who == "missing" else _odd(what))
    words = {
        "stale": lambda: _("Nothing was done: somebody was first (%(what)s, %(who)s).", what=move(kind, what), who=who),
        "state": lambda: _("Nothing was done: it is “%(state)s” now, and cannot go there.", state=state(kind, what)),
        "role": lambda: _("Nothing was done: your role may not do this."),
        "later": lambda: _("It stays: something came after it (%(what)s, %(who)s).", what=move(kind, what), who=who),
        "undone": lambda: _("It was taken back before."),
        "not_undoable": lambda: _("This cannot be taken back."),
        "unknown": lambda: _("There is no such thing any more."),
    }
    return str(words[refused.why]())


def _odd(name: str) -> str:
    return str(_("%(fact)s cannot be understood.", fact=fact(name)))

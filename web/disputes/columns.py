"""Columns of the list of disputes: which there are, and which an account wants."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import Session

from web.models import Account, ListColumns

#: Every column beside the matter's title and number, in the order in which they stand.
COLUMNS = {
    "kind": _("Kind"),
    "risk": _("Risk"),
    "status": _("Status"),
    "incidents": _("Calls"),
    "callers": _("Callers"),
    "repeats": _("Repeats"),
    "first": _("First"),
    "last": _("Last"),
    "unit": _("Unit"),
    "place": _("Place"),
}
#: Those of who has chosen none.
STANDARD = ("kind", "risk", "incidents", "callers", "repeats", "first", "last", "unit")


def chosen(sql: Session, account: Account) -> tuple[str, ...]:
    """The account's columns, in the order of ``COLUMNS``."""
    kept = sql.get(ListColumns, account.id)
    return _known(kept.columns.split()) if kept else STANDARD


def choose(sql: Session, account: Account, names: Iterable[str]) -> None:
    """Keep the choice; unknown names are left out, and none at all brings back the standard."""
    columns = _known(names)
    kept = sql.get(ListColumns, account.id)
    if kept:
        sql.delete(kept)
        sql.flush()
    if columns:
        sql.add(ListColumns(account_id=account.id, columns=" ".join(columns)))


def _known(names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(name for name in COLUMNS if name in wanted)

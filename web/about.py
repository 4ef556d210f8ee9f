"""What the whiteboard's panel says of a thing: its facts in order, in words, masked."""

from __future__ import annotations

from typing import Any

from flask import url_for
from flask_babel import lazy_gettext as _

from graph.analysis.whiteboard import Node
from queries.running import native
from web import reading, words
from web.picture import incident_kind

#: Label -> property -> what it is called. What is not named here stays on the server.
FACTS: dict[str, dict[str, Any]] = {
    "Dispute": {
        "id": _("Number"),
        "risk": _("Risk"),
        "kind": _("Kind"),
        "status": _("Status"),
        "place": _("Place"),
        "unit": _("Unit"),
        "first_at": _("First"),
        "last_at": _("Last"),
        "risk_reasons": _("Why this risk"),
    },
    "Incident": {
        "id": _("Number"),
        "reported_at": _("Reported"),
        "kind": _("Kind"),
        "danger": _("Danger"),
        "caller_name": _("Caller"),
        "phone": _("Phone"),
        "address": _("Address"),
        "content": _("Content"),
        "outcome": _("Outcome"),
        "unit": _("Unit"),
        "officer": _("Officer"),
        "case_number": _("Case number"),
    },
    "Thing": {"name": _("Name"), "kind": _("Kind")},
    "Location": {"name": _("Name"), "level": _("Level of place")},
}
_NAME = {"name": _("Name"), "number": _("Phone")}
_LINK = {
    "score": _("Weight"),
    "side": _("Side"),
    "role": _("Role in the text"),
    "decided_by": _("Decided by"),
    "reasons": _("Why"),
}


def node(of: Node, written: dict[str, Any]) -> list[list[Any]]:
    """Rows of name and value; a value is a text, or a list of them. Only what is written is said."""
    rows = _rows(FACTS.get(of.label, _NAME), written)
    if of.label == "Dispute":
        rows.append([str(_("Its page")), {"href": url_for("disputes.one", dispute=of.key), "text": of.key}])
    return rows


def link(written: dict[str, Any]) -> list[list[Any]]:
    """The same of a relationship."""
    return _rows(_LINK, written)


def _rows(names: dict[str, Any], written: dict[str, Any]) -> list[list[Any]]:
    """Masked by the property's own name, then put into words."""
    [masked] = reading.leaving(
        [{name: native(written[name]) for name in names if written.get(name) not in (None, "", [])}]
    )
    return [[str(names[name]), _said(name, value)] for name, value in masked.items()]


def _said(name: str, value: Any) -> Any:
    match name:
        case "risk" | "score":
            return f"{value:.2f}" if isinstance(value, float) else str(value)
        case "first_at" | "last_at" | "reported_at":
            return words.moment(value)
        case "reasons" | "risk_reasons":
            return [words.why(reason) for reason in value]
        case "kind":
            return incident_kind(value) or words.kind_name(value)
        case "status":
            return str(words.STATUSES.get(value, value))
    return str(value)

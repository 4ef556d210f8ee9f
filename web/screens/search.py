"""The one search box: what the characters typed so far may mean, as a page and as one types."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, jsonify, render_template, request, url_for
from flask_babel import ngettext
from werkzeug.wrappers import Response

from graph.analysis.search import Hit
from web import reading
from web.audit import Action, note
from web.picture import incident_kind
from web.words import LABELS, moment

blueprint = Blueprint("search", __name__, url_prefix="/search")
_AS_TYPED, _ON_THE_PAGE = 4, 20


@dataclass(frozen=True)
class Found:
    """A hit as the visitor may see it: what it is, what it is called, what tells it from others, where it leads."""

    label: str
    title: str
    beside: str
    href: str


@blueprint.get("")
def page() -> str:
    """Everything found, for who pressed Enter or has no script."""
    text = _asked()
    found = _found(text, _ON_THE_PAGE)
    if text:
        note(Action.SEARCHED, "", text=text, found=len(found))
    return render_template("search.html", text=text, found=found, label_names=LABELS)


@blueprint.get("/suggest")
def suggest() -> Response:
    """The best of it while somebody types. What is typed by and by is not written down; what is opened is."""
    return jsonify([found.__dict__ | {"kind": str(LABELS[found.label])} for found in _found(_asked(), _AS_TYPED)])


def _asked() -> str:
    return request.args.get("q", "").strip()[:100]


def _found(text: str, each: int) -> list[Found]:
    return [_shown(hit) for hit in reading.search(text, each)]


def _shown(hit: Hit) -> Found:
    """Masked, with what tells one 张伟 from another."""
    label, key = hit.node.label, hit.node.key
    title = {"Dispute": hit.node.name, "Phone": key, "Incident": key}.get(label) or hit.node.name or key
    calls = ngettext("%(num)d call", "%(num)d calls", hit.calls)
    if label == "Incident":
        calls = incident_kind(hit.node.name or "") or "—"
    own = key if label == "Dispute" else ""
    at = moment(hit.node.at) if hit.node.at else ""
    beside = " · ".join(part for part in (own, *hit.numbers, *hit.names, *hit.beside, calls, at) if part)
    [row] = reading.leaving([{"phone" if label == "Phone" else "title": title, "beside": beside}])
    return Found(label, row.get("phone") or row["title"], row["beside"], _leads_to(hit))


def _leads_to(hit: Hit) -> str:
    """A dispute's page; the whiteboard for all else, by the engine's id: a phone's or a caller's key is a number."""
    if hit.node.label == "Dispute":
        return url_for("disputes.one", dispute=hit.node.key)
    return url_for("explore.board", node=hit.node.node_id)

"""Taking a network away: first what will be in the file and how large it will be, then the file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, abort, render_template, request, send_file
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from werkzeug.wrappers import Response

from graph import settings
from graph.export import network_files, size
from graph.export.network_files import FORMS
from graph.export.output import ExportError
from graph.export.sheet import Sheet
from graph.gate import Refused
from graph.gate.limits import limits
from graph.gate.slots import slot
from web import words
from web.audit import Action, note
from web.clock import now
from web.exporting.masking import masked
from web.exporting.wanted import Found, Wanted, find
from web.visitor import visitor

blueprint = Blueprint("exports", __name__, url_prefix="/exports")

#: The formats in the order of the page: what it is called, what it is good for.
FORMATS = {
    ".html": ("HTML", lazy_gettext("One page to pan and zoom, opens in any browser without a network")),
    ".png": ("PNG", lazy_gettext("A picture for a report or a slide")),
    ".svg": ("SVG", lazy_gettext("A drawing that stays sharp at any size, to edit further")),
    ".xlsx": ("XLSX", lazy_gettext("Two sheets for Excel or WPS: nodes and relationships")),
    ".zip": ("CSV (zip)", lazy_gettext("Two tables as text: nodes and relationships")),
    ".graphml": ("GraphML", lazy_gettext("For yEd, Gephi, Cytoscape and other programs")),
    ".gexf": ("GEXF", lazy_gettext("For Gephi")),
    ".json": ("JSON", lazy_gettext("Node-link form, for programs of your own")),
}


@dataclass(frozen=True)
class _Offer:
    """A format as the page offers it."""

    suffix: str
    name: str
    good_for: str
    bytes: int
    limit: int
    too_many: bool


@blueprint.route("", methods=["GET", "POST"])
def ask() -> str | tuple[str, int]:
    """What will be in the file, and about how large it will be in each format."""
    wanted = Wanted.read(request.form if request.method == "POST" else request.args)
    if wanted is None:
        return render_template("export_nothing.html")
    if problem := _too_many(wanted):
        return render_template("export_nothing.html", problem=problem), 400
    return _page(wanted, find(wanted))


@blueprint.post("/make")
def make() -> Response | tuple[str, int]:
    """The file; that it was taken is written down first."""
    wanted, suffix = Wanted.read(request.form), request.form.get("form", "")
    if wanted is None or suffix not in FORMATS:
        abort(400)
    if problem := _too_many(wanted):
        return render_template("export_nothing.html", problem=problem), 400
    found = find(wanted)
    try:
        with slot(str(visitor().account.id), limits()):
            return _file(wanted, found, suffix)
    except Refused:
        return _page(wanted, found, _("Others are waiting for this machine's work. Try again in a minute.")), 429
    except ExportError:
        return _page(wanted, found, _("This cannot be written in that format. Choose CSV, or select less.")), 400


def _file(wanted: Wanted, found: Found, suffix: str) -> Response:
    shown = masked(found.selection)
    note(
        Action.EXPORTED,
        f"{wanted.kind} {wanted.number}".strip(),
        form=suffix,
        nodes=len(shown.network),
        relationships=shown.network.number_of_edges(),
        hidden=shown.hidden,
    )
    places = {shown.names[node]: point for node, point in found.positions.items() if node in shown.names}
    name = f"fengqiao-{wanted.kind}-{now().astimezone(settings.zone()):%Y%m%d-%H%M%S}{suffix}"
    sheet = Sheet(found.title, words.language(), places)
    with TemporaryDirectory(prefix="fengqiao-export-") as directory:
        # Open when its name goes, so that nothing is left behind whatever becomes of the answer.
        file = network_files.write(shown.network, Path(directory) / name, sheet).open("rb")
    return send_file(file, mimetype=FORMS[suffix].media, as_attachment=True, download_name=name)


def _too_many(wanted: Wanted) -> str:
    """What to say to somebody who selected more than is ever exported, or ''."""
    most = settings.number("FENGQIAO_EXPORT_NODES")
    if len(wanted.nodes) <= most:
        return ""
    said = _("%(count)d nodes are selected; a file takes %(most)d. Select less.", count=len(wanted.nodes), most=most)
    return str(said)


def _page(wanted: Wanted, found: Found, problem: str = "") -> str:
    network = found.selection.network
    offers = [
        _Offer(
            suffix,
            name,
            good_for,
            size.about(network, suffix),
            FORMS[suffix].limit,
            len(network) > FORMS[suffix].limit,
        )
        for suffix, (name, good_for) in FORMATS.items()
    ]
    sheet = Sheet(found.title, words.language())
    return render_template(
        "export.html",
        wanted=wanted,
        found=found,
        counts=sheet.legend(network),
        offers=offers,
        first=next((offer.suffix for offer in offers if not offer.too_many), ""),
        classification=sheet.classification,
        problem=problem,
    )

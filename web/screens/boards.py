"""Boards of the work on disputes, the lists beside them, and moves made on them: one at a time or many."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from graph.casework.states import Kind, Move, facts, machines
from queries import listing
from web import reading, words
from web.boards import cards, moving
from web.boards.asked import BY, SORTS, Asked, kinds, page_of
from web.boards.moving import Picked
from web.casework import naming
from web.graph_link import link
from web.visitor import local, visitor

blueprint = Blueprint("boards", __name__, url_prefix="/boards")


@blueprint.get("")
def first() -> AnyResponse:
    """The first board."""
    return redirect(url_for("boards.board", kind=kinds()[0]))


@blueprint.get("/<kind>")
def board(kind: str) -> str:
    """The work of a kind in columns."""
    known = _kind(kind)
    asked = Asked.read(request.args, known)
    return render_template(
        "board.html",
        stacks=cards.board(known, asked),
        ways=dict(zip(BY, (_("State"), _("Unit"), _("Deadline")), strict=True)),
        offered=_offered(known),
        **_shown(known, asked),
    )


@blueprint.get("/<kind>/list")
def listed(kind: str) -> str:
    """The same as a table, a page at a time."""
    known = _kind(kind)
    asked, page = Asked.read(request.args, known), page_of(request.args)
    rows, more = cards.rows(known, asked, page)
    return render_template(
        "board_list.html",
        rows=rows,
        page=page,
        more=more,
        total=cards.total(known, asked),
        sorts=SORTS,
        states=machines()[known].states,
        offered=_offered(known),
        **_shown(known, asked),
    )


@blueprint.get("/<kind>/move")
def form(kind: str) -> str:
    """The form of a move: what it is made with, and the facts that it needs, once for all."""
    known = _kind(kind)
    move, picked = _move(known, request.args), _picked(request.args)
    return _form(known, move, picked)


@blueprint.post("/<kind>/move", endpoint="move")
def move_them(kind: str) -> str | AnyResponse | tuple[str, int]:
    """Make a move with everything that was picked, and tell of each what became of it."""
    known = _kind(kind)
    move, picked = _move(known, request.form), _picked(request.form)
    given: dict[str, object] = {fact: request.form.get(fact, "") for fact in (*move.needs, *move.may)}
    if problem := moving.problem(known, move, given):
        return _form(known, move, picked, problem), 400
    outcomes = moving.make(known, picked, move, given)
    back = local(request.form.get("back"))
    if len(outcomes) == 1 and outcomes[0].done:
        flash(_("Done: %(what)s", what=f"{outcomes[0].id} {naming.called(move)}"))
        return redirect(back if back != "/" else url_for("boards.board", kind=known))
    page = render_template(
        "board_moved.html", kind=known, title=naming.called(move), outcomes=outcomes, back=back, naming=naming
    )
    return page, 200 if any(outcome.done for outcome in outcomes) else 409


@blueprint.post("/<kind>/drag")
def drag(kind: str) -> tuple[Response, int]:
    """A move that needs nothing told, for the page's script: what became of the card, and where it stands now."""
    known = _kind(kind)
    move, picked = _move(known, request.form), _picked(request.form)
    if len(picked) != 1 or move.needs:
        abort(400)
    [outcome] = moving.make(known, picked, move, {})
    card = cards.chosen(known, [picked[0].id]).get(picked[0].id)
    said = f"{outcome.id}: {outcome.said}" if outcome.done else outcome.said
    stands = {"state": card.state, "version": card.version, "late": card.late} if card else {}
    return jsonify(said=said, act=outcome.act, **stands), 200 if outcome.done else 409


def _form(kind: Kind, move: Move, picked: list[Picked], problem: str = "") -> str:
    seen = cards.chosen(kind, [one.id for one in picked])
    if not seen:
        abort(404)
    return render_template(
        "board_move.html",
        kind=kind,
        move=move,
        title=naming.called(move),
        picked=[(one, seen[one.id]) for one in picked if one.id in seen],
        wanted=[(need, facts()[need]) for need in (*move.needs, *move.may)],
        optional=move.may,
        given=request.form,
        problem=problem,
        back=local((request.form if request.method == "POST" else request.args).get("back")),
        naming=naming,
    )


def _shown(kind: Kind, asked: Asked) -> dict[str, Any]:
    """What the board and the list both show."""
    scope = reading.scope().parameters()
    return {
        "kind": kind,
        "kinds": [(one, naming.called(machines()[one])) for one in kinds()],
        "title": naming.called(machines()[kind]),
        "asked": asked,
        "abouts": [(about, words.kind_name(about)) for about in words.kinds()],
        "units": [(unit, unit) for unit in link().ask(lambda driver: listing.units(driver, scope))],
        "bulk": _of_role(kind),
        "naming": naming,
        "here": request.full_path.rstrip("?"),
    }


def _offered(kind: Kind) -> dict[str, list[dict[str, object]]]:
    """State -> the moves out of it that the visitor may make, for the page's script."""
    return {
        state: [
            {
                "name": move.name,
                "title": naming.called(move),
                "to": move.to,
                "state": naming.state(kind, move.to),
                "form": bool(move.needs),
            }
            for move in out
        ]
        for state, out in moving.offered(kind).items()
    }


def _of_role(kind: Kind) -> list[Move]:
    """Every move of this kind that the visitor may make by hand."""
    return [move for move in machines()[kind].moves if visitor().role.value in move.roles]


def _kind(name: str) -> Kind:
    return next((kind for kind in kinds() if kind == name), None) or abort(404)


def _move(kind: Kind, given: MultiDict[str, str]) -> Move:
    """The move that is asked for, which some role makes by hand."""
    found = {move.name: move for move in machines()[kind].moves if move.roles}.get(given.get("move", ""))
    return found or abort(400)


def _picked(given: MultiDict[str, str]) -> list[Picked]:
    return Picked.read(given.getlist("work")) or abort(400)

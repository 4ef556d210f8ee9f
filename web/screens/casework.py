"""Disputes and the work on them are moved: what may be done, the form for it, the history, and the way back."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from graph.casework import moves
from graph.casework.history import BEGIN, Made
from graph.casework.moves import Actor, Refused, Standing, Work
from graph.casework.reminders import concern
from graph.casework.states import Kind, Machine, Move, facts, machines
from graph.export.papers import FORMS
from web import clock, reading
from web.audit import Action, note
from web.boards import mediators
from web.casework import naming, papers, people, shown
from web.casework.attachments import brought, keeping
from web.casework.attachments.brought import Brought
from web.casework.concerned import tell_moved
from web.disputes import deciding
from web.graph_link import link
from web.roles import Role
from web.visitor import database, visitor

blueprint = Blueprint("casework", __name__)
#: Work that somebody begins on a dispute, in the order in which it is offered.
BEGUN: tuple[Kind, ...] = tuple(
    kind for kind, machine in machines().items() if machine.roles and machine.about == "dispute"
)
_NO_FILES = Brought()


@dataclass(frozen=True)
class Offer:
    """A move that the visitor may make now."""

    name: str
    title: str


def offers(kind: Kind, state: str) -> list[Offer]:
    """What the visitor may do with something in this state."""
    role = visitor().role.value
    return [Offer(move.name, naming.called(move)) for move in machines()[kind].out_of(state) if role in move.roles]


def beginnings() -> list[Offer]:
    """Which work the visitor may begin on a dispute."""
    role = visitor().role.value
    return [Offer(kind, naming.called(machines()[kind])) for kind in BEGUN if role in machines()[kind].roles]


@blueprint.get("/casework/<kind>/<path:number>")
def one(kind: Kind, number: str) -> str | Response:
    """A piece of work with its history; with `move` the form for that move, with `begin` that for new work on it."""
    work, standing = seen(kind, number)
    if name := request.args.get("begin"):
        if name == "directive":
            return redirect(url_for("directives.new", dispute=number))
        return _form(work, standing, BEGIN, _machine(name), begins=name)
    if name := request.args.get("move"):
        return _form(work, standing, name, _move(kind, name))
    return _page(work, standing)


@blueprint.post("/casework/<kind>/<path:number>")
def make(kind: Kind, number: str) -> str | Response | tuple[str, int]:
    """Make a move, or begin work on a dispute."""
    work, standing = seen(kind, number)
    begins, name = request.form.get("begin", ""), request.form.get("move", "")
    if begins and kind != "dispute":
        abort(400)
    wanting = _machine(begins) if begins else _move(kind, name)
    who = Actor(visitor().account.name, visitor().role.value)
    given: dict[str, object] = {fact: request.form.get(fact, "") for fact in (*wanting.needs, *wanting.may)}
    files = brought.read(work)
    if problem := files.problem or mediators.refusal(str(given.get("mediator", ""))):
        return _form(
            work, standing, BEGIN if begins else name, wanting, begins=begins, problem=problem, files=files
        ), 400
    note(Action.WORK_MOVED, f"{kind} {number}", move=f"{BEGIN} {begins}" if begins else name)
    try:
        if begins:
            done = link().once(
                lambda driver: moves.begin(driver, _kind(begins), [number], who, given=given, at=clock.now())
            )
        else:
            known = request.form.get("seen", -1, type=int)
            done = link().once(
                lambda driver: moves.make(driver, work, name, who, seen=known, given=given, at=clock.now())
            )
    except Refused as refused:
        return _refused(work, standing, refused, (begins or name, wanting, bool(begins)), files)
    brought.attach(files, done)
    tell_moved(done.act, done.moved[0][0], wanting, BEGIN if begins else name, who.name)
    flash(_("Done: %(what)s", what=_what(kind, name, begins)))
    (first, _state) = done.moved[0]
    return redirect(url_for("casework.one", kind=first.kind, number=first.id))


@blueprint.post("/casework/undo")
def undo() -> Response:
    """Take an act back, with all that it started."""
    act = request.form.get("act", "")
    works = link().ask(lambda driver: moves.works_of_act(driver, act))
    if not works:
        abort(404)
    for work in works:
        seen(work.kind, work.id)
    who = Actor(visitor().account.name, visitor().role.value)
    note(Action.MOVE_UNDONE, f"{works[0].kind} {works[0].id}", act=act)
    try:
        done = link().once(lambda driver: moves.take_back(driver, act, who, clock.now()))
    except Refused as refused:
        flash(naming.refusal(works[0].kind, refused))
        return redirect(url_for("casework.one", kind=works[0].kind, number=works[0].id))
    flash(_("Taken back."))
    (left, _state) = done.moved[0]
    return redirect(url_for("casework.one", kind=left.kind, number=left.id))


def seen(kind: Kind, number: str) -> tuple[Work, Standing]:
    """The work and where it stands; 404 for what is not there, or is about no dispute that the visitor sees."""
    if kind not in machines():
        abort(404)
    work = Work(kind, number)
    try:
        standing = link().ask(lambda driver: moves.standing(driver, work))
    except Refused:
        abort(404)
    if not _may_see(work, standing):
        abort(404)
    return work, standing


def _may_see(work: Work, standing: Standing) -> bool:
    """Whether the visitor sees what it is about; a partner agency sees its diversions and nothing of the disputes."""
    if work.kind == "diversion":
        return bool(reading.rows("diversion_one", diversion=work.id))
    if visitor().role is Role.PARTNER:
        return False
    about = [work.id] if work.kind == "dispute" else standing.disputes
    return any(reading.rows("dispute_one", dispute=dispute) for dispute in about)


def _page(work: Work, standing: Standing) -> str:
    made = link().ask(lambda driver: moves.history(driver, work))
    whole = shown.whole([work.id] if work.kind == "dispute" else standing.disputes)
    made = shown.masked(made, visitor().role, whole=whole)
    with database().reading() as sql:
        attached = keeping.of_work(sql, work)
    about = link().ask(lambda driver: concern(driver, work))
    note(Action.DISPUTE_OPENED, f"{work.kind} {work.id}", moves=len(made))
    return render_template(
        "work.html",
        work=work,
        standing=standing,
        machine=machines()[work.kind],
        offers=offers(work.kind, standing.state),
        made=made,
        attached=attached,
        has_paper=papers.there_is(work, standing.state),
        forms=FORMS,
        background=people.background(standing.disputes, work.id) if work.kind == "mediation" else None,
        last=_undoable(work.kind, made),
        told=next((one.facts for one in made if one.name == BEGIN), {}),
        whose=about.agency or about.unit if work.kind in ("directive", "diversion") else "",
        begin=BEGIN,
        naming=naming,
        work_kinds=machines(),
        side_names=deciding.SIDES,
    )


def _undoable(kind: Kind, made: list[Made]) -> str:
    """The act of the last move in force, when the visitor may take it back; '' else."""
    kept = [one for one in made if one.undone_at is None]
    if not kept or kept[-1].name == BEGIN:
        return ""
    move = machines()[kind].move(kept[-1].name)
    return kept[-1].act if move.undo and visitor().role.value in move.roles else ""


def _form(
    work: Work,
    standing: Standing,
    name: str,
    wanting: Move | Machine,
    *,
    begins: str = "",
    problem: str = "",
    files: Brought = _NO_FILES,
) -> str:
    return render_template(
        "work_move.html",
        work=work,
        standing=standing,
        title=_what(work.kind, name, begins),
        name=name,
        begins=begins,
        wanted=[(need, facts()[need]) for need in (*wanting.needs, *wanting.may)],
        optional=wanting.may,
        mediators=mediators.offered() if "mediator" in wanting.needs else [],
        given=request.form,
        files=brought.offered(work, files),
        background=people.background([work.id]) if begins == "mediation" else None,
        problem=problem,
        naming=naming,
        work_kinds=machines(),
        side_names=deciding.SIDES,
    )


def _refused(
    work: Work, standing: Standing, refused: Refused, asked: tuple[str, Move | Machine, bool], files: Brought
) -> tuple[str, int]:
    """The form again with why not; what somebody else has changed is shown as it stands now."""
    name, wanting, begins = asked
    problem = naming.refusal(work.kind, refused)
    status = {"stale": 409, "state": 409, "role": 403}.get(refused.why, 400)
    if status == 400:
        return _form(
            work,
            standing,
            BEGIN if begins else name,
            wanting,
            begins=name if begins else "",
            problem=problem,
            files=files,
        ), 400
    flash(problem)
    return _page(work, link().ask(lambda driver: moves.standing(driver, work))), status


def _what(kind: Kind, name: str, begins: str) -> str:
    return naming.called(_machine(begins)) if begins else naming.move(kind, name)


def _machine(name: str) -> Machine:
    return machines()[_kind(name)]


def _kind(name: str) -> Kind:
    return next((kind for kind in BEGUN if kind == name), None) or abort(400)


def _move(kind: Kind, name: str) -> Move:
    try:
        return machines()[kind].move(name)
    except KeyError:
        abort(400)

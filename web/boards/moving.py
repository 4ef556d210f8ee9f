"""Several pieces of work moved the same way: each its own act, and of each is told what became of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph.casework import moves
from graph.casework.moves import Actor, Done, Refused, Work
from graph.casework.states import Kind, Move, machines
from graph.casework.told import Untold, told
from web.audit import Action, note
from web.boards.cards import Card, chosen
from web.casework import naming
from web.casework.concerned import tell_moved
from web.clock import now
from web.graph_link import link
from web.visitor import visitor

#: Pieces of work that are moved at once.
MOST = 100


@dataclass(frozen=True)
class Picked:
    """A piece of work that somebody has picked: its number, and the version that was seen."""

    id: str
    seen: int

    @classmethod
    def read(cls, written: Sequence[str]) -> list[Picked]:
        """From fields like 'ZL-2026-0001:3'; what makes no sense is left out, and each is there once."""
        parts = [text.rpartition(":") for text in written]
        found = {number: cls(number, int(seen)) for number, _, seen in parts if number and _is_version(seen)}
        return list(found.values())[:MOST]

    @property
    def written(self) -> str:
        """As a field."""
        return f"{self.id}:{self.seen}"


@dataclass(frozen=True)
class Outcome:
    """What became of one: ``said`` in words, with the act that did it when it was done."""

    id: str
    done: bool
    said: str
    title: str = ""
    act: str = ""
    why: str = ""


def offered(kind: Kind) -> dict[str, list[Move]]:
    """State -> the moves that the visitor may make out of it."""
    machine, role = machines()[kind], visitor().role.value
    return {state: [move for move in machine.out_of(state) if role in move.roles] for state in machine.states}


def problem(kind: Kind, move: Move, given: Mapping[str, object]) -> str:
    """What is wrong with the facts that are told, in words; '' for nothing."""
    try:
        told(move, given)
    except Untold as untold:
        return naming.refusal(kind, Refused("fact", f"{untold.fact} {untold.why}"))
    return ""


def make(kind: Kind, picked: Sequence[Picked], move: Move, given: Mapping[str, object]) -> list[Outcome]:
    """Make the move with each; one that is refused changes nothing and keeps no other from its move."""
    seen = chosen(kind, [one.id for one in picked])
    return [
        _tried(kind, seen[one.id], one.seen, (move, given), len(picked))
        if one.id in seen
        else Outcome(one.id, False, naming.refusal(kind, Refused("unknown")), why="unknown")
        for one in picked
    ]


def _tried(kind: Kind, card: Card, seen: int, told_with: tuple[Move, Mapping[str, object]], together: int) -> Outcome:
    move, given = told_with
    note(Action.WORK_MOVED, f"{kind} {card.id}", move=move.name, together=together)
    try:
        done = _made(Work(kind, card.id), seen, move, given)
    except Refused as refused:
        return Outcome(card.id, False, naming.refusal(kind, refused), card.title, why=refused.why)
    tell_moved(done.act, done.moved[0][0], move, move.name, visitor().account.name)
    state = naming.state(kind, done.moved[0][1])
    return Outcome(card.id, True, state, card.title, act=done.act if move.undo else "")


def _made(work: Work, seen: int, move: Move, given: Mapping[str, object]) -> Done:
    who = Actor(visitor().account.name, visitor().role.value)
    return link().once(lambda driver: moves.make(driver, work, move.name, who, seen=seen, given=given, at=now()))


def _is_version(written: str) -> bool:
    return written.isdecimal() and len(written) < 9

"""Moves of disputes and of the work on them, one at a time, with who, when and why; nothing is overwritten.

An *act* is what somebody does with one click: a move, and the moves and the work that it starts. All of an act is kept
or none of it, and all of it is taken back together. What a piece of work is like follows from its moves, and taking one
back works the rest out anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, TypeVar
from uuid import uuid4

from neo4j import Driver, ManagedTransaction

from graph.casework.history import BEGIN, Made, packed, properties, rebuilt
from graph.casework.states import Kind, Machine, Move, machines
from graph.casework.told import Untold, told
from graph.session import opened
from graph.settings import zone
from graph.statements import statements

CYPHER = statements(Path(__file__).with_suffix(".cypher"))
_PREFIX: dict[Kind, str] = {"directive": "ZL", "mediation": "TJ", "visit": "HF", "diversion": "FL"}
Why = Literal["unknown", "stale", "state", "role", "fact", "not_undoable", "later", "undone"]
Answer = TypeVar("Answer")


class Refused(ValueError):
    """A move that cannot be made: ``why`` as a code, and ``about`` what it was: a state, a fact, who came first."""

    def __init__(self, why: Why, about: str = "") -> None:
        super().__init__(f"{why}: {about}" if about else why)
        self.why = why
        self.about = about


@dataclass(frozen=True, slots=True)
class Actor:
    """Who moves something: an account's name, and its role; the system has none."""

    name: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Work:
    """A dispute, a directive, a mediation, a visit or a diversion, by its id."""

    kind: Kind
    id: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a piece of work stands: its state, the number that changes with every move, the disputes it is about."""

    state: str
    version: int
    disputes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """An act that was done: its id, and every piece of work that it moved or began, with its new state."""

    act: str
    moved: tuple[tuple[Work, str], ...]


def make(
    driver: Driver, work: Work, name: str, who: Actor, *, seen: int, given: Mapping[str, object], at: datetime
) -> Done:
    """Make a move by hand; ``seen`` is the version that the person saw. Refused."""
    move = _named(work.kind, name)
    if who.role not in move.roles:
        raise Refused("role", who.role)
    facts = _facts(move, given)
    return _written(driver, lambda tx: _Act(tx, uuid4().hex, who, at).make(work, move, facts, seen))


def follow(driver: Driver, work: Work, name: str, *, by: str, given: Mapping[str, object], at: datetime) -> Done:
    """Make a move that follows from a call or from the time, whatever somebody saw. Refused."""
    move = _named(work.kind, name)
    facts = _facts(move, given)
    return _written(driver, lambda tx: _Act(tx, uuid4().hex, Actor(by), at).make(work, move, facts, None))


def begin(
    driver: Driver,
    kind: Kind,
    disputes: Sequence[str],
    who: Actor,
    *,
    given: Mapping[str, object],
    at: datetime,
    units: Sequence[str] = (),
) -> Done:
    """Begin a piece of work on one or more disputes by hand, in one act. Refused.

    A directive is begun once for each of ``units`` (their keys), so that each receives it and answers for itself;
    without units it goes to the one that answers for the first dispute.
    """
    machine = machines()[kind]
    if who.role not in machine.roles:
        raise Refused("role", who.role)
    facts = _facts(machine, given)
    if not disputes:
        raise Refused("unknown")

    def write(tx: ManagedTransaction) -> Done:
        act = _Act(tx, uuid4().hex, who, at)
        # In one order: two people who begin work on the same disputes wait for each other, and never both.
        standing = {dispute: act.lock(Work("dispute", dispute)) for dispute in sorted(set(disputes))}
        begun = [act.begin(kind, disputes, facts, unit) for unit in (units or [""])]
        return Done(act.id, (*begun, *act.start(machine.starts, standing, {})))

    return _written(driver, write)


def divert(
    driver: Driver, incident: str, agency: str, who: Actor, *, given: Mapping[str, object], at: datetime
) -> Done:
    """Hand a call over to a partner agency (its key). Refused."""
    machine = machines()["diversion"]
    if who.role not in machine.roles:
        raise Refused("role", who.role)
    facts = _facts(machine, given)

    def write(tx: ManagedTransaction) -> Done:
        act = _Act(tx, uuid4().hex, who, at)
        work = act.new("diversion")
        _one(tx, CYPHER["divert"], id=work.id, to=machine.first, incident=incident, agency=agency)
        return Done(act.id, (act.write(work, BEGIN, "", machine.first, facts),))

    return _written(driver, write)


def take_back(driver: Driver, act: str, who: Actor, at: datetime) -> Done:
    """Take an act back, with all that it started and began. Refused: nothing else may have come after it."""
    return _written(driver, lambda tx: _Act(tx, act, who, at).take_back())


def standing(driver: Driver, work: Work) -> Standing:
    """Where a piece of work stands. Refused when there is none of this id."""
    with opened(driver) as session:
        return session.execute_read(_standing, work)


def works_of(driver: Driver, dispute: str) -> list[tuple[Work, Standing]]:
    """The directives, mediations and visits on a dispute, the latest first."""
    with opened(driver) as session:
        rows = session.execute_read(lambda tx: [row.data() for row in tx.run(CYPHER["works_of"], dispute=dispute)])
    return [(Work(row["kind"], row["id"]), Standing(row["state"], row["version"], (dispute,))) for row in rows]


def works_of_act(driver: Driver, act: str) -> list[Work]:
    """What an act moved or began; empty for an act that there is not."""
    with opened(driver) as session:
        rows = session.execute_read(lambda tx: [row.data() for row in tx.run(CYPHER["of_act"], act=act)])
    return [Work(row["kind"], row["id"]) for row in rows]


def history(driver: Driver, work: Work) -> list[Made]:
    """Every move of a piece of work, those that were taken back too, in order."""
    with opened(driver) as session:
        return session.execute_read(_history, work)


class _Act:
    """One act within its transaction."""

    def __init__(self, tx: ManagedTransaction, act: str, who: Actor, at: datetime) -> None:
        self.tx = tx
        self.id = act
        self.who = who
        self.at = at.astimezone(UTC)  # the driver can crash on times of named zones

    def lock(self, work: Work) -> Standing:
        self.tx.run(_for("lock", work.kind), id=work.id).consume()
        return _standing(self.tx, work)

    def make(self, work: Work, move: Move, facts: dict[str, Any], seen: int | None) -> Done:
        now = self.lock(work)
        if seen is not None and seen != now.version:
            raise Refused("stale", _last(_history(self.tx, work)))
        if now.state not in move.sources:
            raise Refused("state", now.state)
        disputes = {dispute: self.lock(Work("dispute", dispute)) for dispute in now.disputes}
        moved = [self.write(work, move.name, now.state, move.to, facts), *self.start(move.starts, disputes, facts)]
        if move.begins:
            moved.append(self.begin(move.begins, [work.id], {"due": facts["visit_due"]}))
        return Done(self.id, tuple(moved))

    def start(
        self, starts: Iterable[str], disputes: Mapping[str, Standing], facts: Mapping[str, Any]
    ) -> list[tuple[Work, str]]:
        """The moves of the disputes that go with a move, where the disputes stand so that they may be made."""
        reason = {"reason": facts["reason"]} if "reason" in facts else {}
        moves = [machines()["dispute"].move(name) for name in starts]
        return [
            self.write(Work("dispute", dispute), move.name, standing.state, move.to, reason)
            for move in moves
            for dispute, standing in disputes.items()
            if standing.state in move.sources
        ]

    def begin(self, kind: Kind, disputes: Sequence[str], facts: Mapping[str, Any], unit: str = "") -> tuple[Work, str]:
        work, first = self.new(kind), machines()[kind].first
        _one(self.tx, _for("begin", kind), id=work.id, to=first, disputes=list(dict.fromkeys(disputes)))
        if kind == "directive":
            name = "send" if unit else "send_to_responsible"
            self.tx.run(CYPHER[name], id=work.id, unit=unit).consume()
        return self.write(work, BEGIN, "", first, facts)

    def new(self, kind: Kind) -> Work:
        """Work of this kind with the next number of the year."""
        year = self.at.astimezone(zone()).year
        number = _one(self.tx, CYPHER["next_number"], key=f"{kind}-{year}")["number"]
        return Work(kind, f"{_PREFIX[kind]}-{year}-{number:04d}")

    def write(self, work: Work, name: str, source: str, to: str, facts: Mapping[str, Any]) -> tuple[Work, str]:
        _one(
            self.tx,
            _for("move", work.kind),
            id=work.id,
            act=self.id,
            kind=work.kind,
            name=name,
            source=source,
            to=to,
            by=self.who.name,
            at=self.at,
            reason=facts.get("reason", ""),
            facts=packed(facts),
            properties=properties(work.kind, name, facts, self.at),
        )
        return work, to

    def take_back(self) -> Done:
        rows = [row.data() for row in self.tx.run(CYPHER["of_act"], act=self.id)]
        if not rows:
            raise Refused("unknown", self.id)
        moves = [machines()[row["kind"]].move(row["name"]) for row in rows if row["name"] != BEGIN]
        # An act can be taken back when the move that somebody made can; what it started goes with it.
        by_hand = [move for move in moves if move.undo]
        if not by_hand:
            raise Refused("not_undoable")
        if not any(self.who.role in move.roles for move in by_hand):
            raise Refused("role", self.who.role)
        parts = [(Work(row["kind"], row["id"]), row["name"], row["number"]) for row in rows]
        for work, _, number in parts:
            self.lock(work)
            self.refuse_what_is_past(work, number)
        moved = [(work, self.unmake(work, number)) for work, name, number in parts if name != BEGIN]
        for work, name, _ in parts:
            if name == BEGIN:
                self.tx.run(_for("unbegin", work.kind), id=work.id).consume()
        return Done(self.id, tuple(moved))

    def refuse_what_is_past(self, work: Work, number: int) -> None:
        moves = _history(self.tx, work)
        if any(made.number == number and made.undone_at for made in moves):
            raise Refused("undone", _last(moves))
        later = [made for made in moves if made.number > number and made.undone_at is None]
        if later:
            raise Refused("later", _last(later))

    def unmake(self, work: Work, number: int) -> str:
        """Work the state and the touched properties out anew from the moves that are left; the state."""
        moves = _history(self.tx, work)
        left = [replace(made, undone_at=self.at) if made.number == number else made for made in moves]
        [gone] = [made for made in moves if made.number == number]
        state, found = rebuilt(work.kind, left)
        touched = properties(work.kind, gone.name, gone.facts, gone.at)
        kept = {name: found[name] for name in touched}
        _one(
            self.tx,
            _for("take_back", work.kind),
            id=work.id,
            number=number,
            at=self.at,
            by=self.who.name,
            state=state,
            properties=kept,
        )
        return state


def _written(driver: Driver, work: Callable[[ManagedTransaction], Answer]) -> Answer:
    with opened(driver) as session:
        return session.execute_write(work)


def _standing(tx: ManagedTransaction, work: Work) -> Standing:
    row = _one(tx, _for("standing", work.kind), id=work.id)
    return Standing(row["state"] or machines()[work.kind].first, row["version"], tuple(sorted(set(row["disputes"]))))


def _history(tx: ManagedTransaction, work: Work) -> list[Made]:
    return [Made.read(row["move"]) for row in tx.run(_for("history", work.kind), id=work.id)]


def _last(moves: list[Made]) -> str:
    return f"{moves[-1].name} {moves[-1].undone_by or moves[-1].by}" if moves else ""


def _facts(move: Move | Machine, given: Mapping[str, object]) -> dict[str, Any]:
    try:
        return told(move, given)
    except Untold as error:
        raise Refused("fact", f"{error.fact} {error.why}") from error


def _for(name: str, kind: Kind) -> str:
    """The statement for the label of a kind of work, which is one of ours and nothing that somebody wrote."""
    return CYPHER[name].replace(":Work", f":{machines()[kind].label}")


def _named(kind: Kind, name: str) -> Move:
    try:
        return machines()[kind].move(name)
    except KeyError as error:
        raise Refused("unknown", name) from error


def _one(tx: ManagedTransaction, cypher: str, **parameters: Any) -> Mapping[str, Any]:
    row = tx.run(cypher, **parameters).single()
    if row is None:
        raise Refused("unknown", str(parameters.get("id", "")))
    return row.data()

"""The states of disputes and of the work on them, and what leads from one to another: states.toml, read and checked."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal["dispute", "directive", "mediation", "visit", "diversion"]
#: Whom a move or a date concerns: officers of the unit that has the work, its supervisors and those of the units above
#: it, whoever began it, the partner agency that it went to.
Whom = Literal["unit", "supervisors", "beginner", "agency"]


class _Read(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Named(_Read):
    """What an officer reads, in both languages."""

    zh: str
    en: str


class Fact(Named):
    """Something that is told with a move; ``choices`` are code -> (Chinese, English), for a choice alone."""

    type: Literal["text", "choice", "date", "moment", "score", "yes_no"]
    choices: dict[str, tuple[str, str]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _choices_where_one_chooses(self) -> Self:
        if (self.type == "choice") != bool(self.choices):
            raise ValueError("a choice has choices, and nothing else has")
        return self


class Move(Named):
    """A way from ``sources`` to ``to``; without ``roles`` nobody makes it by hand.

    ``needs`` are names of facts that have to be told, ``may`` of facts that may be; ``starts`` are moves of the dispute
    made with it where they are allowed; ``begins`` is work that begins with it; ``tells`` those who get a notice.
    ``stamps`` is the property that gets its time; ``sets`` and ``clears`` follow from it.
    """

    name: str
    sources: tuple[str, ...] = Field(alias="from", min_length=1)
    to: str
    roles: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    begins: Kind | None = None
    tells: tuple[Whom, ...] = ()
    stamps: str | None = None
    sets: dict[str, str | bool] = Field(default_factory=dict)
    clears: tuple[str, ...] = ()
    undo: bool = False


class Machine(Named):
    """A kind of work: its nodes' ``label``, and its beginning as a ``Move`` says it: ``first`` is the state that it
    leads to, ``about`` what it is begun on, and without ``roles`` nobody begins it by hand."""

    label: str
    about: Literal["dispute", "incident"] = "dispute"
    first: str
    roles: frozenset[str] = frozenset()
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()
    tells: tuple[Whom, ...] = ()
    stamps: str | None = None
    states: dict[str, Named]
    moves: tuple[Move, ...]

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        named = {self.first, *(move.to for move in self.moves), *(s for move in self.moves for s in move.sources)}
        if unknown := named - self.states.keys():
            raise ValueError(f"no such state: {sorted(unknown)}")
        if unreached := self.states.keys() - self.reached(self.first):
            raise ValueError(f"nothing leads to {sorted(unreached)}")
        if len({move.name for move in self.moves}) < len(self.moves):
            raise ValueError("two moves of one name")
        return self

    def move(self, name: str) -> Move:
        """The move of this name; KeyError."""
        return {move.name: move for move in self.moves}[name]

    def out_of(self, state: str) -> Iterator[Move]:
        """The moves that lead out of a state, in the order of the file."""
        return (move for move in self.moves if state in move.sources)

    def reached(self, state: str) -> set[str]:
        """Every state that can follow this one, and itself."""
        found, edge = {state}, [state]
        while edge:
            fresh = {move.to for move in self.out_of(edge.pop())} - found
            found |= fresh
            edge += fresh
        return found


class _File(_Read):
    facts: dict[str, Fact]
    dispute: Machine
    directive: Machine
    mediation: Machine
    visit: Machine
    diversion: Machine

    @model_validator(mode="after")
    def _refers_to_what_is_there(self) -> Self:
        moves = {move.name for move in self.dispute.moves}
        for machine in self.machines().values():
            starts = {*machine.starts, *(start for move in machine.moves for start in move.starts)}
            if unknown := starts - moves:
                raise ValueError(f"{machine.en}: the dispute has no move {sorted(unknown)}")
            needs = {*machine.needs, *machine.may}
            needs |= {need for move in machine.moves for need in (*move.needs, *move.may)}
            if unknown := needs - self.facts.keys():
                raise ValueError(f"{machine.en}: no such fact: {sorted(unknown)}")
        return self

    def machines(self) -> dict[Kind, Machine]:
        return {
            "dispute": self.dispute,
            "directive": self.directive,
            "mediation": self.mediation,
            "visit": self.visit,
            "diversion": self.diversion,
        }


def machines() -> dict[Kind, Machine]:
    """Every kind of work."""
    return _file().machines()


def facts() -> dict[str, Fact]:
    """Name -> everything that a move may need to be told."""
    return _file().facts


@cache
def _file() -> _File:
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return _File.model_validate(tomllib.loads(text))

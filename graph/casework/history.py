"""What became of a piece of work, told by its moves alone: each as it was made, and what they all together lead to."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from graph.casework.states import Kind, facts, machines

#: The move with which a piece of work begins; it leads from nowhere to the kind's first state.
BEGIN = "begin"


@dataclass(frozen=True, slots=True)
class Made:
    """A move that was made. ``facts`` are typed as they were told; ``undone_at`` is set when it was taken back."""

    act: str
    name: str
    source: str
    to: str
    by: str
    at: datetime
    reason: str
    facts: dict[str, Any]
    number: int
    undone_at: datetime | None
    undone_by: str | None

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Made:
        """From the properties of a `Move` in the graph."""
        undone = kept.get("undone_at")
        return cls(
            act=kept["act"],
            name=kept["name"],
            source=kept["source"],
            to=kept["to"],
            by=kept["by"],
            at=kept["at"].to_native().astimezone(UTC),
            reason=kept["reason"],
            facts=unpacked(kept["facts"]),
            number=kept["number"],
            undone_at=undone.to_native().astimezone(UTC) if undone else None,
            undone_by=kept.get("undone_by"),
        )


def rebuilt(kind: Kind, moves: Sequence[Made]) -> tuple[str, dict[str, Any]]:
    """The state that the moves lead to, and every property that any of them touched (None: there is none)."""
    kept = [made for made in moves if made.undone_at is None]
    first = (moves[0].source if moves else "") or machines()[kind].first
    touched: dict[str, Any] = {}
    for made in moves:
        touched |= dict.fromkeys(properties(kind, made.name, made.facts, made.at))
    for made in kept:
        touched |= properties(kind, made.name, made.facts, made.at)
    return kept[-1].to if kept else first, touched


def properties(kind: Kind, name: str, told: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    """What a move makes of the properties; None takes one away. The reason stays with the move."""
    stated = {key: value for key, value in told.items() if key != "reason"}
    machine = machines()[kind]
    if name == BEGIN:
        return stated | ({machine.stamps: at} if machine.stamps else {})
    move = machine.move(name)
    cleared: dict[str, Any] = dict.fromkeys(move.clears)
    stamped = {move.stamps: at} if move.stamps else {}
    return cleared | dict(move.sets) | stamped | stated


def packed(told: Mapping[str, Any]) -> str:
    """Facts as text; the type of those that are times is found in states.toml again."""
    return json.dumps(told, ensure_ascii=False, default=lambda value: value.isoformat())


def unpacked(text: str) -> dict[str, Any]:
    """Facts out of their text."""
    read = {"date": date.fromisoformat, "moment": datetime.fromisoformat}
    found: dict[str, Any] = json.loads(text)
    return {name: read.get(facts()[name].type, lambda value: value)(value) for name, value in found.items()}

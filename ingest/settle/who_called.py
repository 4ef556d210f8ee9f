"""Who made which call: everything that can say so of some calls is fetched, and callers are worked out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from graph.casework.decisions import Constraints, Decision, constraints
from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import Anchor
from ingest.resolve.callers import resolve_callers
from ingest.settle.asking import DecisionsOn
from ingest.settle.memory import Memory
from ingest.settle.standing import Standing

_ROUNDS = 10


class _Trait(NamedTuple):
    """What can make another call this person's: one anchor, two at once, or a message board's account."""

    account: str = ""
    anchor: int = 0
    beside: int | None = None


def with_callers(
    memory: Memory, rows: Iterable[int], decisions_on: DecisionsOn
) -> tuple[dict[int, Standing], dict[str, str]]:
    """The calls in the rows and all that may be of the same people as they stand, and id -> caller's key of all.

    Those are the calls with the same number, ID number, account, or full name at one site, and those that
    a decision about callers names together. Widened until nothing more is shared, at most ten times.
    """
    standings = memory.calls.standings(rows)
    seen: set[_Trait] = set()
    decisions: dict[str, Decision] = {}
    fresh = set(standings)
    for _ in range(_ROUNDS):
        traits = {trait for row in fresh for trait in _traits(standings[row])} - seen
        seen |= traits
        found = {row for trait in traits for row in _sharing(memory, trait)}
        for decision in decisions_on(sorted(standings[row].id for row in fresh), "caller"):
            decisions[decision.id] = decision
            found.update(memory.calls.rows(sorted(decision.joined | decision.left | decision.right)).values())
        fresh = found - standings.keys()
        if not fresh:
            break
        standings |= memory.calls.standings(fresh)
        fresh &= standings.keys()
    return standings, callers_of(standings.values(), constraints(decisions.values()))


def callers_of(standings: Iterable[Standing], decided: Constraints) -> dict[str, str]:
    """Id -> caller's key that all of the calls together give it; those by nobody known are left out."""
    return resolve_callers({s.id: s.call() for s in standings}, decided.together, decided.apart)


def recalled(standings: Mapping[int, Standing], keys: Mapping[str, str]) -> set[int]:
    """The rows of the calls whose caller changes."""
    return {row for row, standing in standings.items() if standing.caller != keys.get(standing.id, "")}


def regrouped(standings: Mapping[int, Standing], keys: Mapping[str, str], fresh: Collection[int]) -> set[int]:
    """The rows of the calls that share their caller with other calls than before, the ``fresh`` ones not counted.

    Only these can have other links: a key that changes for all calls of a person, because one more tells his full
    name, changes none.
    """
    before: dict[str, set[int]] = defaultdict(set)
    after: dict[str, set[int]] = defaultdict(set)
    for row, standing in standings.items():
        if row not in fresh:
            before[standing.caller].add(row)
            after[keys.get(standing.id, "")].add(row)

    def beside(groups: Mapping[str, set[int]], key: str, row: int) -> set[int]:
        return groups[key] if key else {row}

    return {
        row
        for row in recalled(standings, keys)
        if row not in fresh
        and beside(before, standings[row].caller, row) != beside(after, keys.get(standings[row].id, ""), row)
    }


def _traits(standing: Standing) -> Iterator[_Trait]:
    call = standing.call()
    said = call.said
    if said.phone:
        yield _Trait(anchor=anchor_number(Anchor("phone", said.phone)))
    if said.id_number:
        yield _Trait(anchor=anchor_number(Anchor("id", said.id_number)))
    if said.scope == "account":
        yield _Trait(account=said.surname)
        return
    full_name = anchor_number(Anchor("full_name", said.surname + said.given))
    for site in call.sites:
        yield _Trait(anchor=full_name, beside=anchor_number(Anchor("building" if "/" in site else "base", site)))
    if said.scope:
        masked = anchor_number(Anchor("masked_name", f"{said.surname}{said.given[-1:]}@{said.scope}"))
        yield _Trait(anchor=full_name, beside=masked)


def _sharing(memory: Memory, trait: _Trait) -> list[int]:
    if trait.account:
        return memory.calls.of_account(trait.account)
    if trait.beside is None:
        return memory.anchors.at(trait.anchor)
    return memory.anchors.at_both(trait.anchor, trait.beside)

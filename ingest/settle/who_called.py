"""Who made which call: everything that can say so of some incidents is fetched, and callers are worked out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from neo4j import Driver

from graph.casework.decisions import Constraints, Decision, active, constraints
from ingest.resolve.anchors import Anchor
from ingest.resolve.callers import resolve_callers
from ingest.resolve.index_words import token
from ingest.settle.standing import Standing, query, standings

_ROUNDS = 10
#: Calls under one full name at one site; no name is so common.
_NAMESAKES = 10_000


def with_callers(driver: Driver, ids: Iterable[str]) -> tuple[dict[str, Standing], dict[str, Standing]]:
    """The incidents and all that may be of the same people: as they stand, and with their callers.

    Those are the incidents with the same number, ID number, account, or full name at one site, and those that
    a decision about callers names together. Widened until nothing more is shared, at most ten times.
    """
    before = standings(driver, sorted(ids))
    seen: set[tuple[str, str]] = set()
    decisions: dict[str, Decision] = {}
    fresh = set(before)
    for _ in range(_ROUNDS):
        traits = {trait for i in fresh for trait in _traits(before[i])} - seen
        seen |= traits
        found = _sharing(driver, traits)
        for decision in active(driver, sorted(fresh), "caller"):
            decisions[decision.id] = decision
            found |= decision.joined | decision.left | decision.right
        fresh = found - before.keys()
        if not fresh:
            break
        before |= standings(driver, sorted(fresh))
        fresh &= before.keys()
    return before, called(before, constraints(decisions.values()))


def called(before: Mapping[str, Standing], decided: Constraints) -> dict[str, Standing]:
    """The same incidents, each with the caller that all of them together give it."""
    keys = resolve_callers({i: standing.call() for i, standing in before.items()}, decided.together, decided.apart)
    return {
        i: standing if keys.get(i, "") == standing.caller else standing.called_by(keys.get(i, ""))
        for i, standing in before.items()
    }


def _traits(standing: Standing) -> Iterator[tuple[str, str]]:
    """(how to look it up, what) of all that can make another call this person's."""
    call = standing.call()
    said = call.said
    if said.phone:
        yield "phones", said.phone
    if said.id_number:
        yield "id_numbers", said.id_number
    if said.scope == "account":
        yield "callers", f"name:{said.name}@account"
        return
    full_name = token(Anchor("full_name", said.surname + said.given))
    for site in call.sites:
        yield "phrases", f"+{full_name} +{token(Anchor('building' if '/' in site else 'base', site))}"
    if said.scope:
        masked = token(Anchor("masked_name", f"{said.surname}{said.given[-1:]}@{said.scope}"))
        yield "phrases", f"+{full_name} +{masked}"


def _sharing(driver: Driver, traits: Iterable[tuple[str, str]]) -> set[str]:
    wanted: dict[str, list[str]] = {"phones": [], "id_numbers": [], "callers": [], "phrases": []}
    for how, what in sorted(traits):
        wanted[how].append(what)
    phrases = wanted.pop("phrases")
    found: set[str] = set()
    if any(wanted.values()):
        found.update(record["id"] for record in query(driver, "by_identity", **wanted))
    if phrases:
        for record in query(driver, "by_anchor", tokens=phrases, limit=_NAMESAKES):
            found.update(i for i, _ in record["incidents"])
    return found

"""Who is one person: calls with what they say of their callers become callers with keys.

In this order: what people decided; an ID number; within one number the names seen on it (``one_phone``); across
numbers the same full name at the same site. Each step joins only where no decision keeps apart, and the answer
depends on the set of calls and decisions, never on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeVar

from ingest.resolve.one_phone import Saying, is_switchboard, tell_apart
from ingest.resolve.persons import Apart, Persons, Unit
from ingest.resolve.who import Call, Name, Observation, fullest

_Units = Mapping[str, Unit]
Key = TypeVar("Key")
Value = TypeVar("Value")


def resolve_callers(
    calls: Mapping[str, Call],
    together: Sequence[Collection[str]] = (),
    apart: Sequence[Apart] = (),
) -> dict[str, str]:
    """The caller's key of every call (by id) that has one; a call by nobody in particular is left out.

    Args:
        calls: what each call says, by its id.
        together: ids that people decided are one person's; ids without a call are passed over.
        apart: pairs of id sets that are not; no contradiction with ``together`` (see ``casework.decisions``).

    Cost: linear in the calls, and see ``tell_apart``. The key is ``id:<number>`` where an ID number is known,
    else ``tel:<number>:<fullest name>``, else ``name:<name>@<scope>``; behind it ``#<call>`` where a decision
    parted people who would have one key.
    """
    decided = {i for group in together for i in group} | {i for sides in apart for side in sides for i in side}
    alone = {said: _key((said,)) for said in _alone(calls, decided)}
    others = {i: call for i, call in calls.items() if call.said not in alone and (call.said or i in decided)}
    undecided = {call.said: Unit(call.said) for call in others.values()}
    units = {i: Unit(call.said, i) if i in decided else undecided[call.said] for i, call in others.items()}
    persons = Persons(set(units.values()))
    _obey(persons, units, together, apart)
    crowds = _join_same_sayings(persons, set(units.values()))
    _join_same_site(persons, units, calls)
    keys = _keys(persons, crowds)
    key_of = {unit: keys.get(persons.of(unit), "") for unit in set(units.values())}
    found = {i: alone[call.said] for i, call in calls.items() if call.said in alone}
    found.update((i, key_of[unit]) for i, unit in units.items())
    return {i: key for i, key in found.items() if key}


def _alone(calls: Mapping[str, Call], decided: Collection[str]) -> set[Observation]:
    """The sayings, four of five, that share neither number nor ID number nor a name's site with another and that no
    decision is about: each is a person, and nothing has to be joined."""
    sayings = {call.said for call in calls.values() if call.said}
    phones, numbers = Counter(said.phone for said in sayings), Counter(said.id_number for said in sayings)
    at: dict[tuple[Name, str], Observation] = {}
    shared = {calls[i].said for i in decided if i in calls}
    for call in calls.values():
        for site in call.sites:
            first = at.setdefault((call.said.name, site), call.said)
            if first != call.said:
                shared.update((first, call.said))
    return {
        said
        for said in sayings
        if (not said.phone or (phones[said.phone] == 1 and not is_switchboard(said.phone, ())))
        and (not said.id_number or numbers[said.id_number] == 1)
        and said not in shared
    }


def _obey(persons: Persons, units: _Units, together: Sequence[Collection[str]], apart: Sequence[Apart]) -> None:
    for block in together:
        persons.join_all([units[i] for i in sorted(block) if i in units])
    for left, right in apart:
        persons.keep_apart([units[i] for i in left if i in units], [units[i] for i in right if i in units])


def _join_same_sayings(persons: Persons, units: Collection[Unit]) -> set[Unit]:
    """Join by equal sayings, ID numbers and numbers; the units that nobody in particular said are returned."""
    saying: dict[Unit, list[Unit]] = {}
    for said, same in _grouped((unit._replace(pin="") if unit.pin else unit, unit) for unit in units).items():
        if len(same) == 1:
            saying[said] = same
            continue
        # Undecided calls follow the side that more decided calls of the same saying are on.
        size = dict.fromkeys(map(persons.of, same), 0)
        for unit in same:
            size[persons.of(unit)] += 1
        saying[said] = sorted(same, key=lambda unit: (unit.pin != "", -size[persons.of(unit)], unit))
    crowds = _nobody(saying)
    for said, same in saying.items():
        if len(same) > 1 and said not in crowds:
            persons.join_all(same)
    names_of: dict[str, set[Name]] = defaultdict(set)
    for id_number, same in _grouped((u.said.id_number, u) for u in saying if u.said.id_number).items():
        names_of[id_number].update(unit.said.name for unit in same)
        if len(same) > 1:
            _join_sayings(persons, [saying[unit] for unit in sorted(same)])
    for phone, same in _grouped((u.said.phone, u) for u in saying if u.said.phone).items():
        if len(same) == 1:
            continue
        at = {(unit.said.name, unit.said.id_number): saying[unit] for unit in same}
        for sayings in tell_apart(phone, at.keys(), names_of):
            _join_sayings(persons, [at[one] for one in sayings])
    return {unit for said in crowds for unit in saying[said]}


def _nobody(sayings: Iterable[Unit]) -> set[Unit]:
    """The sayings from a switchboard that name nobody."""
    found: set[Unit] = set()
    for phone, same in _grouped((u.said.phone, u) for u in sayings if u.said.phone).items():
        said: list[Saying] = [(unit.said.name, unit.said.id_number) for unit in same]
        if is_switchboard(phone, said):
            found.update(unit for unit in same if not unit.said.id_number and not unit.said.given)
    return found


def _join_sayings(persons: Persons, sayings: Sequence[Sequence[Unit]]) -> None:
    """Join the units of several sayings that are one person's."""
    persons.join_all([unit for same in sayings for unit in same])


def _join_same_site(persons: Persons, units: _Units, calls: Mapping[str, Call]) -> None:
    """Join across numbers those who give one full name at one site, unless ID numbers tell them apart."""
    known: dict[Unit, set[str]] = defaultdict(set)
    for unit in set(units.values()):
        if unit.said.id_number:
            known[persons.of(unit)].add(unit.said.id_number)
    placed = {(unit, calls[i].sites) for i, unit in units.items()}
    at = _grouped(((unit.said.name, site), unit) for unit, sites in placed for site in sites)
    for _, same in sorted(pair for pair in at.items() if len(pair[1]) > 1):
        roots = {persons.of(unit): unit for unit in sorted(set(same), reverse=True)}
        ids = set().union(*(known[root] for root in roots))
        if len(roots) < 2 or len(ids) > 1:
            continue
        persons.join_all(sorted(roots.values()))
        for unit in roots.values():
            known[persons.of(unit)] |= ids


def _keys(persons: Persons, crowds: Collection[Unit]) -> dict[Unit, str]:
    """Person (by the unit that stands for it) -> key; nobody in particular has none."""
    by_key: dict[str, list[set[Unit]]] = defaultdict(list)
    for members in persons:
        if (key := _key([unit.said for unit in members])) and any(unit.pin or unit not in crowds for unit in members):
            by_key[key].append(members)
    found: dict[Unit, str] = {}
    for key, parted in by_key.items():
        if len(parted) == 1:
            found[persons.of(next(iter(parted[0])))] = key
            continue
        # The side that undecided calls follow keeps the key.
        parted.sort(key=lambda side: (all(unit.pin for unit in side), -len(side), min(unit.pin for unit in side)))
        for place, side in enumerate(parted):
            pins = sorted(unit.pin for unit in side if unit.pin)
            found[persons.of(next(iter(side)))] = f"{key}#{pins[0]}" if place and pins else key
    return found


def _key(sayings: Collection[Observation]) -> str:
    ids = min([said.id_number for said in sayings if said.id_number], default="")
    if ids:
        return f"id:{ids}"
    phone = min([said.phone for said in sayings if said.phone], default="")
    name = fullest({said.name for said in sayings})
    if phone:
        return f"tel:{phone}:{name}"
    scope = min([said.scope for said in sayings if said.scope and said.name == name], default="")
    return f"name:{name}@{scope}" if scope else ""


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, list[Value]]:
    found: dict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found

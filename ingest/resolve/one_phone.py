"""Who is who on one telephone number: the people seen on it, and which calls are whose.

An ID number is a person, a full name is a person; a partial name or none goes to the one person it can only be.
On a number of many people (a switchboard, a shop's phone) it goes to nobody. The answer depends on the set of
names and ID numbers seen, never on their order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from ingest.resolve.who import DESK_NUMBER, Name, fits

#: From so many people on it a number is a switchboard: a nameless call from it is then nobody in particular.
SWITCHBOARD_PEOPLE = 4

#: What a call on the number says: (name, ID number), either may be empty.
Saying = tuple[Name, str]


@dataclass(slots=True)
class Individual:
    """A person on the number: the names known for him, and what was said on the number that is his."""

    names: set[Name]
    sayings: list[Saying] = field(default_factory=list)

    def takes(self, name: Name) -> bool:
        """Whether the name can be his: it is one of his full names, or, where he has none, it fits all he has."""
        fulls = {own for own in self.names if own.full}
        if name.full:
            return name in fulls if fulls else all(fits(name, own) for own in self.names)
        return any(fits(name, own) for own in fulls or self.names) or not self.names


def is_switchboard(phone: str, sayings: Collection[Saying]) -> bool:
    """Whether so many people were seen on the number that it belongs to none of them."""
    if DESK_NUMBER.fullmatch(phone):
        return True
    if len(sayings) < SWITCHBOARD_PEOPLE:
        return False
    fulls = {name for name, _ in sayings if name.full}
    with_id: dict[str, set[Name]] = defaultdict(set)
    for name, id_number in sayings:
        if id_number:
            with_id[id_number].add(name)
    known = {name.surname for name in fulls}
    surnames = {name.surname for name, _ in sayings if name.surname} - known
    named_ids = sum(bool(names & fulls) for names in with_id.values())
    return max(len(fulls) + len(surnames), len(fulls) + len(with_id) - named_ids) >= SWITCHBOARD_PEOPLE


def tell_apart(phone: str, sayings: Collection[Saying], names_of: Mapping[str, Collection[Name]]) -> list[list[Saying]]:
    """The sayings of each person on ``phone``; those that are nobody's in particular are left out.

    ``names_of`` are the names that go with an ID number, on whatever phone. Cost: linear in the sayings, and
    within one surname the partial names times the full ones.
    """
    crowded = is_switchboard(phone, sayings)
    with_id: dict[str, list[Saying]] = defaultdict(list)
    for saying in sorted(sayings):
        if saying[1]:
            with_id[saying[1]].append(saying)
    people = [Individual({name for name in names_of[i] if name.surname}, said) for i, said in sorted(with_id.items())]
    people = _with_full_names(people, {name for name, i in sayings if not i and name.full}, crowded)
    people = _with_partial_names(
        people, {name for name, i in sayings if not i and name.surname and not name.full}, crowded
    )
    if (Name(), "") in sayings and not crowded:
        if len(people) == 1:
            people[0].sayings.append((Name(), ""))
        else:
            people.append(Individual(set(), [(Name(), "")]))
    return [person.sayings for person in people]


def _with_full_names(people: list[Individual], names: set[Name], crowded: bool) -> list[Individual]:
    """The people known by ID number together with those known by a full name, who may be among them."""
    found = list(people)
    own: dict[Name, list[Individual]] = defaultdict(list)
    for person in people:
        for name in person.names:
            if name.full:
                own[name].append(person)
    unnamed = [] if crowded else [person for person in people if not any(name.full for name in person.names)]
    suiting = {
        name: own[name] if name in own else [person for person in unnamed if person.takes(name)] for name in names
    }
    claims = Counter(id(person) for fitting in suiting.values() for person in fitting)
    for name in sorted(names, key=lambda name: (-len(name.given), name)):
        fitting = suiting[name]
        if not fitting and not crowded:
            # 周玉 on the number of 周红玉 alone: a character that was not typed.
            fitting = [person for longer, holders in own.items() if _shortens(name, longer) for person in holders]
        if len(fitting) == 1 and (name in own or claims[id(fitting[0])] < 2):
            fitting[0].sayings.append((name, ""))
            fitting[0].names.add(name)
        else:
            fitting = [Individual({name}, [(name, "")])]
            found += fitting
        own[name] = fitting
    return found


def _shortens(name: Name, longer: Name) -> bool:
    return name.surname == longer.surname and len(name.given) < len(longer.given) and longer.given.endswith(name.given)


def _with_partial_names(people: list[Individual], names: set[Name], crowded: bool) -> list[Individual]:
    """The same people, each with the partial names that can be his alone; the others stand for themselves."""
    found = list(people)
    by_surname: dict[str, list[Individual]] = defaultdict(list)
    for person in people:
        for surname in {name.surname for name in person.names}:
            by_surname[surname].append(person)
    # Who showed an ID number and no name may be the one partly named person.
    unnamed = [person for person in people if not person.names] if len({name.surname for name in names}) == 1 else []
    for name in sorted(names, key=lambda name: (-len(name.given), name)):
        if crowded and not name.given:
            continue
        fitting = [person for person in by_surname[name.surname] if person.takes(name)] + unnamed
        if len(fitting) == 1 and not crowded:
            fitting[0].sayings.append((name, ""))
        else:
            # Fitting several, it is kept apart rather than given to one of a family.
            alone = Individual({name}, [(name, "")])
            found.append(alone)
            by_surname[name.surname].append(alone)
    return found

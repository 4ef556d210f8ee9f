"""Who called: observations of numbers, names and ID numbers become persons.

A number serves several people and a person several numbers, so neither is a person. Within one number
the names written beside it are told apart; across numbers only an ID number joins. A partial name
(余某, 余先生, 余某建) goes to the one fuller name on that number that it fits, and stays apart when it
fits several. The result depends on the set of observations, never on their order.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from scipy.cluster.hierarchy import DisjointSet

#: A message board's account rather than a name: A909164, user_31.
ACCOUNT = re.compile(r"[A-Za-z][\w.@-]*\d[\w.@-]*|\d{4,}")

#: Distinct full names on one number from which it counts as a switchboard: a nameless call from
#: it is then nobody in particular.
SWITCHBOARD_NAMES = 4


@dataclass(frozen=True, slots=True, order=True)
class Observation:
    """What one incident says of its caller; any part may be ''.

    ``phone`` in national form, ``surname`` and the known characters of the ``given`` name,
    ``full`` when the whole name is known, ``id_number`` with a right check digit. ``scope`` is set only
    where there is neither: the account name of a message board, or the station that wrote the full name,
    because a bare name says little beyond one station.
    """

    phone: str = ""
    surname: str = ""
    given: str = ""
    full: bool = False
    id_number: str = ""
    scope: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.id_number or self.scope)

    @classmethod
    def of(cls, *, phone: str, name: tuple[str, str, bool], id_number: str, account: str, unit: str) -> Observation:
        """The observation an incident makes.

        ``name`` is (surname, given, full) as read, ``account`` the caller as written, ``unit`` the station.
        """
        if phone or id_number:
            return cls(phone, *name, id_number=id_number)
        if ACCOUNT.fullmatch(account):
            return cls(surname=account, full=True, scope="account")
        return cls("", *name, scope=unit) if name[0] and name[2] else cls()


def fits(partial: Observation, other: Observation) -> bool:
    """Whether two names can be one person's: same surname, and the shorter given name ends the other."""
    if not partial.surname or not other.surname:
        return True
    if partial.surname != other.surname:
        return False
    if partial.full and other.full:
        return partial.given == other.given
    return other.given.endswith(partial.given) or partial.given.endswith(other.given)


def resolve_callers(observations: Iterable[Observation]) -> dict[Observation, str]:
    """The person key of every observation that names anyone; the empty observation is left out.

    Cost: linear in the distinct observations, quadratic in the distinct names on one number.
    The key is ``id:<number>`` where an ID number is known, else ``tel:<number>`` with the fullest name,
    else ``name:<name>@<scope>``.
    """
    seen = sorted({observation for observation in observations if observation})
    persons: DisjointSet = DisjointSet(seen)
    by_phone: dict[str, list[Observation]] = defaultdict(list)
    by_id: dict[str, list[Observation]] = defaultdict(list)
    for observation in seen:
        if observation.phone:
            by_phone[observation.phone].append(observation)
        if observation.id_number:
            by_id[observation.id_number].append(observation)
    for same_id in by_id.values():
        for other in same_id[1:]:
            persons.merge(same_id[0], other)
    for on_phone in by_phone.values():
        _join_within_phone(on_phone, persons)
    keys: dict[Observation, str] = {}
    for members in persons.subsets():
        key = _key(members)
        keys.update(dict.fromkeys(members, key))
    return keys


def _join_within_phone(on_phone: list[Observation], persons: DisjointSet) -> None:
    """Join the observations on one number that are one person, the most telling first."""
    anchors: list[Observation] = []
    names = {(o.surname, o.given) for o in on_phone if o.full}
    for observation in sorted(on_phone, key=_telling, reverse=True):
        if not observation.surname and not observation.id_number and len(names) >= SWITCHBOARD_NAMES:
            continue
        fitting = {persons[a]: a for a in anchors if _same_person(observation, a)}
        if len(fitting) == 1:
            persons.merge(observation, next(iter(fitting.values())))
        # Fitting several, it is kept apart rather than given to one of a family.
        anchors.append(observation)


def _same_person(one: Observation, other: Observation) -> bool:
    if one.id_number and other.id_number:
        return one.id_number == other.id_number
    return fits(one, other)


def _telling(observation: Observation) -> tuple[bool, bool, int, Observation]:
    return (bool(observation.id_number), observation.full, len(observation.surname + observation.given), observation)


def _key(members: Collection[Observation]) -> str:
    best = max(members, key=lambda o: (bool(o.id_number), o.full, len(o.given), bool(o.surname)))
    ids = sorted(o.id_number for o in members if o.id_number)
    if ids:
        return f"id:{ids[0]}"
    phones = sorted(o.phone for o in members if o.phone)
    name = best.surname + best.given
    return f"tel:{phones[0]}:{name}" if phones else f"name:{name}@{best.scope}"


def fullest_name(names: Mapping[str, int]) -> str:
    """The name to show for a person: the longest without a mask, most often written first on ties."""
    if not names:
        return ""
    return min(names, key=lambda name: ("某" in name or not name, -len(name), -names[name], name))

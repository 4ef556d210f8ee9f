"""Invented people: names, ID numbers of a region that does not exist, phones of unassigned segments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.sample.dice import Dice
from ingest.sample.world import Spot

#: No place has this region code (GB/T 2260), so no such ID number can belong to anyone.
_REGION = "999999"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Person:
    """Who really calls. ``phones`` in national form, the usual one first."""

    key: str
    surname: str
    given: str
    id_number: str
    phones: tuple[str, ...]
    home: Spot

    @property
    def name(self) -> str:
        """The full name."""
        return self.surname + self.given


def id_number(birth: str, serial: int) -> str:
    """An 18-digit number with its right check digit (GB 11643); ``birth`` as 19880214."""
    body = f"{_REGION}{birth}{serial:03d}"
    total = sum(int(digit) * weight for digit, weight in zip(body, _WEIGHTS, strict=True))
    return body + _CHECKS[total % 11]


class People:
    """Makes people. No two get the same phone by accident."""

    def __init__(self, data: Mapping[str, Any], area_code: str, dice: Dice) -> None:
        self._data = data
        self._area_code = area_code
        self._dice = dice
        self._made = 0
        self._mobiles = 0
        self._lines = 0

    def person(self, home: Spot) -> Person:
        """A new person who lives at ``home``."""
        dice = self._dice
        self._made += 1
        given = "".join(dice.some(self._data["given"], 1 if dice.chance(0.15) else 2))
        birth = f"{dice.between(1946, 2007)}{dice.between(1, 12):02d}{dice.between(1, 28):02d}"
        phones = [self.landline() if dice.chance(0.05) else self.mobile()]
        if dice.chance(0.2):
            phones.append(self.mobile())
        surname = self._data["surnames"][int(dice.early(len(self._data["surnames"])))]
        number = id_number(birth, dice.between(1, 999))
        return Person(f"P{self._made:07d}", surname, given, number, tuple(phones), home)

    def mobile(self) -> str:
        """A mobile number of a block that no operator was given (1xx 0000, or 160, 164, 168, 169)."""
        prefixes = self._data["mobile_prefixes"]
        block = len(prefixes) * 10_000
        index = self._mobiles
        self._mobiles += 1
        if index % 4 and index < block:
            place = index * 7919 % block
            return f"{prefixes[place // 10_000]}0000{place % 10_000:04d}"
        return f"{('160', '164', '168', '169')[index % 4]}{(index * 6_700_417 + 12_345_678) % 100_000_000:08d}"

    def landline(self) -> str:
        """A number with an area code that does not exist."""
        self._lines += 1
        return f"0{self._area_code}{2_000_000 + self._lines * 7_919 % 7_000_000}"


def written_name(person: Person, dice: Dice) -> str:
    """The name as the slip has it: full, masked, with a title, or ''."""
    name, surname, last = person.name, person.surname, person.given[-1]
    form = dice.weighted((0.72, 0.1, 0.06, 0.04, 0.03, 0.02, 0.03))
    titles = f"{surname}{dice.pick(('先生', '女士', '师傅', '阿姨'))}"
    masked = f"{surname}某{last}" if len(person.given) > 1 else f"{surname}某"
    return (name, "", titles, f"{surname}某", masked, f"{surname}某某", f" {surname} {person.given}")[form]


def written_phone(number: str, dice: Dice) -> str:
    """The number as the slip has it; '' or a note when it was withheld."""
    form = dice.weighted((0.84, 0.03, 0.03, 0.02, 0.03, 0.02, 0.03))
    if form == 6:
        return dice.pick(("", "", "隐藏号码", "未知"))
    if number.startswith("0"):
        area, line = number[:4], number[4:]
        return dice.pick((number, f"{area}-{line}", f"({area}){line}", f"{area} {line}", line if form == 1 else number))
    spaced = f"{number[:3]} {number[3:7]} {number[7:]}"
    return (number, "+86" + number, spaced, "0" + number, number.translate(_WIDE), f"86-{number}")[form]


def written_id_number(person: Person, dice: Dice) -> str:
    """The ID number as the slip has it: most often not asked for, sometimes with a wrong check digit."""
    if not dice.chance(0.32):
        return ""
    if dice.chance(0.04):
        return person.id_number[:-1] + ("3" if person.id_number[-1] != "3" else "7")
    return person.id_number.lower() if dice.chance(0.05) else person.id_number


def in_a_note(person: Person, dice: Dice) -> str:
    """How an officer's note names a person."""
    masked = f"{person.surname}某{person.given[-1]}" if len(person.given) > 1 else f"{person.surname}某"
    return (person.name, f"{person.surname}某", masked, f"{person.surname}某某")[dice.weighted((0.35, 0.3, 0.25, 0.1))]

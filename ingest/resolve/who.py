"""Who called: what one call says of its caller, and when two sayings can be of one person."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from ingest.resolve.profile import PlaceKeys

#: A message board's account rather than a name: A909164, user_31, 20231174.
ACCOUNT = re.compile(r"[A-Za-z][\w.@-]*\d[\w.@-]*|\d{4,}")

#: Short codes of the numbering plan (110, 12345, 12348, 95588, 96110): a desk that passes calls on, never a person.
SHORT_CODE = re.compile(r"1\d{2}|1[0-2]\d{3}|12\d{4}|9[56]\d{3,4}")

#: Numbers that ring at a desk (400 and 800): many people, whatever names are seen on them.
DESK_NUMBER = re.compile(r"[48]00\d{7}")


class Name(NamedTuple):
    """A name as far as it is known: ``full`` when ``given`` is all of the given name."""

    surname: str = ""
    given: str = ""
    full: bool = False

    def __str__(self) -> str:
        """白建国, and 白某国 or 白 when no more is known."""
        return self.surname + ("某" if self.given and not self.full else "") + self.given


class Observation(NamedTuple):
    """What one call says of its caller; any part may be ''.

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

    @property
    def name(self) -> Name:
        """The name alone."""
        return Name(self.surname, self.given, self.full)

    @classmethod
    def of(cls, *, phone: str, name: tuple[str, str, bool], id_number: str, account: str, unit: str) -> Observation:
        """The observation a call makes.

        ``name`` is (surname, given, full) as read, ``account`` the caller as written, ``unit`` the station.
        """
        if phone or id_number:
            return cls(phone, *name, id_number=id_number)
        if SHORT_CODE.fullmatch(account):
            return cls()
        if ACCOUNT.fullmatch(account):
            return cls(surname=account, full=True, scope="account")
        return cls("", *name, scope=unit) if name[0] and name[2] else cls()


@dataclass(frozen=True, slots=True)
class Call:
    """One call as far as its caller goes: what it says of him, and the sites where its full name counts."""

    said: Observation
    sites: tuple[str, ...] = ()


def telling_sites(name: Name, places: PlaceKeys) -> tuple[str, ...]:
    """The places at which a second call under this full name, from whatever phone, is the same person's.

    Two people of one estate, shop or village rarely share a given name of two characters; of one character they do,
    so such a name counts in one building only. A name not known in full counts nowhere.
    """
    if not (name.full and name.given):
        return ()
    if len(name.given) > 1:
        return tuple(dict.fromkeys(key for _, key in places if "/" not in key))
    return tuple(dict.fromkeys(key for level, key in places if level == "building"))


def fits(partial: Name, other: Name) -> bool:
    """Whether two names can be one person's: same surname, and the shorter given name ends the other."""
    if not partial.surname or not other.surname:
        return True
    if partial.surname != other.surname:
        return False
    if partial.full and other.full:
        return partial.given == other.given
    return other.given.endswith(partial.given) or partial.given.endswith(other.given)


def fullest(names: Collection[Name]) -> Name:
    """The name that says most: whole before partial, longer before shorter; ties by the characters."""
    return max(names, key=lambda name: (name.full, len(name.given), bool(name.surname), name), default=Name())


def fullest_name(names: Mapping[str, int]) -> str:
    """The name to show for a person: the longest without a mask, most often written first on ties."""
    if not names:
        return ""
    return min(names, key=lambda name: ("某" in name or not name, -len(name), -names[name], name))

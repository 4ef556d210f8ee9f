"""What a record says: the values that extraction hands to resolution."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Level(StrEnum):
    """How fine a location is, coarse to fine. A POI stands beside the estate or building."""

    CITY = "city"
    DISTRICT = "district"  # 区县
    STREET = "street"  # 街道, 镇, 乡
    VILLAGE = "village"  # 村, 社区
    ROAD = "road"  # 路, 街, 巷, 大道
    NUMBER = "number"  # road with house number: 建设路12号
    ESTATE = "estate"  # 小区
    POI = "poi"  # shop, school, hospital, company site, crossing
    BUILDING = "building"  # 栋
    UNIT = "unit"  # 单元
    FLOOR = "floor"  # 楼层; only when the address gives a floor and no room
    ROOM = "room"  # 室


@dataclass(frozen=True, slots=True)
class Place:
    """A location as a chain of (level, normal form) pairs, coarse to fine; () when unknown.

    Normal forms are canonical: 3栋2单元501, 3号楼二单元五楼501室 and 3-2-501 under the same
    estate give the same chain: (ESTATE, 阳光花园), (BUILDING, 3), (UNIT, 2), (ROOM, 501).
    """

    parts: tuple[tuple[Level, str], ...] = ()
    #: The landmark words taken off the end (对面, 门口, 中心花园); no part of what makes two places equal.
    near: str = field(default="", compare=False)

    def at(self, level: Level) -> str:
        """The normal form at ``level``, or ''."""
        for found, name in self.parts:
            if found is level:
                return name
        return ""

    def __bool__(self) -> bool:
        return bool(self.parts)


@dataclass(frozen=True, slots=True)
class PersonMention:
    """A person named in a record.

    ``name`` as written (白某, 白先生, 白建国); ``surname`` always; ``given`` the known characters of
    the given name ('' for 白某, 国 for 白某国); ``full`` true when the whole name is known.
    ``role``: caller, opponent, mediator, bystander, officer or unknown. ``source``: column, content, outcome.
    """

    name: str
    surname: str
    given: str = ""
    full: bool = False
    role: str = "unknown"
    source: str = "content"


@dataclass(frozen=True, slots=True)
class Thing:
    """A named thing a dispute can be about: ``kind`` is plate, company, school, project, shop or hospital."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Danger:
    """A danger word: ``term`` as in the vocabulary, ``grade`` 1 (quarrel) .. 5 (killing), ``source`` its text.

    ``speaker``: whose words or act it is, caller or opponent; '' where the sentence does not say.
    """

    term: str
    grade: int
    source: str
    speaker: str = ""


@dataclass(frozen=True, slots=True)
class Mentions:
    """Everything read from one incident. Tuples are in order of appearance and hold no duplicates.

    ``phones`` are in national form (13800001111, 09405648220); the first is the calling number if it was
    valid (``calling_phone`` says so). ``id_numbers`` passed the checksum. ``kind`` is a key of the kinds
    vocabulary ('' when unclear), ``kind_confidence`` 0..1. ``event`` is a key of the
    events vocabulary: what befalls once (a theft, a lockout), '' for a quarrel that goes on.
    ``content_topics``/``outcome_topics`` are the words that say what it is about, with person, place, plate and
    number words masked out;
    ``content_unnamed``/``outcome_unnamed`` the whole texts so masked.
    ``refers_back``: the text points to an earlier call (上次, 再次, 多次); ``references`` are its words.
    ``same_address``: the address is that of an earlier call (同上次地址). ``amounts`` are in yuan, ``days`` are
    days that the texts name, as MM-DD. ``near`` are
    the landmark and direction words of the places (对面, 门口). ``denied_dangers`` are said not to be so (没有打人).
    """

    calling_phone: str = ""
    phones: tuple[str, ...] = ()
    caller_id_number: str = ""
    id_numbers: tuple[str, ...] = ()
    caller: PersonMention | None = None
    people: tuple[PersonMention, ...] = ()
    place: Place = Place()
    text_places: tuple[Place, ...] = ()
    things: tuple[Thing, ...] = ()
    kind: str = ""
    kind_confidence: float = 0.0
    event: str = ""
    event_confidence: float = 0.0
    dangers: tuple[Danger, ...] = ()
    denied_dangers: tuple[Danger, ...] = ()
    amounts: tuple[float, ...] = ()
    days: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    content_topics: tuple[str, ...] = ()
    outcome_topics: tuple[str, ...] = ()
    content_unnamed: str = ""
    outcome_unnamed: str = ""
    refers_back: bool = False
    references: tuple[str, ...] = ()
    same_address: bool = False
    invalid: bool = False
    malicious: bool = False
    non_police: bool = False

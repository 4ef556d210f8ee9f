"""How things stand: each incident with what was found about it so far, and this room's reading statements."""

from __future__ import annotations

from dataclasses import dataclass
from operator import itemgetter
from pathlib import Path
from sys import intern
from typing import Any, NamedTuple

import orjson
from neo4j import Driver, Record

from graph import settings
from graph.statements import statements
from ingest.resolve.profile import FIELDS, Profile
from ingest.resolve.who import Call, Observation, telling_sites

CYPHER = statements(Path(__file__).with_name("settle.cypher"))

#: Ids or rows sent to the server in one query.
BATCH = 5_000


@dataclass(frozen=True, slots=True)
class About:
    """Why an incident is where it is: the dispute, the best link's log-odds and reasons, who decided."""

    dispute: str
    score: float
    reasons: tuple[str, ...]
    decided_by: str


class Matter(NamedTuple):
    """What a call is about: ``dispute`` is '' for nothing, ``reasons`` have blanks between."""

    row: int
    dispute: str
    score: float
    reasons: str
    decided_by: str

    def about(self) -> About | None:
        """The same as a standing has it."""
        return About(self.dispute, self.score, tuple(self.reasons.split()), self.decided_by) if self.dispute else None


@dataclass(frozen=True, slots=True)
class Standing:
    """One incident: its row in the memory, what was read from it, and the dispute it has now.

    Its caller is in the profile; '' and None for nothing.
    """

    row: int
    profile: Profile
    account: str
    unit: str
    case_number: str
    opening: str
    place_key: str
    place_name: str
    about: About | None

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.profile.id

    @property
    def caller(self) -> str:
        """The caller's key, '' for nobody known."""
        return self.profile.caller

    @classmethod
    def of(cls, row: int, profile: bytes, shown: bytes, caller: str, about: About | None) -> Standing:
        """One from the JSON that a ``Recollection`` keeps."""
        account, unit, case_number, opening, place_key, place_name = orjson.loads(shown)
        told = Profile.from_json(profile, caller)
        return cls(row, told, account, unit, case_number, opening, place_key, place_name, about)

    def call(self) -> Call:
        """What it says of its caller, and where the name counts."""
        name = self.profile.caller_name
        said = Observation.of(
            phone=self.profile.phone,
            name=(name.surname, name.given, name.full),
            id_number=self.profile.id_number,
            account=self.account,
            unit=self.profile.unit,
        )
        return Call(said, telling_sites(said.name, self.profile.places))


_WHO_OF = itemgetter(*(FIELDS.index(name) for name in ("phone", "id_number", "caller_name", "unit", "places")))


def call_of(profile: bytes, account: str) -> Call:
    """The same as ``Standing.call`` of the JSON that a ``Recollection`` keeps, with nothing else of it made.

    Names, stations and places are the same objects in all calls, because so many are held at once.
    """
    phone, id_number, (surname, given, full), unit, places = _WHO_OF(orjson.loads(profile))
    name = intern(surname), intern(given), full
    said = Observation.of(phone=phone, name=name, id_number=id_number, account=account, unit=intern(unit))
    return Call(said, telling_sites(said.name, tuple((level, intern(key)) for level, key in places)))


def query(driver: Driver, name: str, **parameters: Any) -> list[Record]:
    """The records of one of this room's reading statements."""
    result = driver.execute_query(CYPHER[name], parameters, database_=settings.read("NEO4J_DATABASE"), routing_="r")
    return list(result.records)

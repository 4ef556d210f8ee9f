"""How things stand in the graph: each incident with what was found about it so far."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from neo4j import Driver, Record

from graph import settings
from graph.session import opened
from graph.statements import statements
from ingest.resolve.profile import Profile
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


@dataclass(frozen=True, slots=True)
class Standing:
    """One incident: what was read from it, and the caller and dispute it has now ('' and None for none)."""

    profile: Profile
    account: str
    unit: str
    case_number: str
    opening: str
    caller: str
    caller_name: str
    about: About | None
    place_key: str
    place_name: str
    unsettled: bool

    @property
    def id(self) -> str:
        """The incident's id."""
        return self.profile.id

    def called_by(self, caller: str) -> Standing:
        """The same with this caller, in its profile too."""
        return replace(self, caller=caller, caller_name="", profile=replace(self.profile, caller=caller))

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


def query(driver: Driver, name: str, **parameters: Any) -> list[Record]:
    """The records of one of this room's reading statements."""
    result = driver.execute_query(CYPHER[name], parameters, database_=settings.read("NEO4J_DATABASE"), routing_="r")
    return list(result.records)


def all_standings(driver: Driver) -> dict[str, Standing]:
    """Every incident of the graph, by id. Memory: about 4 KB an incident."""
    found: dict[str, Standing] = {}
    with opened(driver, fetch_size=BATCH) as session:
        for record in session.run(CYPHER["all_standings"]):
            standing = _standing(record)
            found[standing.id] = standing
    return found


def standings(driver: Driver, ids: Sequence[str]) -> dict[str, Standing]:
    """The incidents with these ids; unknown ids are left out."""
    found: dict[str, Standing] = {}
    for start in range(0, len(ids), BATCH):
        for record in query(driver, "standings", ids=list(ids[start : start + BATCH])):
            standing = _standing(record)
            found[standing.id] = standing
    return found


def _standing(record: Record) -> Standing:
    caller = record["caller"] or ""
    about = None
    if record["dispute"]:
        about = About(record["dispute"], record["score"] or 0.0, tuple(record["reasons"] or ()), record["decided_by"])
    return Standing(
        profile=replace(Profile.from_json(record["profile"]), caller=caller),
        account=record["account"] or "",
        unit=record["unit"] or "",
        case_number=record["case_number"] or "",
        opening=record["opening"] or "",
        caller=caller,
        caller_name=record["caller_name"] or "",
        about=about,
        place_key=record["place_key"] or "",
        place_name=record["place_name"] or "",
        unsettled=bool(record["unsettled"]),
    )

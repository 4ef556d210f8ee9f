"""Calls that belong to no dispute: everyday police work, other agencies' work, and noise on the line."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from ingest.sample import address
from ingest.sample.calls import Call, Span, slip
from ingest.sample.dice import Dice
from ingest.sample.disputes import Author, spoken_sum
from ingest.sample.grammar import Value
from ingest.sample.people import Person
from ingest.sample.scenarios import Scenario, read_toml
from ingest.sample.world import Spot

#: Where a call from anywhere may come from.
_ANYWHERE = ("home", "home", "shop", "restaurant", "mall", "station", "hospital", "market", "road", "bar", "company")
_CITIZENS_KEPT = 4000
#: Share of stand-alone calls by somebody who has called before about something else.
_KNOWN = 0.18


class Single(BaseModel):
    """One sort of stand-alone call; see the head of singles.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str
    weight: float
    at: str
    categories: list[str]
    calls: list[str]
    outcomes: list[str]
    reason: list[str] = []
    crime: float = 0.0
    invalid: bool = False
    malicious: bool = False
    non_police: bool = False
    nuisance: bool = False


class Strangers:
    """Writes calls that stand alone, a few of them by people who call about several things."""

    def __init__(self, author: Author, scenarios: tuple[Scenario, ...], span: Span, dice: Dice) -> None:
        rows: list[dict[str, Any]] = read_toml("singles.toml")["single"]
        self.sorts = [Single.model_validate(row) for row in rows]
        self._weights = [sort.weight for sort in self.sorts]
        self._author = author
        self._scenarios = scenarios
        self._span = span
        self._dice = dice
        self._known: list[Person] = []
        self._nuisances: list[Person] = []

    def call(self) -> Call:
        """One more call; one in six is a quarrel that was reported only once."""
        if self._dice.chance(0.16):
            return self._only_once()
        return self._of(self.sorts[self._dice.weighted(self._weights)])

    def from_party(self, person: Person, moment: datetime) -> Call:
        """A call by somebody of a dispute about something else."""
        sort = self.sorts[self._dice.weighted([0 if sort.invalid else sort.weight for sort in self.sorts])]
        later = moment + timedelta(days=self._dice.between(-20, 20), minutes=self._dice.between(0, 1439))
        inside = timedelta(0) <= later - self._span.start < timedelta(days=self._span.days)
        return self._of(sort, person, later if inside else None)

    def _only_once(self) -> Call:
        dice = self._dice
        quarrels = [scenario for scenario in self._scenarios if scenario.tempo != "moment"]
        scenario = dice.pick(quarrels)
        matter = self._author.matter(0, scenario)
        return self._author.call(matter, self._span.moment(dice, scenario.hours))

    def _of(self, sort: Single, person: Person | None = None, moment: datetime | None = None) -> Call:
        dice, author = self._dice, self._author
        spot = self._spot(sort, person)
        person = person or self._person(sort, spot)
        call = Call(
            moment or self._span.moment(dice, "evening" if dice.chance(0.5) else "day"), person, spot, topic=sort.key
        )
        call.invalid, call.malicious, call.non_police = sort.invalid, sort.malicious, sort.non_police
        author.sign(call)
        if sort.at in ("hospital", "mall", "station", "school") and dice.chance(0.15):
            call.phone = call.number = spot.site.phone
        if sort.at == "none":
            call.address = dice.pick(("", "", spot.site.street.district, "无"))
            call.name = call.name if dice.chance(0.15) else ""
        call.category = dice.pick(sort.categories)
        self._write(call, sort)
        return call

    def _write(self, call: Call, sort: Single) -> None:
        dice, writer = self._dice, self._author.writer
        plate = self._author.new_plate()
        slots: dict[str, Value] = {
            "calls": sort.calls,
            "outcomes": sort.outcomes,
            "reason": sort.reason,
            "site": lambda: address.spoken(call.spot, dice),
            "me": lambda: f"{call.person.surname}{dice.pick(('某', '先生', '女士'))}",
            "sum": lambda: spoken_sum(100 * dice.between(3, 900), dice),
            "plate": [plate],
            "date": lambda: f"{call.at.month}月{call.at.day}日",
        }
        opening = writer.one_of("opening", slots) if dice.chance(0.5) else ""
        text = opening + writer.one_of("calls", slots)
        if not sort.invalid and dice.chance(0.2):
            text += "，" + writer.one_of("calm", slots)
        call.content = slip(text, dice)
        note = writer.one_of("arrived", slots) if not sort.invalid and dice.chance(0.6) else ""
        call.outcome = slip(note + writer.one_of("outcomes", slots), dice)
        call.case = dice.chance(sort.crime)

    def _spot(self, sort: Single, person: Person | None) -> Spot:
        world, dice = self._author.world, self._dice
        if person and sort.at in ("home", "none"):
            return person.home
        if sort.at == "any":
            return world.spot(dice.pick(_ANYWHERE), dice)
        return world.spot("home" if sort.at == "none" else sort.at, dice)

    def _person(self, sort: Single, spot: Spot) -> Person:
        dice = self._dice
        if sort.nuisance and self._nuisances and dice.chance(0.6):
            return dice.pick(self._nuisances)
        if self._known and dice.chance(_KNOWN):
            return dice.pick(self._known)
        home = spot if spot.unit else self._author.world.spot("home", dice)
        person = self._author.people.person(home)
        if sort.nuisance:
            self._nuisances.append(person)
        elif len(self._known) < _CITIZENS_KEPT:
            self._known.append(person)
        return person

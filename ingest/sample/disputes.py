"""A dispute: its people, its place, its calls in time, and what each call says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from ingest.sample import address
from ingest.sample.calls import SECONDS_A_DAY, Call, Span, at_hour, slip
from ingest.sample.dice import Dice
from ingest.sample.grammar import Value, Writer
from ingest.sample.people import People, Person, in_a_note, written_id_number, written_name, written_phone
from ingest.sample.scenarios import Scenario
from ingest.sample.world import Spot, World

#: Tempo -> (share of gaps within two days, longest ordinary gap in days).
_TEMPOS = {"burst": (0.8, 12.0), "weekly": (0.45, 40.0), "monthly": (0.25, 150.0), "moment": (1.0, 0.05)}


@dataclass(slots=True)
class Matter:
    """One dispute: truth, and the values that stay the same over its calls."""

    number: int
    scenario: Scenario
    spot: Spot
    side_a: list[Person]
    side_b: list[Person]
    facts: dict[str, Value]
    org: str
    sum: int
    months: int
    plate: str
    calls: list[Call] = field(default_factory=list)
    escalated: bool = False


class Author:
    """Writes calls about matters in one world."""

    def __init__(self, world: World, people: People, phrases: Mapping[str, Any], dice: Dice) -> None:
        self.world = world
        self.people = people
        self.dice = dice
        self._categories: Mapping[str, Sequence[str]] = phrases["categories"]
        self.writer = Writer(dice, {name: value for name, value in phrases.items() if name != "categories"})

    def matter(self, number: int, scenario: Scenario, spot: Spot | None = None, first: Person | None = None) -> Matter:
        """A new matter of this scenario; ``spot`` and ``first`` (of side a) when they are already known."""
        dice = self.dice
        spot = spot or self.world.spot(scenario.place, dice)
        home = scenario.place in ("home", "village")
        side_a = [first or self.people.person(spot if home else self.world.spot("home", dice))]
        if "crowd" in scenario.callers:
            near = scenario.place in ("home", "village", "estate")
            crowd = dice.between(2, 4 + 3 * int(scenario.size))
            homes = [self._member_home(spot, near) for _ in range(crowd)]
            side_a += [self.people.person(member) for member in homes]
        side_b = [self.people.person(self.world.near(spot, dice) if home else self.world.spot("home", dice))]
        if dice.chance(0.3):
            side_b.append(self.people.person(side_b[0].home))
        facts: dict[str, Value] = {name: dice.pick(options) for name, options in scenario.facts.items()}
        org = self.world.spot(scenario.org, dice).site.name if scenario.org else spot.site.name
        return Matter(
            number, scenario, spot, side_a, side_b, facts, org, self._sum(), dice.between(2, 18), self.new_plate()
        )

    def new_plate(self) -> str:
        """A number plate of an invented province."""
        letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
        tail = "".join(self.dice.pick("0123456789" * 3 + letters) for _ in range(5))
        return f"{self.world.plate}{self.dice.pick('ABCDE')}{tail}"

    def run(self, matter: Matter, span: Span) -> None:
        """Give the matter its calls, first to last, inside the span."""
        scenario, dice = matter.scenario, self.dice
        count = 2 + dice.tail(scenario.size)
        if dice.chance(0.02):
            count += dice.between(8, 24)
        matter.escalated = dice.chance(scenario.escalate * (1.0 if count < 4 else 2.0))
        moments = self._moments(count, scenario, span)
        crime_at = count - 1 - (dice.between(0, 1) if count > 3 else 0) if matter.escalated else -1
        for index, moment in enumerate(moments):
            heat = (index + 1) / count if matter.escalated else 0.0
            self.call(matter, moment, heat=heat, crime=index == crime_at)

    def call(self, matter: Matter, moment: datetime, *, heat: float = 0.0, crime: bool = False) -> Call:
        """Write one call about the matter and add it; ``heat`` 0..1 says how near the crime is."""
        dice, scenario = self.dice, matter.scenario
        side = "a" if not matter.calls else list(scenario.callers)[dice.weighted(list(scenario.callers.values()))]
        person = self._caller(matter, side)
        spot = self._standpoint(matter, side, person)
        call = Call(moment, person, spot, dispute=matter.number, topic=scenario.key)
        slots = self._slots(matter, side, person)
        self._sign(call, matter)
        call.category = self.category(scenario.kind)
        call.content = self._content(matter, side, slots, heat, crime)
        call.outcome = self._outcome(call, slots, crime)
        if crime:
            call.case = True
            call.category = self.writer.one_of("crime_categories", slots)
        matter.calls.append(call)
        return call

    def category(self, kind: str) -> str:
        """What the desk calls this kind, or one of its catch-all words."""
        return self.dice.pick(self._categories["any" if self.dice.chance(0.33) else kind])

    def _member_home(self, spot: Spot, near: bool) -> Spot:
        if not near:
            return self.world.spot("home", self.dice)
        if spot.unit and self.dice.chance(0.8):
            return self.world.near(spot, self.dice)
        return self.world.within(spot.site, self.dice)

    def _sum(self) -> int:
        unit = self.dice.pick((100, 100, 500, 1000, 1000, 10_000))
        return unit * self.dice.between(3, 60)

    def _moments(self, count: int, scenario: Scenario, span: Span) -> list[datetime]:
        dice = self.dice
        quick, longest = _TEMPOS[scenario.tempo]
        if scenario.tempo == "moment":
            start = span.moment(dice, scenario.hours)
            return sorted(start + timedelta(seconds=int(dice.early(longest * SECONDS_A_DAY))) for _ in range(count))
        gaps = [dice.early(2.0) if dice.chance(quick) else dice.early(longest) + 0.5 for _ in range(count - 1)]
        stretch = min(1.0, span.days * 0.9 / (sum(gaps) or 1.0))
        first = dice.unit() * (span.days - sum(gaps) * stretch)
        days = [first]
        for gap in gaps:
            days.append(days[-1] + gap * stretch)
        moments = []
        for day, gap in zip(days, [9.0, *gaps], strict=True):
            moment = span.start + timedelta(seconds=int(day * SECONDS_A_DAY))
            moments.append(moment if gap < 0.5 else at_hour(moment, dice, scenario.hours))
        return sorted(moments)

    def _caller(self, matter: Matter, side: str) -> Person:
        dice = self.dice
        if side == "crowd":
            return matter.side_a[int(dice.early(len(matter.side_a)))]
        if side == "witness":
            return self.people.person(self.world.near(matter.spot, dice))
        return matter.side_b[0 if dice.chance(0.8) else -1] if side == "b" else matter.side_a[0]

    def _standpoint(self, matter: Matter, side: str, person: Person) -> Spot:
        here = matter.spot.site.kind == "estate" and person.home.site is matter.spot.site
        if here and side in ("b", "crowd") and self.dice.chance(0.3):
            return person.home
        if matter.spot.unit and side == "witness":
            return person.home
        return matter.spot

    def _sign(self, call: Call, matter: Matter | None = None) -> None:
        """Fill the columns that say who called from where."""
        dice, person = self.dice, call.person
        number = person.phones[0] if dice.chance(0.85) else person.phones[-1]
        if matter and dice.chance(0.05):
            number = dice.pick(matter.side_a).phones[0] if dice.chance(0.3) else self.people.mobile()
        call.phone = written_phone(number, dice)
        call.number = number if any(sign.isdigit() for sign in call.phone) else ""
        call.name = written_name(person, dice)
        call.id_number = written_id_number(person, dice) if call.name else ""
        call.address = address.write(call.spot, self.world.city, dice)

    def sign(self, call: Call) -> None:
        """Fill the columns that say who called from where, for a call that stands alone."""
        self._sign(call)

    def _slots(self, matter: Matter, side: str, person: Person) -> dict[str, Value]:
        dice, scenario = self.dice, matter.scenario
        near, far = (matter.side_a, matter.side_b) if side != "b" else (matter.side_b, matter.side_a)
        roles = scenario.b if side != "b" else scenario.a
        before = matter.calls[-1].at if matter.calls else None
        slots: dict[str, Value] = {
            **scenario.words,
            **matter.facts,
            "topic": scenario.topic,
            "me": lambda: self._called(person, (near is matter.side_a and scenario.a) or scenario.b),
            "opp": lambda: self._opponent(far[0], roles),
            "a": lambda: in_a_note(matter.side_a[0] if side != "crowd" else person, dice),
            "b": lambda: in_a_note(matter.side_b[0], dice),
            "site": lambda: address.spoken(matter.spot, dice),
            "org": [matter.org],
            "sum": lambda: spoken_sum(matter.sum, dice),
            "months": lambda: dice.pick((f"{matter.months}个月", f"{address.chinese(matter.months)}个月")),
            "plate": [matter.plate],
            "date": lambda: f"{before.month}月{before.day}日" if before else "前些天",
        }
        return slots

    def _called(self, person: Person, roles: Sequence[str]) -> str:
        form = self.dice.weighted((0.4, 0.25, 0.2, 0.15))
        name = f"{person.surname}{self.dice.pick(('某', '先生', '女士'))}"
        return (person.name, name, f"姓{person.surname}的", self.dice.pick(roles))[form]

    def _opponent(self, person: Person, roles: Sequence[str]) -> str:
        role = self.dice.pick(roles)
        form = self.dice.weighted((0.62, 0.12, 0.1, 0.08, 0.08))
        surname = person.surname
        return (role, f"{role}{person.name}", f"{role}{surname}某", f"{role}姓{surname}的", person.name)[form]

    def _content(self, matter: Matter, side: str, slots: Mapping[str, Value], heat: float, crime: bool) -> str:
        dice, writer, words = self.dice, self.writer, matter.scenario.words
        body = writer.one_of({"b": "counter", "witness": "witness"}.get(side, "calls"), slots)
        if crime:
            body = writer.one_of("crime_call", slots) + ("，" + body if dice.chance(0.6) else "")
        text = writer.one_of("opening", slots)
        if matter.calls and side != "witness" and dice.chance(0.28):
            text += writer.one_of("back", slots)
        text += body
        if "demand" in words and dice.chance(0.3):
            text += "，" + writer.one_of("demand", slots)
        grade = self._grade(heat) if matter.scenario.danger and not crime else 0
        if grade:
            text += "，" + writer.one_of(f"danger{grade}", slots)
        if dice.chance(0.3):
            text += "，" + writer.one_of("calm", slots)
        return slip(text, dice)

    def _grade(self, heat: float) -> int:
        """Danger of the words: rising before a crime, else mostly none and sometimes as bad."""
        if heat and self.dice.chance(0.3 + 0.6 * heat):
            return max(1, min(4, int(heat * 4 + self.dice.unit() * 1.5)))
        return self.dice.weighted((0.7, 0.15, 0.08, 0.05, 0.02))

    def _outcome(self, call: Call, slots: Mapping[str, Value], crime: bool) -> str:
        dice, writer = self.dice, self.writer
        text = writer.one_of("arrived", slots)
        text += writer.one_of("crime_note" if crime else "outcomes", slots)
        if dice.chance(0.25):
            text += "，" + writer.one_of("remark", slots)
        if not crime and dice.chance(0.1):
            call.non_police = True
            text += "，" + writer.one_of("civil", slots)
        elif not crime and dice.chance(0.6):
            text += "，" + writer.one_of("closed", slots)
        return slip(text, dice)


def spoken_sum(amount: int, dice: Dice) -> str:
    """An amount of money as people say it."""
    forms = [f"{amount}元", f"{amount}块", f"{amount}块钱"]
    if amount >= 10_000:
        forms += [f"{amount / 10_000:g}万", f"{amount / 10_000:g}万元", f"{address.chinese(amount // 10_000)}万多"]
    elif amount >= 1000:
        forms.append(f"{address.chinese(amount // 1000)}千多")
    return dice.pick(forms)

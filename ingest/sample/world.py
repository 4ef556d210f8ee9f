"""The invented city: districts, stations, estates, villages, roads and named sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ingest.sample.dice import Dice


@dataclass(frozen=True, slots=True)
class Street:
    """A street office or town with its police station."""

    name: str
    district: str
    station: str
    officers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Site:
    """A place with a name of its own: estate, village, road spot, or a named site such as a school.

    ``kind`` is estate, village, road or a key of ``[sites]`` in world.toml.
    """

    key: str
    kind: str
    name: str
    street: Street
    road: str
    number: int
    buildings: int = 0
    units: int = 0
    floors: int = 0
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Spot:
    """Where exactly: a site and, in an estate, building, unit, floor and door; in a village, group and house."""

    site: Site
    building: int = 0
    unit: int = 0
    floor: int = 0
    door: int = 0

    @property
    def room(self) -> int:
        """501 for floor 5, door 1."""
        return self.floor * 100 + self.door

    @property
    def place_id(self) -> str:
        """The finest truth about the place."""
        if not self.building:
            return self.site.key
        if not self.unit:
            return f"{self.site.key}-{self.building}-{self.door}"
        return f"{self.site.key}-{self.building}-{self.unit}-{self.room}"

    @property
    def building_id(self) -> str:
        """The place that the pattern ``place`` counts: the building, the village house or the site."""
        if self.unit:
            return f"{self.site.key}-{self.building}"
        return self.place_id


class World:
    """All places, made once for a sample; the number of estates and sites follows the number of rows."""

    def __init__(self, data: Mapping[str, Any], people: Mapping[str, Any], rows: int, dice: Dice) -> None:
        self._data = data
        self._dice = dice
        self.city: str = data["city"]
        self.plate: str = data["plate"]
        self.streets = [self._street(name, district, people) for district, names in _pairs(data) for name in names]
        self.towns = [street for street in self.streets if street.name.endswith(("镇", "乡"))]
        self.roads = [head + tail for head in data["road_heads"] for tail in data["road_tails"]]
        self.sites: dict[str, list[Site]] = {}
        self._named("estate", max(40, rows // 160), data["estate_heads"], data["estate_tails"])
        self._named("village", max(12, rows // 1200), data["village_heads"], data["village_tails"])
        for kind, words in data["sites"].items():
            count = max(words["least"], rows * words["share"] // 100_000)
            self._named(kind, count, words["heads"], words["tails"])
        self._crossings(max(30, rows // 250))

    def spot(self, kind: str, dice: Dice) -> Spot:
        """A spot of this kind: ``home`` is a flat, the others are keys of ``sites``."""
        return self.within(dice.pick(self.sites["estate" if kind == "home" else kind]), dice)

    def within(self, site: Site, dice: Dice) -> Spot:
        """A spot inside ``site``."""
        if site.kind == "estate":
            building, unit = dice.between(1, site.buildings), dice.between(1, site.units)
            return Spot(site, building, unit, dice.between(1, site.floors), dice.between(1, 4))
        if site.kind == "village":
            return Spot(site, building=dice.between(1, 12), door=dice.between(1, 90))
        return Spot(site)

    def near(self, spot: Spot, dice: Dice) -> Spot:
        """A neighbour's spot: the same building of an estate, the same group of a village, else the same site."""
        if spot.unit:
            return Spot(spot.site, spot.building, spot.unit, dice.between(1, spot.site.floors), dice.between(1, 4))
        if spot.building:
            return Spot(spot.site, spot.building, door=dice.between(1, 90))
        return spot

    def _street(self, name: str, district: str, people: Mapping[str, Any]) -> Street:
        stem = name.removesuffix("街道").removesuffix("镇").removesuffix("乡")
        if self._dice.chance(0.2):
            stem = self._dice.pick(self._data["station_heads"])
        officers = tuple(
            self._dice.pick(people["surnames"]) + "".join(self._dice.some(people["given"], self._dice.between(1, 2)))
            for _ in range(14)
        )
        return Street(name, district, f"{stem}派出所", officers)

    def _named(self, kind: str, count: int, heads: Sequence[str], tails: Sequence[str]) -> None:
        names = [head + tail for tail in tails for head in heads]
        # Past the names there are, phases of the same estate are told apart by a numbered part, as in real towns.
        phases = ("", "二期", "三期", "东区", "西区", "南区", "北区")
        pool = [name + phase for phase in phases[: 1 + count // max(1, len(names))] for name in names]
        chosen = self._dice.some(pool, min(count, len(pool)))
        self.sites[kind] = [self._site(kind, index, name) for index, name in enumerate(chosen, 1)]

    def _site(self, kind: str, index: int, name: str) -> Site:
        dice = self._dice
        street = dice.pick(self.towns if kind == "village" else self.streets)
        phone = f"0{self._data['area_code']}{dice.between(2, 8)}{dice.between(0, 999999):06d}"
        road, number = dice.pick(self.roads), dice.between(1, 480)
        key = f"{kind[:2].upper()}{index}"
        tall = dice.chance(0.6)
        size = (dice.between(4, 28), dice.between(1, 4), dice.between(11, 32) if tall else dice.between(5, 7))
        return Site(key, kind, name, street, road, number, *(size if kind == "estate" else (0, 0, 0)), phone)

    def _crossings(self, count: int) -> None:
        self.sites["road"] = []
        for index in range(1, count + 1):
            one, other = self._dice.some(self.roads, 2)
            street, number = self._dice.pick(self.streets), self._dice.between(1, 480)
            name = f"{one}与{other}" if self._dice.chance(0.5) else ""
            self.sites["road"].append(Site(f"RO{index}", "road", name, street, one, number))


def _pairs(data: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    return [(district["name"], district["streets"]) for district in data["districts"]]

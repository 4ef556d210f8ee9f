"""Where: a parsed place becomes a chain of locations, each with a key that every spelling shares.

An estate, a shop or a road number is known by its own name alone, without the district in front of it,
because most callers leave that out; what lies inside it (building, unit, room) is keyed under it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from ingest.extract.mentions import Level, Place

#: Coarse to fine; a location lies WITHIN one of a smaller rank.
RANK: dict[Level, int] = {
    Level.CITY: 0,
    Level.DISTRICT: 1,
    Level.STREET: 2,
    Level.VILLAGE: 3,
    Level.ROAD: 3,
    Level.NUMBER: 4,
    Level.ESTATE: 5,
    Level.POI: 6,
    Level.BUILDING: 7,
    Level.UNIT: 8,
    Level.FLOOR: 9,
    Level.ROOM: 10,
}

#: Levels fine enough that two calls there may be about one matter; coarser ones say too little.
SITE_LEVELS = frozenset(level for level in Level if RANK[level] >= RANK[Level.NUMBER]) | {Level.VILLAGE}

_NAMED = (Level.CITY, Level.DISTRICT, Level.STREET, Level.VILLAGE, Level.ROAD, Level.NUMBER, Level.ESTATE, Level.POI)
#: Places whose chain is kept: one place is asked for again by profile, facts and memory, and by later calls there.
_REMEMBERED = 50_000
_INNER = ((Level.BUILDING, "栋"), (Level.UNIT, "单元"), (Level.FLOOR, "层"), (Level.ROOM, "室"))


@dataclass(frozen=True, slots=True)
class Location:
    """One location: ``key`` is unique, ``name`` is what a person reads, ``level`` how fine it is."""

    key: str
    level: Level
    name: str

    @property
    def rank(self) -> int:
        """0 coarse .. 10 fine."""
        return RANK[self.level]


@lru_cache(maxsize=_REMEMBERED)
def locate(place: Place) -> tuple[Location, ...]:
    """The chain of locations of a place, coarse to fine, each WITHIN the one before it; () for none."""
    chain: list[Location] = []
    for level in _NAMED:
        name = place.at(level)
        if name:
            chain.append(Location(_named_key(level, name, place), level, name))
    if not chain or chain[-1].level not in SITE_LEVELS:
        return tuple(chain)
    # A building belongs to the estate even where a shop in it is named too.
    base = next((location for location in chain if location.level is Level.ESTATE), chain[-1])
    key, name = base.key, base.name
    for level, suffix in _INNER:
        value = place.at(level)
        if value:
            key = f"{key}/{level.value[0]}{value}"
            name = f"{name}{value}{suffix}"
            chain.append(Location(key, level, name))
    return tuple(chain)


def _named_key(level: Level, name: str, place: Place) -> str:
    """A house number is known by its road, or its village where it has no road."""
    if level is Level.NUMBER:
        street = place.at(Level.ROAD) or place.at(Level.VILLAGE)
        return f"{level.value}:{name if name.startswith(street) else street + name}"
    return f"{level.value}:{name}"


@lru_cache(maxsize=_REMEMBERED)
def place_keys(place: Place) -> tuple[tuple[Level, str], ...]:
    """(level, key) of every site in the chain, coarse to fine: what two incidents can share as a place."""
    return tuple((location.level, location.key) for location in locate(place) if location.level in SITE_LEVELS)


def same_place(one: Place, other: Place) -> bool:
    """Whether two places, each fine enough to be a site, name the same one; what one alone tells is no matter."""
    mine, yours = dict(place_keys(one)), dict(place_keys(other))
    return bool(mine) and bool(yours) and mine == yours

"""Two parsed places compared: the same, one within the other, or different, with a score from their levels.

Unlike ``where.same_place``, which wants equal keys, names are compared by their characters, because the same place
is written 橘郡礼顿山 and 礼顿山, 文苑 and 文苑小区. Weights: place_weights.toml, fitted on labelled pairs of addresses.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import product
from pathlib import Path

from ingest.extract.lexicon import load_toml
from ingest.extract.mentions import Level, Place

WEIGHTS = Path(__file__).parent / "place_weights.toml"

_WORDS = load_toml("places.toml")
#: What a name's end says is its sort, not the name: 文苑小区 is 文苑.
_SORT = re.compile("(?:" + "|".join(sorted(_WORDS["sort_end"], key=len, reverse=True)) + ")$")
_ADMIN_END = re.compile(r"(?:街道|办事处|[省市区县镇乡村])$")
_NAMES = (Level.ESTATE, Level.POI)
_COARSE = (Level.CITY, Level.DISTRICT, Level.STREET, Level.VILLAGE, Level.ROAD)
_INSIDE = (Level.BUILDING, Level.UNIT, Level.FLOOR, Level.ROOM)
_ABOVE = (Level.CITY, Level.DISTRICT, Level.STREET)
#: What says more together than each alone.
_TOGETHER = (
    ("site.agrees", "building.agrees"),
    ("site.agrees", "building.differs"),
    ("site.differs", "building.agrees"),
    ("site.differs", "road.differs"),
    ("site.agrees", "number.agrees"),
    ("site.one", "number.agrees"),
)
#: Above this share of characters two names are one, below the lower they are two.
_ALIKE, _UNLIKE = 0.75, 0.4


class Relation(StrEnum):
    """What two places are to each other."""

    SAME = "same"
    CONTAINED = "contained"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class Comparison:
    """``relation`` of two places; ``score`` is the log-odds that they are the same one."""

    relation: Relation
    score: float


def compare(one: Place, other: Place, written: tuple[str, str] | None = None) -> Comparison:
    """How ``one`` and ``other`` lie to each other; DIFFERENT with score -inf where either says nothing.

    ``written``: the two as they were written, where that is at hand; their names stand in for it.
    """
    if not one or not other:
        return Comparison(Relation.DIFFERENT, -math.inf)
    weights = _weights()
    seen = features(one, other, written)
    score = weights["bias"] + sum(weights.get(name, 0.0) * value for name, value in seen.items())
    return Comparison(_relation(one, other, seen, score), round(score, 3))


def _relation(one: Place, other: Place, seen: Mapping[str, float], score: float) -> Relation:
    """Agreeing names with a building or room in one alone are one within the other, however few words they share."""
    finer = any(bool(one.at(level)) != bool(other.at(level)) for level in _INSIDE)
    named = "site.agrees" in seen or {"road.agrees", "number.agrees"} <= seen.keys()
    parted = any(name.endswith(".differs") for name in seen)
    if finer and not parted and (named or score >= same_from()):
        return Relation.CONTAINED
    return Relation.SAME if score >= same_from() else Relation.DIFFERENT


def same_from() -> float:
    """The score from which two places are called the same."""
    return _weights()["cut"]


def features(one: Place, other: Place, written: tuple[str, str] | None = None) -> dict[str, float]:
    """Named numbers about the pair; a level that both lack is not there: missing is not different."""
    found: dict[str, float] = {}
    for level in _COARSE:
        _names_at(found, level, one, other)
    _number(found, one, other)
    _site(found, one, other)
    for level in _INSIDE:
        mine, yours = one.at(level), other.at(level)
        if mine and yours:
            found[f"{level.value}.{'agrees' if mine == yours else 'differs'}"] = 1.0
        elif mine or yours:
            found[f"{level.value}.one"] = 1.0
    names = _names(one), _names(other)
    _wording(found, "names", *names)
    _wording(found, "written", *(written or names))
    for pair in _TOGETHER:
        if all(name in found for name in pair):
            found["+".join(pair)] = 1.0
    return found


def alike(mine: str, yours: str) -> float:
    """Likeness of two names by their characters, 0..1: one inside the other is 1, whatever their sort."""
    mine, yours = core(mine), core(yours)
    short, long = sorted((mine, yours), key=len)
    if not short:
        return 0.0
    if short in long:
        return 1.0 if len(short) > 1 else 0.5
    shared = _common_run(short, long)
    pairs = {short[at : at + 2] for at in range(len(short) - 1)} & {long[at : at + 2] for at in range(len(long) - 1)}
    by_pairs = len(pairs) / max(1, len(short) - 1)
    return max(by_pairs, shared / len(short) if shared > 1 else 0.0) * 0.95


def core(name: str) -> str:
    """A name without its sort: 文苑小区 -> 文苑; two characters at least are left.

    >>> core("文苑小区"), core("小区")
    ('文苑', '小区')
    """
    while (match := _SORT.search(name)) and match.start() > 1:
        name = name[: match.start()]
    return name


def _names(place: Place) -> str:
    return "".join(name for level, name in place.parts if level not in _ABOVE)


def _names_at(found: dict[str, float], level: Level, one: Place, other: Place) -> None:
    mine, yours = one.at(level), other.at(level)
    if not mine or not yours:
        return
    likeness = 1.0 if mine == yours else alike(_ADMIN_END.sub("", mine), _ADMIN_END.sub("", yours))
    if likeness >= _ALIKE:
        found[f"{level.value}.agrees"] = 1.0
    elif likeness < _UNLIKE:
        found[f"{level.value}.differs"] = 1.0


def _number(found: dict[str, float], one: Place, other: Place) -> None:
    """A house number says something only on one road: elsewhere 12号 is another 12号."""
    mine, yours = (_digits(place) for place in (one, other))
    if mine and yours and "road.differs" not in found:
        found["number.agrees" if mine == yours else "number.differs"] = 1.0


def _digits(place: Place) -> str:
    number = place.at(Level.NUMBER)
    return number[len(place.at(Level.ROAD) or place.at(Level.VILLAGE)) :] if number else ""


def _site(found: dict[str, float], one: Place, other: Place) -> None:
    """The estates' and sites' own names against each other, and against all that the other place says."""
    mine = [name for level in _NAMES if (name := one.at(level))]
    yours = [name for level in _NAMES if (name := other.at(level))]
    if mine and yours:
        best = max(alike(a, b) for a, b in product(mine, yours))
        found["site.likeness"] = best
        found["site.agrees" if best >= _ALIKE else "site.near" if best >= _UNLIKE else "site.differs"] = 1.0
        equal = [core(a) for a, b in product(mine, yours) if core(a) == core(b)]
        if equal:
            found["site.equal"] = 1.0
            found["site.length"] = min(8, max(map(len, equal))) / 8
    elif mine or yours:
        text = "".join(name for _, name in (other if mine else one).parts)
        inside = any(core(name) in text for name in mine + yours)
        found["site.in_text" if inside else "site.one"] = 1.0


def _wording(found: dict[str, float], what: str, mine: str, yours: str) -> None:
    """Character pairs in common: for what was read as another level in one of them, or not read at all."""
    pairs, others = ({text[at : at + 2] for at in range(len(text) - 1)} for text in (mine, yours))
    if pairs and others:
        shared = len(pairs & others)
        found[f"{what}.shared"] = shared / len(pairs | others)
        found[f"{what}.covered"] = shared / min(len(pairs), len(others))


def _common_run(short: str, long: str) -> int:
    """Length of the longest run of characters the two have in common."""
    for length in range(len(short), 0, -1):
        if any(short[at : at + length] in long for at in range(len(short) - length + 1)):
            return length
    return 0


@cache
def _weights() -> Mapping[str, float]:
    with WEIGHTS.open("rb") as file:
        return tomllib.load(file)["weights"]  # type: ignore[no-any-return]

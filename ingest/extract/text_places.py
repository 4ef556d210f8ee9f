"""Places named in running text: road numbers, crossings, and an estate or site with or without a building."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract import addresses
from ingest.extract.lexicon import load_toml
from ingest.extract.mentions import Level, Place
from ingest.extract.numerals import NUMERAL

_STOP = "在到于从去经住称说报把被给对与跟我你他她您是有的了来找及因为让要叫这那该某，。；、,;:：（）()!！?？ "
_C = rf"[^\W_a-z{_STOP}]"
_SUFFIX = sorted(
    {word for word in load_toml("places.toml")["estate"] if len(word) >= 2} | {"苑", "府", "郡"}, key=len, reverse=True
)
_ENDS = "|".join(_SUFFIX) + "|村|镇|街道|社区|学|院|店|馆|公司|厂|公园|广场|市场|大道|路|街"
_ROAD_END = r"(?:大道|大街|路|街|巷|弄|胡同)"
_N = rf"(?:\d{{1,3}}|[{NUMERAL}]{{1,4}})"
_BUILDING = rf"{_N}(?:号楼|栋|幢|座|#|号院)(?:{_N}单元)?(?:{_N}[楼层])?(?:\d{{3,4}}(?:室|号|房)?)?"
_JOINT = r"(?:交叉路?口|交汇处?|路口|十字路口|红绿灯)"
#: A text without any of these names no place that the pattern could find.
_HINT = re.compile(r"[路街巷弄道同]\d|[路口汇灯]|栋|幢|座|号楼|#|号院|组|[A-Z]\d{0,2}[市区县]")
_PATTERN = re.compile(
    rf"(?P<crossing>{_C}{{2,8}}?{_ROAD_END}[与和跟]{_C}{{2,8}}?{_ROAD_END}{_JOINT})"
    rf"|(?P<number>{_C}{{1,8}}?{_ROAD_END}\d{{1,5}}号(?:{_C}{{2,10}}?(?:{'|'.join(_SUFFIX)}|店|馆|公司|厂|学|园|院))?(?:{_BUILDING})?)"
    rf"|(?P<estate>{_C}{{1,8}}?(?:{'|'.join(_SUFFIX)})(?:{_BUILDING}))"
    rf"|(?P<village>{_C}{{2,6}}?村(?:\d{{1,3}}|[{NUMERAL}]{{1,3}})组)"
    rf"|(?P<pseudonym>(?:[A-Z]\d{{0,2}}(?:市|区|县)){{1,2}}{_C}{{1,10}}?(?:{_ENDS})(?:{_BUILDING})?)"
)


def find(text: str) -> list[tuple[int, int, Place]]:
    """(start, end, place) of each place named in narrowed ``text``."""
    if not _HINT.search(text):
        return []
    found = []
    for match in _PATTERN.finditer(text):
        place = Place() if match.group().endswith("政府") else _parse(match.group())
        if place:
            found.append((match.start(), match.end(), place))
    return found


@lru_cache(maxsize=50_000)
def _parse(written: str) -> Place:
    place = addresses.parse(written)
    coarse = (Level.CITY, Level.DISTRICT, Level.STREET)
    return place if any(level not in coarse for level, _ in place.parts) else Place()

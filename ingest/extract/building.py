"""The inside of an address: building, unit, floor and room, however they are written."""

from __future__ import annotations

import re

from ingest.extract.mentions import Level
from ingest.extract.numerals import NUMERAL, to_arabic

_N = rf"(?:\d{{1,4}}|[{NUMERAL}]{{1,5}})"
_BUILDING = re.compile(
    rf"(?P<building>[A-Za-z甲乙丙丁]?{_N}[A-Za-z]?|[A-Za-z](?!\w)|[A-Za-z]\d{{0,3}}|[东南西北中])\s*-?"
    rf"(?:号楼|号栋|号幢|栋楼?|幢楼?|憧|座|#楼?|\s*楼(?=\s*{_N}\s*单元)|号(?=\s*{_N}\s*单元))"
)
_UNIT = re.compile(rf"\s*(?P<unit>[A-Za-z]|{_N}|[东南西北中])\s*(?:单元|号门|门洞|门(?=\d))")
_FLOOR = re.compile(rf"\s*(?P<floor>-?{_N})\s*(?:楼|层|[Ff](?![A-Za-z]))")
_ROOM = re.compile(
    rf"\s*-?(?P<room>[A-Za-z]?(?:\d{{1,4}}|[{NUMERAL}]{{1,5}})[A-Za-z]?)\s*(?:室|号房?间?|房间?|户|铺)?(?![\d年月日元])"
)
_DASHED = re.compile(
    r"(?P<building>[A-Za-z]?\d{1,3}[A-Za-z]?)-(?:(?P<unit>\d{1,2}|[A-Za-z])-)?(?P<room>\d{3,4})(?:室|号|房)?(?![\d-])"
)
_SLASHED = re.compile(r"(?P<building>\d{1,3})[/.](?P<unit>\d{1,2})[/.](?P<room>\d{3,4})(?:室|号|房)?(?!\d)")
_BARE_UNIT = re.compile(rf"(?P<unit>{_N})单元")
_BARE_ROOM = re.compile(r"(?P<room>[A-Za-z]?\d{3,4})(?:室|房|号房)")
_BARE_FLOOR = re.compile(rf"(?P<floor>{_N})(?:楼|层)")

Part = tuple[Level, str]


def split(text: str) -> tuple[str, tuple[Part, ...], str]:
    """(what stands before the building, its parts, what stands after) of narrowed ``text``."""
    for pattern in (_DASHED, _SLASHED):
        if match := pattern.search(text):
            parts = _parts(match["building"], match["unit"] or "", "", match["room"])
            return text[: match.start()], parts, text[match.end() :]
    if match := _BUILDING.search(text):
        parts, end = _inside(text, match.end(), match["building"])
        return text[: match.start()], parts, text[end:]
    for pattern in (_BARE_UNIT, _BARE_ROOM, _BARE_FLOOR):
        if match := pattern.search(text):
            parts, end = _inside(text, match.start(), "")
            return text[: match.start()], parts, text[end:]
    return text, (), ""


def _inside(text: str, position: int, building: str) -> tuple[tuple[Part, ...], int]:
    """Unit, floor and room read on from ``position``."""
    unit = floor = room = ""
    if match := _UNIT.match(text, position):
        unit, position = match["unit"], match.end()
    if match := _FLOOR.match(text, position):
        floor, position = match["floor"], match.end()
    if match := _ROOM.match(text, position):
        room, position = match["room"], match.end()
    return _parts(building, unit, floor, room), position


def _parts(building: str, unit: str, floor: str, room: str) -> tuple[Part, ...]:
    """The written pieces in normal form; 五楼1号 is room 501, a room tells its floor, so a floor stands only alone."""
    building, unit, floor, room = (to_arabic(piece).upper() for piece in (building, unit, floor, room))
    if floor and room.isdigit() and len(room) <= 2:
        room = f"{floor}{int(room):02d}"
    found = ((Level.BUILDING, building), (Level.UNIT, unit), (Level.FLOOR, "" if room else floor), (Level.ROOM, room))
    return tuple((level, name) for level, name in found if name)

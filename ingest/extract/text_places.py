"""Places named in running text: road numbers, crossings, and an estate or site with or without a building."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from ingest.extract import addresses
from ingest.extract import words as segmentation
from ingest.extract.lexicon import load_toml
from ingest.extract.mentions import Level, Place
from ingest.extract.numerals import NUMERAL

_STOP = "在到于从去经住称说报把被给对与跟我你他她您是有的了来找及因为让要叫这那该某，。；、,;:：（）()!！?？ "
_C = rf"[^\W_a-z{_STOP}]"
_PLACES = load_toml("places.toml")
_SUFFIX = sorted({word for word in _PLACES["estate"] if len(word) >= 2} | {"苑", "府", "郡"}, key=len, reverse=True)
#: Ends that are a place's only where its building or room follows.
_SHORT = "|".join(sorted({word for word in _PLACES["estate"] if len(word) == 1 and word not in "里期"}))
_NOT_ITS_ROAD = r"(?![小中]学|学校|幼儿园|医院|派出所|社区|小区)"
_SITES = "村|社区|学校|小学|中学|大学|学院|院|店|馆|公司|厂|公园|广场|市场"
_ENDS = "|".join(_SUFFIX) + rf"|{_SITES}|大道|(?:路|街){_NOT_ITS_ROAD}"
#: Ends of names that stand alone between commas or before what belongs to them (翡翠城旁边, 半山蓝庭的业主).
_ALONE = "|".join(_PLACES["alone"])
_OWNED = "|".join(_PLACES["owned"])
_TOWN = (
    r"(?:街道(?![路上两边])|(?<![小古集乡城村])镇(?![上里政中守卫医])|(?<![家故老回下同])乡(?![下里亲村镇政间情卫]))"
)
#: What stands before 镇 or 街道 without being a piece of its name (已送镇, 多次向街道).
_NO_TOWN = r"(?!已|多次|向|送|请|多|找|和|由|经|没|全|整|本|各)"
_ROAD_END = r"(?:大道|大街|路|街|巷|弄|胡同)"
_N = rf"(?:\d{{1,3}}|[{NUMERAL}]{{1,4}})"
_ROOM = r"(?:\d{3,4}(?:室|号|房)?(?!\d|[元块年]))"
_FLOOR = rf"(?:{_N}[楼层])"
_UNIT = rf"(?:(?:{_N}|[东南西北中])单元|{_N}门(?=[\d{NUMERAL}]))"
_BUILDING = (
    rf"(?:[A-Za-z甲乙丙丁]?{_N}(?:号楼|栋|幢|座|#|号院)|[A-Z][座栋])"
    rf"{_UNIT}?{_FLOOR}?(?:{_ROOM}|[{NUMERAL}]{{3,4}}(?:室|号)?)?"
)
_DASHED = r"\d{1,2}-\d-\d{3,4}"
_JOINT = r"(?:交叉路?口|交汇处?|路口|十字路口|红绿灯)"
#: What stands right before a name that no number or building vouches for.
_BEGIN = r"(?:(?<=[在到从是称住去，。,;；！!:：()（） ])|(?<=地址)|(?<=娘家)|(?<=老家)|^)"
_VILLAGE_END = r"(?:村(?![民里口委干长子支头镇庄上村])|村(?=村口|村头)|社区(?![卫医服工民调居干]))"
#: Families of forms, each with a sign without which no text holds one of its forms: most texts hold none or one, and
#: what cannot match is not tried at every character.
_SIGNS = {
    "road": re.compile(r"路|[街巷]|大道|[弄同]\d|[口叉汇灯]"),
    "building": re.compile(r"[栋幢座楼#院]|\d[\d-]\d"),
    "village": re.compile(r"[组村社镇乡道]|[A-Z]\d{0,2}[市区县]"),
    "alone": re.compile(_ALONE),
}
#: Words that stand before a place and are no piece of its name.
_LEAD = r"(?:地址|地点|娘家|老家|家住|位于|人在|居住|求助|投诉|业主|住户)?"
#: The forms with the family of each; where several match at one place the first is taken.
_FORMS = (
    ("road", rf"(?P<crossing>{_C}{{2,8}}?{_ROAD_END}[与和跟]{_C}{{2,8}}?{_ROAD_END}{_JOINT})"),
    (
        "road",
        rf"(?P<number>{_C}{{1,8}}?{_ROAD_END}\d{{1,5}}(?:-\d{{1,3}})?号(?:{_C}{{2,10}}?(?:{'|'.join(_SUFFIX)}|店|馆|公司|厂|学|园|院|超市|商场|市场|酒店|大厦|广场|中心|{_SHORT}(?={_N}[栋幢座#])))?(?:{_BUILDING}|{_FLOOR})?)",
    ),
    (
        "building",
        rf"(?P<estate>{_C}{{1,8}}?(?:(?:{'|'.join(_SUFFIX)})(?:{_BUILDING}|{_DASHED}|{_ROOM})|(?:{_SHORT}|里)(?:{_BUILDING}|{_DASHED})))",
    ),
    ("village", rf"(?P<village>{_C}{{2,6}}?村(?:\d{{1,3}}|[{NUMERAL}]{{1,3}})组(?:\d{{1,4}}号)?)"),
    (
        "village",
        rf"(?P<pseudonym>(?:[A-Z]\d{{0,2}}(?:市|区|县)){{1,2}}(?:{_C}{{1,4}}?{_TOWN})?"
        rf"(?:{_C}{{1,10}}?(?:{_ENDS})(?:\d{{1,4}}(?:-\d{{1,3}})?号)?(?:{_BUILDING})?)?)",
    ),
    (
        "village",
        rf"(?P<rural>(?:{_BEGIN}{_C}{{1,4}}?[镇乡]{_C}{{1,3}}?|{_BEGIN}{_C}{{2,3}}?){_VILLAGE_END}(?:\d{{1,4}}号)?)",
    ),
    ("village", rf"(?P<town>{_BEGIN}{_NO_TOWN}{_C}{{2,3}}?{_TOWN})"),
    (
        "alone",
        rf"(?P<alone>(?:{_BEGIN}|(?<=[送带赶][回往至])|(?<=前往)|(?<=[了买租的叫])|(?<=[A-Z0-9][区县市])|(?<=[镇乡村道])){_C}{{1,7}}?(?:{_ALONE})"
        rf"(?:{_BUILDING}|(?=[{_STOP}]|{_OWNED}|$)))",
    ),
    (
        "road",
        rf"(?P<road>(?:(?<=[在到从住称，。,；;！!:：()（）])|(?<=[A-Z0-9][区县市])|^)(?!第){_C}{{2,5}}?(?:路(?![面障人费灯怒由小中学]|派出所)|大道|街(?![坊道])|巷(?!子)))",
    ),
    ("building", rf"(?P<bare>(?<![\d-])[A-Za-z]?\d{{1,3}}(?:号楼|栋|幢|座(?![车商]))(?:{_UNIT})?{_FLOOR}?{_ROOM}?)"),
)
_COARSE = frozenset((Level.CITY, Level.DISTRICT, Level.STREET))
_DIRECTION = "|".join(sorted(map(re.escape, _PLACES["direction"]), key=len, reverse=True))
#: 往北两百米, 以东约50米.
_METRES = rf"(?:[往向以][东南西北]{{1,2}}(?:侧|边|走)?)?(?:约|大概)?(?:\d{{1,4}}|[{NUMERAL}]{{1,4}})(?:多|余)?米"
_NEAR = re.compile(rf"(?:的)?({_METRES}|(?:{_DIRECTION})(?![\d{NUMERAL}]))")
_NEAR_A_SORT = re.compile(
    rf"(?:{'|'.join(sorted(_PLACES['sort'], key=len, reverse=True))})(?:的)?((?:{_DIRECTION}))(?![\d{NUMERAL}])"
)

#: A district whose name is a letter (A4区): a place of its own, even where nothing finer is said.
_LETTERED = re.compile(r"(?:[A-Z]市)?[A-Z]\d{1,2}[区县]")
_DONE_BEFORE = re.compile(r"^.*(?:" + "|".join(_PLACES["done_before"]) + ")(?=.)")


def find(text: str) -> list[tuple[int, int, Place]]:
    """(start, end, place) of each place named in narrowed ``text``."""
    families = tuple([family for family, sign in _SIGNS.items() if sign.search(text)])
    if not families:
        return []
    found = []
    for match in _pattern(families).finditer(text):
        group = match.lastgroup or ""
        written = _DONE_BEFORE.sub("", match[group])
        place = Place() if written.endswith("政府") else _parse(written)
        if not place and (head := _LETTERED.match(match[group])):
            written = head.group()
            found.append((match.start(group), match.start(group) + len(written), addresses.parse(written)))
        elif place:
            found.append((match.end(group) - len(written), match.end(), place))
    return found


@cache
def _pattern(families: tuple[str, ...]) -> re.Pattern[str]:
    """Every form of these families; the 15 of them are compiled in a tenth of a second together."""
    return re.compile(_LEAD + "(?:" + "|".join(form for family, form in _FORMS if family in families) + ")")


def near(text: str, ends: Iterable[int]) -> tuple[str, ...]:
    """The landmark and direction words behind one of the positions ``ends`` or a sort of place, each once."""
    found = [match for end in ends if (match := _NEAR.match(text, end))]
    found += _NEAR_A_SORT.finditer(text)
    return tuple(dict.fromkeys(match[1] for match in found))


@lru_cache(maxsize=50_000)
def _parse(written: str) -> Place:
    place = addresses.parse(written)
    finest = place.parts[-1] if place else (Level.CITY, "")
    if finest[0] in _COARSE:
        return place if _LETTERED.match(written) or finest[0] is Level.STREET else Place()
    return Place() if _ordinary(finest) else place


def _ordinary(part: tuple[Level, str]) -> bool:
    """Whether the name is a common word (商场, 加油站) or one of the dictionary's (长城)."""
    level, name = part
    if level not in (Level.ESTATE, Level.POI):
        return False
    return name in addresses.GENERIC or name in segmentation.ordinary(name[0])

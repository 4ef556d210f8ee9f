"""An address as written to a chain of levels with canonical names, coarse to fine.

Peeled from the left (city, district, street or town, village, road and number), then the building part,
and what is left between is the name of an estate or of a site. Reasons and figures: docs/extraction.md.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest.extract import building
from ingest.extract.lexicon import load_toml
from ingest.extract.mentions import Level, Place
from ingest.extract.numerals import NUMERAL, to_arabic, to_chinese_digit
from ingest.extract.text import has_chinese, narrow

_WORDS = load_toml("places.toml")


def _ends(words: list[str]) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(map(re.escape, set(words)), key=len, reverse=True)) + ")$")


_ESTATE, _POI, _NEAR = _ends(_WORDS["estate"]), _ends(_WORDS["poi"]), _ends(_WORDS["near"])
#: Names that many places go by.
GENERIC = frozenset(_WORDS["generic"])
_INSTITUTION = tuple(_WORDS["institution"])
_NO_NAME = frozenset(_WORDS["no_name"]) | frozenset(_WORDS["near"])
_INDEFINITE = re.compile(r"^(?:[某该本一这那我你他她自]+(?:个|家|户|们|处|所)?)+(?:的)?")
_EMPTY = frozenset(_WORDS["empty"])
_EARLIER = tuple(_WORDS["earlier"])

_NAME = r"[\u3400-\u9fff]"
_PROVINCE = re.compile(
    rf"({_NAME}{{2,3}}省|{_NAME}{{2,5}}自治区|北京市?(?=北京)|上海市?(?=上海)|天津市?(?=天津)|重庆市?(?=重庆))"
)
_NOT_ADMIN = r"(?<![小社园校厂库城超夜集门都闹街路巷号])"
_CITY = re.compile(rf"([A-Z]|{_NAME}{{2,4}}?{_NOT_ADMIN})(?:市(?!场|民|政|区|口)|地区|自治州|盟(?=.))")
_DISTRICT = re.compile(
    rf"([A-Z]\d{{0,2}}(?:区|县|市)|(?:(?![路街巷道]){_NAME}){{1,6}}?(?<![小社园校厂库住宅业居作发矿景老])(?:区(?!域)|县(?!委)|旗(?!舰|袍))"
    rf"|{_NAME}{{0,4}}?(?:经济技术开发区|经济开发区|高新技术开发区|经开区|开发区))"
)
_STREET = re.compile(
    rf"((?:(?!路(?!街道)|[巷号]){_NAME}){{1,6}}?(?:街道(?!路|\d)(?:办事处)?|地区办事处|(?<!城)镇(?!政府|中)|乡(?!村|亲|情|里|居|韵|间)))"
)
_VILLAGE = re.compile(
    rf"((?![^村社]{{0,7}}[路街巷]){_NAME}{{1,8}}?(?:(?<!新)(?<!度假)村(?!村|镇|淘|民|庄|部|口|路)|社区(?!卫生|服务|医)))(?:村?民?委员?会)?"
    rf"(?:(\d{{1,3}}|[{NUMERAL}]{{1,4}}|{_NAME}{{1,3}})(?:村民小?|小)?组)?(?:(\d{{1,4}}|[{NUMERAL}]{{1,5}})号(?!楼|栋|院))?"
)
_ROAD = re.compile(
    rf"((?:[A-Z]\d{{1,4}}|\d{{1,3}})?{_NAME}{{0,8}}?(?:(?<=.)大道|大街|胡同|公路|(?<=\d)国道|(?<=\d)省道|(?<=\d)县道|高速|(?<={_NAME}{{2}})路(?!口|边|上|桥)"
    rf"|(?<={_NAME}{{2}})街(?!坊|心|舞|区|道|景|机|边)|(?<={_NAME})(?:\d{{1,3}})?巷(?!口|子口)|(?<={_NAME}{{2}})弄|(?<={_NAME}{{2}})道(?=\d)))"
    rf"((?:[东南西北中一二三四五六]段)?)(?:(\d{{1,4}})弄)?(?:(?:甲|乙|附)?(\d{{1,5}}(?:-\d{{1,3}})?|[{NUMERAL}]{{1,6}})(?:之\d|附\d{{1,3}})?号(?!楼|栋|幢|线|店|院\d*号?楼|厅|门|{_NAME}?地铁)(?:附\d{{1,3}}号?)?)?"
)
_NOT_ROAD = re.compile(r"(?:步行|美食|商业|小吃|风情|酒吧|人行|机动车|街)(?:街|道)$")
_CROSSING = re.compile(
    rf"((?:{_NAME}|\d){{2,9}}?(?:路|街|巷|大道|道|胡同|高速|线))(?:与|和|跟|、|/|&|-|\+|转|交)((?:{_NAME}|\d){{2,9}}?(?:路|街|巷|大道|道|胡同|高速|线))(?:的)?"
    r"(?:交叉路?口|交汇处?|交会处?|交界处?|相交处?|十字路口|丁字路口|三岔路口|红绿灯|路口|转角|拐角|口)"
)
_BRACKETS = re.compile(r"\(([^()]*)\)?")
_PHASE = re.compile(rf"(?<=.)(?:第)?([{NUMERAL}]|\d{{1,2}})期$")
_TRIM = " ,，。.;；:：、-_·'\"“”《》!！?？"
_LEAD = re.compile(r"(?:位于|坐落于|在)(?=..)")
_DISTANCE = re.compile(r"(?:约|大概)?(?:\d+|[一二三四五六七八九十百]+)(?:余|多)?米.{0,2}$")
_OFFSET = re.compile(r"(?:以?[东南西北]{1,2}(?:侧|边|面)?)?(?:约|大概)?\d{1,5}(?:多|余)?米(?:处)?|附近|旁边?(?=.{2})")
_SIDE_LANE = re.compile(
    rf"(\d{{1,3}}|[{NUMERAL}]{{1,3}})(巷|弄|条|胡同)(?:(\d{{1,4}}|[{NUMERAL}]{{1,4}})号(?!楼|栋|院))?"
)
_TWICE = re.compile(r"(.{2,})\1")
_BETWEEN = re.compile(r"[ ,，;；、。]+(?=[\u3400-\u9fff])(?!.{2,9}(?:交叉|路口|交汇))")
_ROOM_AT_END = re.compile(r"[A-Za-z]?\d{3,4}$")
_LONGEST = 80

Part = tuple[Level, str]


def points_back(written: str) -> bool:
    """Whether the address only refers to an earlier call's (同上次地址, 老地方)."""
    return written.startswith(_EARLIER) or (len(written) < 12 and any(word in written for word in _EARLIER))


def parse(written: str) -> Place:
    """The place that ``written`` names; an empty one for '', 无, 不详 and references to an earlier call.

    >>> parse("阳光花园3号楼二单元五楼1号").parts[-1]
    (<Level.ROOM: 'room'>, '501')
    """
    text = narrow(written.strip())[:_LONGEST]
    if not text or text.casefold() in _EMPTY or points_back(text):
        return Place()
    if not has_chinese(text):
        return _foreign(text)
    text = (
        _LEAD.sub("", text.replace(" ", ""), count=1) if text.startswith(("位", "坐", "在")) else text.replace(" ", "")
    )
    bracketed = _BRACKETS.findall(text)
    place = _parse_plain(_BRACKETS.sub("", text))
    for inner in bracketed:
        place = _merge(place, _parse_plain(inner)) if _ROAD.match(inner) else place
    return place


def _foreign(text: str) -> Place:
    """An address without a Chinese character: equal strings are equal places."""
    name = " ".join(text.casefold().split())
    return Place(((Level.POI, name),)) if any(char.isalpha() for char in name) and len(name) > 1 else Place()


def _parse_plain(text: str) -> Place:
    parts: list[Part] = []
    text = _peel_admin(_BETWEEN.sub("", text), parts)
    crossing = _CROSSING.search(text)
    if crossing:
        rest = _OFFSET.sub("", text[crossing.end() :], count=1)
        if len(_strip_near(rest)[0]) < 2:
            roads = sorted(_road_name(road) for road in crossing.groups())
            parts.append((Level.POI, "×".join(roads)))
            return Place(tuple(parts), near=text[crossing.end() :])
        text = rest
    else:
        text = _peel_roads(_peel_village(text, parts), parts)
    before, inside, after = building.split(text)
    name, near = _strip_near(before if inside else before + after)
    if not inside:
        before, inside, after = building.split(name)
        name = before if inside else name
    if not inside and (room := _ROOM_AT_END.search(name)) and _ESTATE.search(name[: room.start()]):
        name, inside = name[: room.start()], ((Level.ROOM, room.group().upper()),)
    parts.extend(_named(name, parts, has_building=bool(inside)))
    return Place(tuple(parts) + inside, near=near or after)


def _peel_admin(text: str, parts: list[Part]) -> str:
    """Province, city, district, street or town off the left; an institution named by its district stays whole."""
    if match := _PROVINCE.match(text):
        text = text[match.end() :]
    for level, pattern in ((Level.CITY, _CITY), (Level.DISTRICT, _DISTRICT), (Level.STREET, _STREET)):
        match = pattern.match(text)
        if not match:
            continue
        rest = text[match.end() :]
        if rest.startswith(_INSTITUTION):
            return text
        parts.append((level, match.group().removesuffix("办事处")))
        text = rest
    return text


def _peel_village(text: str, parts: list[Part]) -> str:
    """Village, group and the house's number in it; the group stands where a town has its road."""
    match = _VILLAGE.match(text)
    if not match:
        return text
    village, group, number = match.groups()
    rest = text[match.end() :]
    if village.endswith("社区") and building.split(rest)[1]:
        return text
    parts.append((Level.VILLAGE, village))
    lane = village
    if group:
        lane = f"{village}{to_arabic(group)}组"
        parts.append((Level.ROAD, lane))
    if number:
        parts.append((Level.NUMBER, f"{lane}{to_arabic(number)}号"))
    return rest


def _peel_roads(text: str, parts: list[Part]) -> str:
    """Road and number off the left; of several roads in a row the last one counts, with its side lane."""
    road = number = ""
    while not number and (match := _ROAD.match(text)) and not _NOT_ROAD.search(match[1]):
        road, number, text = _one_road(match)
        if not number and (lane := _SIDE_LANE.match(text)):
            road += to_chinese_digit(to_arabic(lane[1])) + lane[2]
            number, text = lane[3] or "", text[lane.end() :]
    if road:
        parts.append((Level.ROAD, road))
    if number:
        parts.append((Level.NUMBER, f"{road}{number}" if number.endswith("弄") else f"{road}{to_arabic(number)}号"))
    return _OFFSET.sub("", text, count=1) if road and _OFFSET.match(text) else text


def _one_road(match: re.Match[str]) -> tuple[str, str, str]:
    """(road, number, rest) of one match; after a lane's number (Shanghai) comes the building's."""
    road, rest = _road_name(match[1]) + match[2], match.string[match.end() :]
    if match[3]:
        return road, match[3] + "弄", (f"{match[4]}号楼" if match[4] else "") + rest
    return road, match[4] or "", rest


def _road_name(road: str) -> str:
    """凤凰1路 and 凤凰一路 are one road; numbers within road names are written in Chinese."""
    return re.sub(r"(?<=[\u3400-\u9fff])\d(?=[路街巷])", lambda match: to_chinese_digit(match.group()), road)


def _strip_near(name: str) -> tuple[str, str]:
    """(name without landmark words at its end, those words)."""
    near = ""
    name = name.strip(_TRIM)
    while match := (_DISTANCE.search(name) or _NEAR.search(name)):
        if match.start() == 0 and match.group() in GENERIC:
            break
        near = match.group() + near
        name = name[: match.start()].strip(_TRIM)
    return name, near


def _named(name: str, before: list[Part], *, has_building: bool) -> list[Part]:
    """The estate or site called ``name``; a site that every road has is told by its road or district."""
    name = name.strip(_TRIM)
    if not name:
        return []
    if not says_something(name):
        return []
    if match := _PHASE.search(name):
        name = f"{name[: match.start()]}{to_arabic(match[1])}期"
    name = _TWICE.sub(r"\1", name.casefold())
    if name in GENERIC:
        coarser = [part for level, part in before if level in (Level.ROAD, Level.VILLAGE, Level.STREET, Level.DISTRICT)]
        name = (coarser[-1] if coarser else "") + name
        return [(Level.POI, name)]
    site, home = _POI.search(name), _ESTATE.search(name)
    if site and not (home and home.start() < site.start()):  # 公馆 is no 馆
        return [(Level.POI, name)]
    return [(Level.ESTATE if has_building or home else Level.POI, name)]


def says_something(name: str) -> bool:
    """Whether ``name`` tells a place from others: not a bare suffix (段), not a word any place goes by (小区, 路边)."""
    bare = _INDEFINITE.sub("", name)
    return len(bare) >= 2 and bare not in _NO_NAME and not bare.isdigit()


def _merge(place: Place, extra: Place) -> Place:
    """``place`` with the road and number that stood in brackets behind it."""
    known = {level for level, _ in place.parts}
    added = tuple(part for part in extra.parts if part[0] in (Level.ROAD, Level.NUMBER) and part[0] not in known)
    order = list(Level)
    return replace(place, parts=tuple(sorted(place.parts + added, key=lambda part: order.index(part[0]))))

"""People named in a record: whole names, masked ones (白某, 白某国) and forms of address (白先生, 老白, 姓白的)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from ingest.extract import roles
from ingest.extract import words as segmentation
from ingest.extract.lexicon import load_lines
from ingest.extract.mentions import PersonMention
from ingest.extract.roles import compatible
from ingest.extract.text import once_a_text

__all__ = ["Found", "compatible", "find", "from_column", "spans"]

_SINGLE = "".join(dict.fromkeys("".join(load_lines("surnames.txt"))))
#: Also taken where a sign of a name follows (某, 先生): rare ones, and those that are ordinary words.
_RARE = "".join(dict.fromkeys("".join(load_lines("surnames_rare.txt"))))
_COMPOUND = "|".join(load_lines("surnames_compound.txt"))
_GIVEN = "".join(dict.fromkeys("".join(load_lines("given.txt"))))
#: Surnames that are more often an ordinary word: taken only before 某, or with a given name of two characters.
_ORDINARY = frozenset(
    "于和向时成水门关常安方高金明全国代车边温曲米华强单解管路连应原古古包房强文万易尚司简连左乐阳章农党全江石毛白甘盛冷席封史惠季沙"
)

_SURNAME = rf"(?:{_COMPOUND}|[{_SINGLE}])"
_ANY_SURNAME = rf"(?:{_COMPOUND}|[{_SINGLE}{_RARE}])"
_TITLE = (
    "先生|女士|小姐|大爷|大妈|大叔|大姐|大哥|阿姨|叔叔|奶奶|爷爷|老太太?|老汉|老板娘?|老师|师傅|副?经理|副?主任|书记|村长|医生|护士|律师|副?校长|园长|支书|媒婆|警官|教练|"
    "副?局长|科长|站长|社长|厂长|店长|班长|镇长|乡长|院长|大夫|法官|大娘|大婶|大嫂|大伯|婆婆|同学|老[大二三四五六七八九幺]|家老[大二三四五六幺]|"
    "总|队长|所长|主管|工头|房东|太太|姐|哥|婶|伯|嫂|姓(?:男子|女子|男|女|业主|住户|邻居|老板|司机|工人)"
)
#: What follows a name and could be taken for a piece of it.
_AFTER_NAME = "家用从向与和跟把被因在的说称要将等到欠拿发"
_MASKED = re.compile(
    rf"({_ANY_SURNAME})(某{{1,3}}|[xX×*＊]{{1,2}})((?![{_AFTER_NAME}])[{_GIVEN}](?![\u3400-\u9fff]*店))?"
)
_BY_SURNAME = re.compile(
    rf"姓({_SURNAME})的|(?<![\u3400-\u9fff]老)(?:(?<=楼上|楼下|隔壁|邻居|对门)老|老|小)({_SURNAME})(?=报警|称|说|家|被|和|与|的|欠|打|把|就是|，|。|；|,|、|$)"
)
_TITLED = re.compile(
    rf"({_ANY_SURNAME})({_TITLE})(?![\u3400-\u9fff]{{0,4}}(?:店|馆|铺|烧烤|小吃|烫|餐厅|网吧|酒吧|车行|商行))"
)
_MINORITY = re.compile(r"([\u3400-\u9fff]{1,6})[·•‧・]([\u3400-\u9fff]{1,8})")
_SYLLABLES = "".join(load_lines("name_syllables.txt"))
_MINORITY_IN_TEXT = re.compile(rf"([{_SYLLABLES}]{{1,6}})[·•‧・]([{_SYLLABLES}]{{1,8}})")
#: Signs without which the patterns above need not be tried.
_DOT, _MASK_SIGN = re.compile(r"[·•‧・]"), re.compile(r"[某xX×*＊]")
_SURNAME_SIGN, _TITLE_SIGN = re.compile(r"[姓老小]"), re.compile(r"某|先生|女士|小姐")
_FULL = re.compile(rf"({_COMPOUND}|[{_SINGLE}])([{_GIVEN}]{{1,2}})")
_FULL_CONTEXT = re.compile(
    r"(?:这个人|本人|家|称|说|报|反映|承认|索赔|持|与|和|跟|及|被|在|欠|借|不|未|已|要|将|把|对|向|因|仅|主张|拒|同意|愿|等|拿|拖|砸|打|骂|推|放|搭|签|拦|代表|手持|系|是|于|到|情绪|颈部|手部|面部|头部|取走|离|自行|退|处|提供|当场|补|拆|上门|店|的|、|，|,|。|；|;|（|\(|\)|）|$)"
)
_BEFORE = re.compile(
    r"(?:^|[，,。；;：:、（(\s]|报警人|报案人|来电人|求助人|投诉人|反映人|举报人|本人|我|真名|网名|名叫|伤者|家属|乘客|员工|业务员|技术员|保安|经理|代表|行为人|当事人|债权人|债务人|大哥|二哥|大姐|姐夫|民警|辅警|调解员|网格员|主任|书记|村干部|社区|楼上|楼下|邻居|对方|业主|住户|房东|老板|司机|丈夫|妻子|儿子|女儿|母亲|父亲|前夫|前妻|男友|女友|称|说|疑为|系|被|与|和|跟|及|把|向|对|是|叫|找|让|由|经|某户|名|劝|责令|教育|提示|提醒|建议|联系|约束|查|因|但|而|令|反映|回复|告知|欠|的)$"
)
_NOT_NAME = frozenset(load_lines("not_names.txt"))
#: A name that goes on like this is a place's or a firm's (丁香公寓, 柳林社区, 植保公司).
_NAMES_A_PLACE = re.compile(
    r"(?:公寓|社区|小区|花园|家园|新村|公司|集团|大厦|广场|学校|小学|中学|医院|超市|酒店|路|街|村|镇|苑|厂)"
)
#: Who has a name that no list knows: one character between a beginning and a form of address.
_ANY_TITLED = re.compile(r"([\u3400-\u9fff])(某{1,2}(?![些种个地天处日事人户村市区县公小])|先生|女士|小姐)")
_NO_SURNAME = frozenset("一这那有是在的该本因与和由被对向把我你他她它几某个每各另从到给跟及或称说让叫请找")
_COLUMN_FULL = re.compile(rf"({_COMPOUND}|[\u3400-\u9fff])([\u3400-\u9fff]{{1,3}})$")
_NOT_CALLER = re.compile(r"路人|匿名|不详|群众|未知|无名|过路|热心|市民|未提供|不愿|保密|^无$|^某|报警人|拒绝")


@dataclass(frozen=True, slots=True)
class Found:
    """A person mention and where it stands in its text."""

    start: int
    end: int
    person: PersonMention


@lru_cache(maxsize=100_000)
def from_column(written: str) -> PersonMention | None:
    """The caller from the name column; None for '', 路人, 匿名 and the like."""
    name = re.sub(r"[\s（(].*$", "", written.strip())
    if not name or _NOT_CALLER.search(name):
        return None
    person = _masked_or_titled(name) or _whole(name)
    return replace(person, role="caller", source="column") if person else None


def find(text: str, source: str, known: PersonMention | None = None) -> list[Found]:
    """Everyone named in ``text``, in order; ``known`` is the caller, told by the column or the content."""
    people = _people(text)
    if not people:
        return []
    parts = roles.roles(text, source, people, known)
    return [_with(placed, role, source) for placed, role in zip(people, parts, strict=True)]


def spans(text: str) -> list[tuple[int, int]]:
    """(start, end) of everyone named in ``text``, in order."""
    return [(start, end) for start, end, _ in _people(text)]


@once_a_text
def _people(text: str) -> tuple[roles.Placed, ...]:
    """Everyone named in ``text`` whatever part they play, in order; where mentions overlap, the surest."""
    taken: list[Found] = []
    for found in _candidates(text):
        if all(found.end <= other.start or found.start >= other.end for other in taken):
            taken.append(found)
    taken.sort(key=lambda found: found.start)
    return tuple((found.start, found.end, found.person) for found in taken)


def _with(placed: roles.Placed, role: str, source: str) -> Found:
    """Put together by hand: ``replace`` took a fiftieth of all reading."""
    start, end, who = placed
    return Found(start, end, PersonMention(who.name, who.surname, who.given, who.full, role, source))


def _masked_or_titled(name: str) -> PersonMention | None:
    if match := _MASKED.match(name):
        return PersonMention(name=name, surname=match[1], given=match[3] or "")
    if match := _TITLED.match(name):
        return PersonMention(name=name, surname=match[1])
    if match := re.match(rf"姓({_SURNAME})|[老小阿]({_SURNAME})$", name):
        return PersonMention(name=name, surname=match[1] or match[2])
    return None


def _whole(name: str) -> PersonMention | None:
    if match := _MINORITY.fullmatch(name):
        return PersonMention(name=name, surname=match[1], given=match[2], full=True)
    if match := _COLUMN_FULL.fullmatch(name):
        return PersonMention(name=name, surname=match[1], given=match[2], full=True)
    return None


def _candidates(text: str) -> Iterator[Found]:
    """Mentions by pattern, the surest patterns first."""
    for match in _MINORITY_IN_TEXT.finditer(text) if _DOT.search(text) else ():
        person = PersonMention(name=f"{match[1]}·{match[2]}", surname=match[1], given=match[2], full=True)
        yield Found(match.start(), match.end(), person)
    for match in _MASKED.finditer(text) if _MASK_SIGN.search(text) else ():
        given = match[3] if match[3] and _ends_name(text, match.end()) else ""
        end = match.end() if given or not match[3] else match.end() - 1
        yield Found(match.start(), end, PersonMention(text[match.start() : end], match[1], given))
    for match in _BY_SURNAME.finditer(text) if _SURNAME_SIGN.search(text) else ():
        yield Found(match.start(), match.end(), PersonMention(match.group(), match[1] or match[2]))
    for match in _TITLED.finditer(text):
        if match.group() in _NOT_NAME or text[max(0, match.start() - 1) : match.end()] in _NOT_NAME:
            continue
        if match[2] not in ("总",) or _BEFORE.search(text[max(0, match.start() - 4) : match.start()]):
            yield Found(match.start(), match.end(), PersonMention(match.group(), match[1]))
    yield from _full_names(text)
    for match in _ANY_TITLED.finditer(text) if _TITLE_SIGN.search(text) else ():
        if match[1] not in _NO_SURNAME and _BEFORE.search(text[max(0, match.start() - 4) : match.start()]):
            yield Found(match.start(), match.end(), PersonMention(match.group(), match[1]))


def _full_names(text: str) -> Iterator[Found]:
    position = 0
    while match := _FULL.search(text, position):
        position = match.start() + 1
        if not _BEFORE.search(text[max(0, match.start() - 4) : match.start()]):
            continue
        given = match[2]
        while given:
            end = match.start() + len(match[1]) + len(given)
            name = match[1] + given
            if _ends_name(text, end) and not _looks_ordinary(match[1], given, name):
                yield Found(match.start(), end, PersonMention(name, match[1], given, full=True))
                position = end
                break
            given = given[:-1]


def _ends_name(text: str, end: int) -> bool:
    """Whether a name can end before ``end``: words that follow names stand there, or a new word begins there."""
    if _NAMES_A_PLACE.match(text, end):
        return False
    if end == len(text) or _FULL_CONTEXT.match(text, end):
        return True
    last, rest = text[end - 1], text[end]
    return text[end : end + 2] in segmentation.ordinary(rest) and last + rest not in segmentation.ordinary(last)


def _looks_ordinary(surname: str, given: str, name: str) -> bool:
    """Whether the characters rather begin an ordinary word (国家, 管理员) than a person's name."""
    if surname in _ORDINARY and len(given) < 2:
        return True
    if len(surname) > 1:
        return False
    known = segmentation.ordinary(name[0])
    return name[:2] in known or name[:2] in _NOT_NAME or name in known or name in _NOT_NAME

"""Named things: plates, companies, schools, hospitals, projects and shops.

A name is a run of words before a telling end (公司, 小学, 花园). Runs of words that jieba's dictionary does not
know, or knows as names, are taken whole; ordinary words only next to such a run or right before the end.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.lexicon import load_toml
from ingest.extract.mentions import Thing

_TABLE = load_toml("things.toml")
_STOP = frozenset(_TABLE["words"]["stop"])
_TRADE = frozenset(_TABLE["words"]["trade"])
_INNER = frozenset(_TABLE["words"]["inner"])
_ADMIN = frozenset(_TABLE["words"]["admin"])
_SUFFIXES: dict[str, str] = {end: kind for kind, ends in _TABLE["suffix"].items() for end in ends}
_LAST = frozenset(end[-1] for end in _SUFFIXES)
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
#: One separator may stand anywhere behind the letter of the city (湘AD·F5172), a space or dash only right behind it.
_PLATE = re.compile(
    r"([\u3400-\u9fff]?)([A-HJ-NP-Z])[·•・.\-\s]?((?=[A-Z0-9·•・]*\d[A-Z0-9·•・]*\d)"
    r"(?:(?:[A-HJ-NP-Z0-9][·•・]?){5,6}(?<![·•・])(?![A-Za-z0-9])"
    r"|(?:[A-HJ-NP-Z0-9][·•・]?){4}[学警挂领使港澳试超](?![是的车察]?不)))"
)
_DOTS = re.compile(r"[·•・]")
_NO_PROVINCE = frozenset("牌号车为是的辆开照有见叫在和与堵了")
_BREAKS = frozenset("vpcdruyqtfmxeo")
_LONGEST_NAME = 14
#: Kinds of which a district has its own: 区医院, 镇卫生院.
_BY_DISTRICT = ("school", "hospital")
_MOST_WORDS = 5


def plates(text: str) -> list[tuple[int, int, Thing]]:
    """(start, end, plate) for each number plate in narrowed ``text``; new-energy plates have one more character."""
    found = []
    for match in _PLATE.finditer(text):
        province = "" if match[1] in _NO_PROVINCE else match[1]
        found.append(
            (
                match.start() + len(match[1]) - len(province),
                match.end(),
                Thing("plate", province + match[2] + _DOTS.sub("", match[3])),
            )
        )
    return found


def names(words: Sequence[tuple[str, str]]) -> list[Thing]:
    """The named things in the cut and tagged ``words`` of a text, in order, each once."""
    found: dict[Thing, None] = {}
    for index, (word, _) in enumerate(words):
        end = _suffix_of(word)
        if not end or (word in _STOP and word != end):
            continue
        kind = _SUFFIXES[end]
        run = _run_before(words, index)
        name = _name_in(run, word[: len(word) - len(end)], kind)
        if kind in _BY_DISTRICT and len(name) == sum(map(len, run)):
            name = _admin_before(words, index - len(run)) + name
        if not name or _goes_on(words, index + 1, kind):
            continue
        if len(end) + (kind not in _BY_DISTRICT) < len(name + word) <= _LONGEST_NAME:
            found[Thing(kind, name + word)] = None
    return list(found)


def _goes_on(words: Sequence[tuple[str, str]], index: int, kind: str) -> bool:
    """Whether the name has a further end behind words of its trade: 恒润物业|服务|公司, 骨科|医院, 明珠国际|大酒店."""
    while index + 1 < len(words) and words[index][0] in _TRADE and not _suffix_of(words[index][0]):
        index += 1
    if index >= len(words):
        return False
    further = _SUFFIXES.get(_suffix_of(words[index][0]), "project")
    return further != "project" and (further == kind or kind in ("project", "shop"))


def _admin_before(words: Sequence[tuple[str, str]], index: int) -> str:
    """District, town or lettered city right before ``index``, part of a school's or hospital's name."""
    if index < 1 or words[index - 1][0] not in _ADMIN:
        return ""
    before = words[index - 2][0] if index > 1 else ""
    return (before if before.isascii() and before.isalnum() else "") + words[index - 1][0]


def written_name(name: str) -> Thing | None:
    """The thing an address names, if its end tells what it is."""
    end = _suffix_of(name)
    return Thing(_SUFFIXES[end], name) if end and len(name) >= len(end) + 2 else None


def _suffix_of(word: str) -> str:
    if word[-1] not in _LAST:
        return ""
    for length in range(min(_LONGEST_SUFFIX, len(word)), 0, -1):
        if word[-length:] in _SUFFIXES:
            return word[-length:]
    return ""


def _run_before(words: Sequence[tuple[str, str]], index: int) -> list[str]:
    """The words right before ``index`` that can belong to its name, in order."""
    run: list[str] = []
    for at in range(index - 1, max(-1, index - 1 - _MOST_WORDS), -1):
        word, tag = words[at]
        # 恒通电梯|维|保|公司: two single characters make a word that the dictionary does not know.
        before_single = at > 0 and len(words[at - 1][0]) == 1 and words[at - 1][0] not in _STOP
        if word in _STOP or not _is_name_part(word):
            break
        breaks = tag[:1] in _BREAKS and tag != "vn" and word not in _INNER and word not in _TRADE
        if breaks and not (len(word) == 1 and tag[:1] in "vqmd" and (run or before_single)):
            break
        run.append(word)
    run.reverse()
    return run


def _name_in(run: list[str], own: str, kind: str) -> str:
    """What of ``run`` is a name: words of the trade do not begin one, unless nothing else is there to tell it.

    ``own`` is what the last word says before its telling end (乳业 of 乳业公司).
    """
    begin = 0
    while begin < len(run) and run[begin] in _TRADE and run[begin] not in _INNER:
        begin += 1
    core = run[begin:]
    if any(word not in _TRADE for word in core):
        return "".join(core)
    if kind in _BY_DISTRICT or (kind == "project" and (core or own)):
        return "".join(core or run)
    return ""


def _is_name_part(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff" or word.isalnum()

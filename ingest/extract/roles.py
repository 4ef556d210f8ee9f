"""The part each person named in a record plays: caller, opponent, mediator, bystander, officer."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ingest.extract.lexicon import load_toml
from ingest.extract.mentions import PersonMention

_TABLE = load_toml("roles.toml")


def _before(part: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(_TABLE["before"][part], key=len, reverse=True)) + ")$")


def _after(part: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted(_TABLE["after"][part], key=len, reverse=True)) + ")")


def _titled(part: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(_TABLE["title"][part]) + ")$")


_ROLE_BEFORE = tuple((part, _before(part)) for part in ("officer", "mediator", "bystander"))
_ROLE_IN_TITLE = tuple((part, _titled(part)) for part in ("officer", "mediator"))
_ROLE_AFTER = tuple((part, _after(part)) for part in ("bystander", "mediator"))
_CALLER_BEFORE, _CALLER_AFTER = _before("caller"), _after("caller")
_OPPONENT_BEFORE = _before("opponent")
#: The head of an owners' committee or of a firm's own office speaks for a side.
_OWN_SIDE = re.compile(r"(?:业委会|医院|学校|公司|工会)主任$")
_REPORTS = re.compile(r"(?:这个人)?(?:报警|来电|致电|拨打)?(?:称|说|反映|报称|报|表示|反|诉)")
#: A call slip that opens with a name tells of its caller (白某与邻居…), unless the caller speaks himself.
_OPENS_AS_CALLER = re.compile(r"与|和|跟|因|在|被|到所|来所|遭|发现|向")
_FIRST_PERSON = re.compile(r"我(?!市|国|县|区|镇|所)")
_CLAUSE_BEGIN = re.compile(r"(?:^|[，,。；;：:！!])[^，,。；;：:！!]{0,6}$")
_SELF = re.compile(r"(?:我|我叫|我是|本人)$")

Placed = tuple[int, int, PersonMention]


def compatible(one: PersonMention, other: PersonMention) -> bool:
    """Whether two mentions can be the same person: one surname, and given names that do not contradict."""
    if one.surname != other.surname:
        return False
    if one.full and other.full:
        return one.given == other.given
    return not one.given or not other.given or one.given.endswith(other.given) or other.given.endswith(one.given)


def roles(text: str, source: str, people: Sequence[Placed], known: PersonMention | None = None) -> list[str]:
    """The role of each of ``people`` (start, end, person), in order; ``known`` is the caller, told by another text."""
    parts = [_role(found, text, source, known) for found in people]
    if not known and "caller" not in parts:
        own_words = source == "content" and _FIRST_PERSON.search(text)
        for index, (start, end, _) in enumerate(people):
            if parts[index] == "opponent" and not own_words and _seems_caller(start, end, text):
                parts[index] = "caller"
                break
    return parts


def _role(found: Placed, text: str, source: str, known: PersonMention | None) -> str:
    start, end, person = found
    before = text[max(0, start - 5) : start]
    if role := _bystanding(found, text, before):
        return role
    if source == "content" and _is_caller(start, end, text, before):
        return "caller"
    if known and compatible(known, person) and not _OPPONENT_BEFORE.search(before):
        return "caller"
    told = not known and _CALLER_BEFORE.search(before) and not _FIRST_PERSON.search(text)
    return "caller" if told else "opponent"


def _bystanding(found: Placed, text: str, before: str) -> str:
    """officer, mediator or bystander where the words beside the name say so, else ''."""
    start, end, person = found
    hits = [role for role, pattern in _ROLE_BEFORE if pattern.search(before) and not _OWN_SIDE.search(before)]
    if not hits and before.endswith("、") and "警" in text[:start]:
        hits = ["officer"]
    hits += [role for role, pattern in _ROLE_AFTER if pattern.match(text, end)]
    hits += [role for role, pattern in _ROLE_IN_TITLE if pattern.search(person.name)]
    return hits[0] if hits else ""


def _is_caller(start: int, end: int, text: str, before: str) -> bool:
    """Whether the words around a name in the call say that it is the one who calls."""
    if start <= 8 and _REPORTS.match(text, end) and not _FIRST_PERSON.search(text, end):
        return True
    if _SELF.search(before) or (_CALLER_BEFORE.search(before) and before.endswith("人")):
        return True
    if text.startswith("被", end) and not _FIRST_PERSON.search(text):
        return not before.endswith("称")
    opens = start == 0 and _OPENS_AS_CALLER.match(text, end)
    return bool(opens) and not _FIRST_PERSON.search(text)


def _seems_caller(start: int, end: int, text: str) -> bool:
    """Whether a name opens its clause (after a word or two on who it is) and complains of something."""
    before = text[:start]
    opens = bool(_CLAUSE_BEGIN.search(before)) and not _OPPONENT_BEFORE.search(before)
    return opens and bool(_CALLER_AFTER.match(text, end))

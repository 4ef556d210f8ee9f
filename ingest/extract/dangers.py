"""Danger words, graded 1 (quarrel) to 5 (killing), with what is denied (没有打人) and whose words they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ingest.extract import word_lists
from ingest.extract.lexicon import Lexicon, load_toml
from ingest.extract.mentions import Danger, PersonMention
from ingest.extract.word_lists import Vocabulary

_TABLE = load_toml("dangers.toml")
_HARMLESS = 0
_DENIED = re.compile(
    "(?:" + "|".join(sorted(_TABLE["negation"]["before"], key=len, reverse=True)) + ")[^，,。；;、！!]{0,3}$"
)
#: Characters before a term in which its denial may stand.
_WINDOW = 9
_SIDES: dict[str, str] = {word: side for side, words in _TABLE["speaker"].items() for word in words}
_SIDE_WORDS: Lexicon[str] = Lexicon(_SIDES)
_PASSIVE = re.compile(r"被[^，。；,;]{0,6}$")
_AT_ME = re.compile(r"^[^，。；,;]{0,3}(?<!要)我(?!们?要)|我(?:全|一)?家|我$")
_CLAUSE = re.compile(r"[，,。；;！!？?\n]")
_SENTENCE = re.compile(r"[。！!？?\n]")
_OBJECT = frozenset("对把将拿给跟找向")
#: What is mine or done to me is not what I do: 我家, 我妈, 撵我，.
_MINE = re.compile(
    r"我(?:们)?(?:的|家|这|那|妈|爸|爹|娘|哥|姐|弟|妹|儿|女|孩|老公|老婆|丈夫|妻子|父|母|公公|婆婆|朋友|同事|[，,。；;、！!]|$)"
)
_BOTH = "both"


@lru_cache(maxsize=4)
def _lexicon(held: Vocabulary) -> Lexicon[int]:
    graded = {term: int(grade) for grade in _TABLE["grades"] for term in held.words(f"dangers/{grade}")}
    return Lexicon(graded | dict.fromkeys(held.words("dangers/harmless"), _HARMLESS))


def find(text: str, source: str, people: Sequence[tuple[int, int, PersonMention]] = ()) -> list[Danger]:
    """The danger words of ``text`` that are not denied, each once, in order."""
    return read(text, source, people)[0]


def read(
    text: str, source: str, people: Sequence[tuple[int, int, PersonMention]] = ()
) -> tuple[list[Danger], list[Danger]]:
    """(danger words, denied ones) of ``text``, each once, in order; ``people`` are (start, end, person) named in it."""
    found: dict[str, Danger] = {}
    denied: dict[str, Danger] = {}
    for start, end, term, grade in _lexicon(word_lists.in_force()).find(text):
        if grade == _HARMLESS:
            continue
        if _DENIED.search(text[max(0, start - _WINDOW) : start]):
            denied.setdefault(term, Danger(term, grade, source))
        elif term not in found:
            found[term] = Danger(term, grade, source, _speaker(text, start, end, people))
    return list(found.values()), list(denied.values())


def _speaker(text: str, start: int, end: int, people: Sequence[tuple[int, int, PersonMention]]) -> str:
    """Whose words or act stands at ``start``: the nearest party before it, in its clause or else its sentence."""
    clause = _last(_CLAUSE, text, start)
    if _PASSIVE.search(text[clause:start]) or _AT_ME.search(text[start : end + 3]):
        return "opponent"
    for begin in (clause, _last(_SENTENCE, text, start)):
        sides = _parties(text, begin, start, people)
        if sides:
            # 报警人称对方要打人: who tells stands first, who does it nearest.
            side = sides[-1]
            return "" if side == _BOTH else side
    return ""


def _parties(text: str, begin: int, end: int, people: Sequence[tuple[int, int, PersonMention]]) -> list[str]:
    """The sides named in ``text`` between the two positions, in order; one that something is done to does not count."""
    found = [
        (begin + at, side)
        for at, _, word, side in _SIDE_WORDS.find(text[begin:end])
        if not (word[0] == "我" and _MINE.match(text, begin + at, end))
    ]
    found += [
        (at, person.role) for at, _, person in people if begin <= at < end and person.role in ("caller", "opponent")
    ]
    return [side for at, side in sorted(found) if text[max(0, at - 1) : at] not in _OBJECT]


def _last(pattern: re.Pattern[str], text: str, end: int) -> int:
    """Where the clause or sentence that reaches to ``end`` begins."""
    position = 0
    for match in pattern.finditer(text, 0, end):
        position = match.end()
    return position

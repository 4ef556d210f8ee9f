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
_SUFFIXES: dict[str, str] = {end: kind for kind, ends in _TABLE["suffix"].items() for end in ends}
_LAST = frozenset(end[-1] for end in _SUFFIXES)
_LONGEST_SUFFIX = max(map(len, _SUFFIXES))
_PLATE = re.compile(
    r"([\u3400-\u9fff]?)([A-HJ-NP-Z])[·•・.\-\s]?((?=[A-Z0-9]*\d[A-Z0-9]*\d)(?:[A-HJ-NP-Z0-9]{5,6}(?![A-Za-z0-9])|[A-HJ-NP-Z0-9]{4}[学警挂领使港澳试超]))"
)
_NO_PROVINCE = frozenset("牌号车为是的辆开照有见叫在和与堵了")
_BREAKS = frozenset("vpcdruyqtfmxeo")
_LONGEST_NAME = 12
_MOST_WORDS = 5


def plates(text: str) -> list[tuple[int, int, Thing]]:
    """(start, end, plate) for each number plate in narrowed ``text``; new-energy plates have one more character."""
    found = []
    for match in _PLATE.finditer(text):
        province = "" if match[1] in _NO_PROVINCE else match[1]
        found.append(
            (match.start() + len(match[1]) - len(province), match.end(), Thing("plate", province + match[2] + match[3]))
        )
    return found


def names(words: Sequence[tuple[str, str]]) -> list[Thing]:
    """The named things in the cut and tagged ``words`` of a text, in order, each once."""
    found: dict[Thing, None] = {}
    for index, (word, _) in enumerate(words):
        end = _suffix_of(word)
        if not end or word in _STOP or not (run := _run_before(words, index)):
            continue
        name = run + word
        if len(end) + 2 <= len(name) <= _LONGEST_NAME:
            found[Thing(_SUFFIXES[end], name)] = None
    return list(found)


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


def _run_before(words: Sequence[tuple[str, str]], index: int) -> str:
    """The words right before ``index`` that can belong to its name, joined."""
    run: list[str] = []
    for word, tag in reversed(words[max(0, index - _MOST_WORDS) : index]):
        single = len(word) == 1
        if (
            word in _STOP
            or (tag[:1] in _BREAKS and not (single and tag[:1] in "vqmd" and run))
            or not _is_name_part(word)
        ):
            break
        run.append(word)
    while run and len(run[-1]) == 1 and run[-1] in _STOP:
        run.pop()
    return "".join(reversed(run))


def _is_name_part(word: str) -> bool:
    return "\u3400" <= word[0] <= "\u9fff" or word.isalnum()

"""Topic words: what a text is about once people, places, plates and amounts are taken out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.extract.lexicon import Lexicon, load_lines, load_toml

_STOP = frozenset(load_lines("stopwords.txt"))
_FOLD: dict[str, str] = {word: kept for kept, words in load_toml("synonyms.toml")["fold"].items() for word in words}
_BOILERPLATE: Lexicon[None] = Lexicon(dict.fromkeys(load_lines("boilerplate.txt")))
#: Single characters that mean something in dispute texts; all other single characters are dropped.
_SINGLE = frozenset("狗犬猫车烟墙门窗树井沟路田坟瓦砖鸡鸭猪鸽牛羊酒药钱债租漏渗臭吵砸堵占欠赔偷骗赌火")
_KEPT_TAGS = frozenset("nvailjzgbs")
_NUMBER = re.compile(
    r"[\d.]+\s*(?:万|千|百)?(?:多)?(?:元|块钱?|岁|米|平|个月|年|天|号|栋|楼|单元|室|点|分|日|月|人|次|万|%)?"
    r"|[一二两三四五六七八九十百千万几]+(?:万|千|百)?(?:多|余)?(?:元|块钱?|万|个月|岁|次|天|年|号楼|单元|栋|楼)"
)
MASK = "，"


def mask(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """``text`` with ``spans`` (start, end), set phrases, numbers and amounts each replaced by a comma."""
    pieces: list[str] = []
    position = 0
    phrases = [(start, end) for start, end, _, _ in _BOILERPLATE.find(text)]
    for start, end in sorted([*spans, *phrases]):
        if start >= position:
            pieces += [text[position:start], MASK]
            position = end
    pieces.append(text[position:])
    return _NUMBER.sub(MASK, "".join(pieces))


def telling(words: Iterable[tuple[str, str]]) -> tuple[str, ...]:
    """The words that can be a topic among cut and tagged ``words``, in order."""
    return tuple(
        word
        for word, tag in words
        if tag[:1] in _KEPT_TAGS and tag != "nr" and word not in _STOP and (len(word) > 1 or word in _SINGLE)
    )


def select(words: Iterable[str], names: str = "") -> tuple[str, ...]:
    """The topics among ``telling`` words, synonyms folded, each once, in order.

    Words that are a piece of ``names`` (names of places and things, joined by line ends) are left out.
    """
    return tuple(dict.fromkeys([_FOLD.get(word, word) for word in words if len(word) == 1 or word not in names]))

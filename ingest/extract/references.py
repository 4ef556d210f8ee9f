"""Words that point back to an earlier call or an earlier round of the same matter (上次, 再次, 多次, 反映过两回)."""

from __future__ import annotations

import re
from functools import lru_cache

from ingest.extract import word_lists
from ingest.extract.lexicon import Lexicon
from ingest.extract.numerals import NUMERAL
from ingest.extract.text import once_a_text
from ingest.extract.word_lists import Vocabulary

_TIMES = "次回趟遍封任轮"
#: What was done about it before, said with how often: 催了七八次, 打过十几次, 城管来过两趟, 不下十趟.
_DONE = (
    "反映|投诉|举报|报警|报案|报修|报|打|找|说|跟|讲|问|催|来|去|跑|上门|调解|协商|沟通|警告|提醒"
    "|交涉|处理|劝|清|修|维权|写"
)
_REPEATED = re.compile(
    rf"(?:(?:{_DONE})[了过]*[^，,。；;！!？?]{{0,8}}?|不[止下]|都|已经|已)"
    rf"((?:好|有|无|数|不[止下]|十|多少|N|n|\d|[几{NUMERAL}]){{1,4}}(?:余|来|多)?[{_TIMES}])(?![性能元级要])"
)
#: A time before, when something was done about the matter then: 去年就投诉过, 昨天已报过一次, 上个月刚清过.
_EARLIER = re.compile(
    r"(昨[天日晚]|前[天日晚]|前几[天日]|去年|前年|今年初|年前|上个?月|上周|上星期|上个星期|月初|头[天年]|早上|上午)[^，,。；;！!？?]{0,5}?"
    r"(?:报过|报警|报了|报案|投诉|反映|举报|来过|找过|提过|打过|说过|处理|调解|清过|协商|就[打找报说])"
)
#: Going on asking or waiting in vain: 一等再等, 一拖再拖.
_AGAIN = re.compile(r"一([等拖推催说改忍])再\1")
#: Each with a sign without which no text holds one of its words.
_PATTERNS = (
    (re.compile(f"[{_TIMES}]"), _REPEATED, 1),
    (re.compile("[昨前去今年上月头早]"), _EARLIER, 1),
    (re.compile("一.再"), _AGAIN, 0),
)


@lru_cache(maxsize=4)
def _lexicon(held: Vocabulary) -> Lexicon[bool]:
    """Word -> whether it points back. Those that hold one by accident (合同上) are longer, so they win."""
    back = dict.fromkeys(held.words("references"), True)
    return Lexicon(back | dict.fromkeys(held.words("references_harmless"), False))


def find(text: str) -> tuple[str, ...]:
    """The words of ``text`` that point back, in order, each once."""
    return _find(word_lists.in_force(), text)


@once_a_text
def _find(held: Vocabulary, text: str) -> tuple[str, ...]:
    found = [(start, end) for start, end, _, back in _lexicon(held).find(text) if back]
    spans = [
        match.span(part) for sign, pattern, part in _PATTERNS if sign.search(text) for match in pattern.finditer(text)
    ]
    found += [span for span in spans if all(span[1] <= start or end <= span[0] for start, end in found)]
    return tuple(dict.fromkeys(text[start:end] for start, end in sorted(found)))

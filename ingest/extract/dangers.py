"""Danger words, graded 1 (quarrel) to 5 (killing); what is denied (没有打人, 无人受伤) is not a danger."""

from __future__ import annotations

import re

from ingest.extract.lexicon import Lexicon, load_toml
from ingest.extract.mentions import Danger

_TABLE = load_toml("dangers.toml")
_HARMLESS = 0
_LEXICON: Lexicon[int] = Lexicon(
    {term: int(grade) for grade, terms in _TABLE["grades"].items() for term in terms}
    | dict.fromkeys(_TABLE["negation"]["harmless"], _HARMLESS)
)
_DENIED = re.compile(
    "(?:" + "|".join(sorted(_TABLE["negation"]["before"], key=len, reverse=True)) + ")[^，,。；;、！!]{0,3}$"
)
#: Characters before a term in which its denial may stand.
_WINDOW = 9


def find(text: str, source: str) -> list[Danger]:
    """The danger words of ``text``, each once, in order."""
    found: dict[str, Danger] = {}
    for start, _, term, grade in _LEXICON.find(text):
        if grade != _HARMLESS and term not in found and not _DENIED.search(text[max(0, start - _WINDOW) : start]):
            found[term] = Danger(term, grade, source)
    return list(found.values())

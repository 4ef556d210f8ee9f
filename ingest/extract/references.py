"""Words that point back to an earlier call or an earlier round of the same matter (上次, 再次, 多次)."""

from __future__ import annotations

from ingest.extract.lexicon import Lexicon, load_lines

_LEXICON: Lexicon[None] = Lexicon(dict.fromkeys(load_lines("references.txt")))


def find(text: str) -> tuple[str, ...]:
    """The words of ``text`` that point back, in order."""
    return tuple(term for _, _, term, _ in _LEXICON.find(text))

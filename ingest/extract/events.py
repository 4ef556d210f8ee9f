"""Whether a record tells of what befalls once (a theft, a lost child) rather than of a quarrel that goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache

from ingest.extract.lexicon import Lexicon, load_lines, load_toml
from ingest.extract.text import once_a_text

_WORD, _NOTED, _CATEGORY, _QUARREL, _DISPUTE = 1.0, 0.6, 1.0, 0.7, 1.0
_MOST_WORDS = 2
#: The surplus over the words of a quarrel at which nothing is left to doubt.
_CERTAIN = 1.5

_TABLE = load_toml("events.toml")
NAMES: dict[str, str] = {key: entry["zh"] for key, entry in _TABLE.items()}
_LEXICON: Lexicon[str] = Lexicon({word: event for event, entry in _TABLE.items() for word in entry["words"]})
_QUARRELS: Lexicon[bool] = Lexicon(dict.fromkeys(load_lines("quarrel.txt"), True))


def classify(category: str, content: str, outcome: str) -> tuple[str, float]:
    """(event, confidence 0..1); ('', 0.0) when the record tells of a quarrel or says too little.

    The words of the likeliest event are weighed against the words of a quarrel; a term counts once a text.
    """
    scores = dict(_of_category(category))
    against = _DISPUTE if "纠纷" in category else 0.0
    for text, weight in ((content, _WORD), (outcome, _NOTED)):
        found, quarrels = _words(text)
        for event, count in found.items():
            scores[event] = scores.get(event, 0.0) + weight * min(count, _MOST_WORDS)
        against += _QUARREL * weight * quarrels
    if not scores:
        return "", 0.0
    best = max(scores, key=lambda event: (scores[event], event))
    confidence = round(min(1.0, (scores[best] - against) / _CERTAIN), 3)
    return (best, confidence) if confidence > 0 else ("", 0.0)


@once_a_text
def _words(text: str) -> tuple[Mapping[str, int], int]:
    """How many words of each event ``text`` has, and how many of a quarrel."""
    found = {term: event for _, _, term, event in _LEXICON.find(text)}
    return Counter(found.values()) if found else {}, len({term for _, _, term, _ in _QUARRELS.find(text)})


@cache
def _of_category(category: str) -> dict[str, float]:
    return {event: _CATEGORY for event, entry in _TABLE.items() if any(word in category for word in entry["category"])}

"""The headings that are known, and what each of them means."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from ingest.incident import COLUMNS

_FILE = Path(__file__).with_name("aliases.toml")
_BRACKETED = re.compile(r"[(\[{<【《〔「][^)\]}>】》〕」]*[)\]}>】》〕」]")
_PUNCTUATION = re.compile(r"[\W_]+")
_LETTERS = re.compile(r"[a-z]{3,}")


class Meaning(NamedTuple):
    """A heading's field, the part of that field, its rank (low wins), and how it is known."""

    field: str
    part: int
    rank: int
    how: str


def normal(heading: str) -> str:
    """A heading without case, width, spaces, punctuation and brackets: 报警时间(年月日) is 报警时间."""
    folded = unicodedata.normalize("NFKC", heading).casefold()
    return _PUNCTUATION.sub("", _BRACKETED.sub("", folded)) or _PUNCTUATION.sub("", folded)


def meaning(heading: str) -> Meaning | None:
    """What the heading means, or None: exact, alias, pinyin, or one of these with an empty ending taken off."""
    known = normal(heading)
    for form in (known, *_without_suffix(known)):
        if found := _written().get(form):
            return found
        if _LETTERS.fullmatch(form) and (found := _initials().get(form)):
            return found
    return None


def joins() -> dict[str, str]:
    """Field -> what stands between its parts."""
    return {field: _table()[field].get("join", "") for field in COLUMNS}


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


def _without_suffix(known: str) -> Iterator[str]:
    for suffix in _table()["suffixes"]:
        if known.endswith(suffix) and known != suffix:
            yield known.removesuffix(suffix)


def _headings(field: str, part: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    """(heading, how) of one part, best first."""
    yield from ((name, "exact" if name == COLUMNS[field] else "alias") for name in part.get("names", ()))
    yield from ((name, "pinyin") for name in part.get("pinyin", ()))
    yield from ((name, "alias") for name in part.get("english", ()))
    yield from ((stem + noun, "alias") for stem, noun in product(part.get("stems", ()), part.get("nouns", ())))


@cache
def _written() -> dict[str, Meaning]:
    """Normal heading -> meaning. A listed heading beats one composed of stem and noun."""
    listed: dict[str, Meaning] = {}
    composed: dict[str, Meaning] = {}
    for field in COLUMNS:
        for position, part in enumerate(_table()[field]["part"]):
            whole = len(part.get("names", ())) + len(part.get("pinyin", ())) + len(part.get("english", ()))
            for rank, (heading, how) in enumerate(_headings(field, part)):
                target = listed if rank < whole else composed
                target.setdefault(normal(heading), Meaning(field, position, rank, how))
    return composed | listed


@cache
def _initials() -> dict[str, Meaning]:
    """First letters of the Chinese headings -> meaning, where all headings of those letters mean one part."""
    from pypinyin import Style, lazy_pinyin

    found: dict[str, Meaning] = {}
    unclear: set[str] = set()
    for heading, written in _written().items():
        if heading.isascii():
            continue
        letters = "".join(lazy_pinyin(heading, style=Style.FIRST_LETTER)).lower()
        known = written._replace(how="pinyin")
        earlier = found.setdefault(letters, known)
        if earlier[:2] != known[:2]:
            unclear.add(letters)
        elif known.rank < earlier.rank:
            found[letters] = known
    return {letters: known for letters, known in found.items() if letters not in unclear}

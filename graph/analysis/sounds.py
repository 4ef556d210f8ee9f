"""How a name sounds: its pinyin and the initials of that, so that somebody finds it who types letters.

Words of a place are read as phrases (重庆 is chongqing), once for each run of characters, since the parts of addresses
come again and again. People's names are no phrases: each character has its commonest reading, and surnames that
sound otherwise than the character mostly does are in ``surname_sounds.txt``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from pathlib import Path

from pypinyin import lazy_pinyin

_RUNS = re.compile(r"([a-z0-9]+)|([\u3400-\u9fff]+)")
_KEPT = 100_000


@cache
def _surnames() -> dict[str, tuple[str, ...]]:
    lines = Path(__file__).with_name("surname_sounds.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split() for line in lines if line and not line.startswith("#"))
    return {surname: tuple(sounds.split("-")) for surname, sounds in rows}


@lru_cache(_KEPT)
def _read(characters: str) -> tuple[str, ...]:
    return tuple(lazy_pinyin(characters))


@lru_cache(_KEPT)
def sounds(name: str) -> str:
    """'青禾湾23栋' -> 'qhw23d qinghewan23dong': the initials of what is written and its pinyin, '' for no name."""
    heard: list[str] = []
    for run in _RUNS.finditer(name.lower()):
        heard += _read(run[2]) if run[2] else list(run[1])
    return _both(heard)


def sounds_of_person(name: str) -> str:
    """The same of a person's name; a surname read otherwise is given in both ways: '单某' -> 'sm shanmou dm danmou'."""
    characters = "".join(run[0] for run in _RUNS.finditer(name.lower()))
    heard = [sound for character in characters for sound in _read(character)]
    for length in (2, 1):
        surname = _surnames().get(characters[:length])
        if surname:
            return f"{_both([*surname, *heard[length:]])} {_both(heard)}"
    return _both(heard)


def _both(heard: Sequence[str]) -> str:
    initials, whole = "".join(sound[:1] for sound in heard), "".join(heard)
    return f"{initials} {whole}" if initials != whole else whole

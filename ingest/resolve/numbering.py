"""Keys of 64 bits numbered in the order in which they come first; some 20 bytes a key, where a dict takes 100."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ingest.resolve.compiled import compiled

Keys = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.int32]

_LEAST = 1 << 8
_SPREAD = -7046029254386353131  # 2^64 by the golden ratio


class Numbering:
    """Numbers from 0 for keys."""

    def __init__(self) -> None:
        self._keys: Keys = np.zeros(_LEAST, dtype=np.int64)
        self._numbers: Numbers = np.full(_LEAST, -1, dtype=np.int32)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def number(self, keys: Keys) -> tuple[Numbers, Keys]:
        """The number of each key, and the keys seen for the first time in the order of their numbers."""
        self._reserve(self._count + len(keys))
        numbers = np.empty(len(keys), dtype=np.int32)
        fresh = np.empty(len(keys), dtype=np.int64)
        before, self._count = self._count, _number((self._keys, self._numbers), self._count, keys, numbers, fresh)
        return numbers, fresh[: self._count - before].copy()

    def keep(self, kept: npt.NDArray[np.bool_]) -> None:
        """Forget the keys whose number is not ``kept``; the others are numbered anew, in the same order."""
        now = np.where(kept, np.cumsum(kept) - 1, -1).astype(np.int32)
        keys, numbers = self._keys, self._numbers
        numbers[numbers >= 0] = now[numbers[numbers >= 0]]
        self._keys, self._numbers = np.zeros(_LEAST, dtype=np.int64), np.full(_LEAST, -1, dtype=np.int32)
        self._count = int(kept.sum())
        self._reserve(self._count)
        _move(keys, numbers, self._keys, self._numbers)

    def _reserve(self, count: int) -> None:
        """Room for so many keys, two thirds full at most."""
        room = len(self._keys)
        while room * 2 < count * 3:
            room *= 2
        if room > len(self._keys):
            keys, numbers = np.zeros(room, dtype=np.int64), np.full(room, -1, dtype=np.int32)
            _move(self._keys, self._numbers, keys, numbers)
            self._keys, self._numbers = keys, numbers


@compiled
def _place(keys: Keys, numbers: Numbers, key: int) -> int:
    """Where the key stands in the table, or would."""
    last = len(keys) - 1
    mixed = (key ^ (key >> 32)) * _SPREAD
    at = (mixed ^ (mixed >> 29)) & last
    while numbers[at] >= 0 and keys[at] != key:
        at = (at + 1) & last
    return at


@compiled
def _number(table: tuple[Keys, Numbers], count: int, wanted: Keys, found: Numbers, fresh: Keys) -> int:
    keys, numbers = table
    before = count
    for index in range(len(wanted)):
        at = _place(keys, numbers, wanted[index])
        if numbers[at] < 0:
            keys[at], numbers[at] = wanted[index], count
            fresh[count - before] = wanted[index]
            count += 1
        found[index] = numbers[at]
    return count


@compiled
def _move(keys: Keys, numbers: Numbers, wider_keys: Keys, wider_numbers: Numbers) -> None:
    for old in range(len(keys)):
        if numbers[old] >= 0:
            at = _place(wider_keys, wider_numbers, keys[old])
            wider_keys[at], wider_numbers[at] = keys[old], numbers[old]

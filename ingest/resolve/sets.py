"""What profiles hold several of (words, people, places), as sets of numbers, compared for many pairs at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from sys import maxsize
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.resolve.compiled import compiled
from ingest.resolve.growing import Growing
from ingest.resolve.numbering import Numbering

Values = npt.NDArray[np.float32]
Rows = npt.NDArray[np.int64]
Starts = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Members:
    """One set a row: the numbers of row ``r`` are ``ids[starts[r]:starts[r + 1]]``, each once.

    ``worth`` says what each number weighs (whole numbers, so sums are exact); without it each weighs 1. ``weight``
    is that of the whole set. Those made over one vocabulary may be compared with each other.
    """

    starts: Starts
    ids: npt.NDArray[Any]
    worth: Values | None
    weight: Values

    def shared(self, other: Members, rows: Rows, others: Rows) -> Values:
        """The weight of what ``rows`` of this and ``others`` of the other have in common, pair by pair."""
        found = np.empty(len(rows), dtype=np.float32)
        mine, theirs = _Cut(self.starts, self.ids), _Cut(other.starts, other.ids)
        if self.worth is None:
            _in_common(mine, theirs, rows, others, found)
        else:
            _weight_in_common(mine, theirs, (rows, others), self.worth, found)
        return found


class _Cut(NamedTuple):
    """The rows of a ``Members`` for compiled loops."""

    starts: Starts
    ids: npt.NDArray[Any]


@compiled
def _in_common(mine: _Cut, theirs: _Cut, rows: Rows, others: Rows, found: Values) -> None:
    """For sets of a few members."""
    for pair in range(len(rows)):
        row, other = rows[pair], others[pair]
        count = 0
        for at in range(mine.starts[row], mine.starts[row + 1]):
            for there in range(theirs.starts[other], theirs.starts[other + 1]):
                count += mine.ids[at] == theirs.ids[there]
        found[pair] = count


@compiled
def _weight_in_common(mine: _Cut, theirs: _Cut, ends: tuple[Rows, Rows], worth: Values, found: Values) -> None:
    """For sets of many members; fast where pairs of one row follow one another."""
    rows, others = ends
    here = np.zeros(len(worth), dtype=np.float32)
    laid = np.int64(-1)
    for pair in range(len(rows)):
        row, other = rows[pair], others[pair]
        if row != laid:
            if laid >= 0:
                for at in range(mine.starts[laid], mine.starts[laid + 1]):
                    here[mine.ids[at]] = 0
            for at in range(mine.starts[row], mine.starts[row + 1]):
                here[mine.ids[at]] = worth[mine.ids[at]]
            laid = row
        total = np.float32(0)
        for there in range(theirs.starts[other], theirs.starts[other + 1]):
            total += here[theirs.ids[there]]
        found[pair] = total


class GrowingSets:
    """Sets that grow by rows at the end and forget rows at the beginning."""

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._starts, self._ids, self._weight = Growing(np.int32), Growing(kind), Growing(np.float32)
        self._starts.add(np.zeros(1, dtype=np.int32))

    def add(self, lengths: Rows, ids: npt.NDArray[Any], worth: Values | None = None) -> None:
        """A row for each of ``lengths``, which cut ``ids`` into sets."""
        ends = np.cumsum(lengths)
        self._starts.add((ends + len(self._ids)).astype(np.int32))
        self._ids.add(ids)
        self._weight.add(lengths.astype(np.float32) if worth is None else weights_of(ends, ids, worth))

    def forget(self, rows: int) -> None:
        """Let go of the first rows."""
        gone = int(self._starts.held[rows])
        self._ids.forget(gone)
        self._weight.forget(rows)
        self._starts.forget(rows)
        self._starts.held[:] -= gone

    def members(self, worth: Values | None) -> Members:
        """The sets as they are now."""
        return Members(self._starts.held, self._ids.held, worth, self._weight.held)


@compiled
def weights_of(ends: Rows, ids: npt.NDArray[np.int32], worth: Values) -> Values:
    """What the sets weigh that end at ``ends``."""
    found = np.zeros(len(ends), dtype=np.float32)
    at = np.int64(0)
    for row in range(len(ends)):
        while at < ends[row]:
            found[row] += worth[ids[at]]
            at += 1
    return found


def hashed(words: Iterable[str]) -> npt.NDArray[np.int64]:
    """Numbers above 0 for words, 0 for ''; the same in this process, by chance the same for two words in 2**63."""
    return np.fromiter(map(hash, words), dtype=np.int64) & maxsize


class Pieces:
    """Pieces of texts (characters, or pairs that follow one another), numbered, with what each weighs."""

    def __init__(self, length: int, weigh: Callable[[str], int]) -> None:
        self._length, self._weigh = length, weigh
        self._numbers = Numbering()
        self._worth = Growing(np.float32)

    @property
    def worth(self) -> Values:
        """What the pieces weigh, by their numbers."""
        return self._worth.held

    def cut(self, texts: Sequence[str]) -> tuple[Rows, npt.NDArray[np.int32]]:
        """How many pieces each plain text has, and their numbers, each once a text. No piece goes over a blank."""
        ends = np.cumsum(np.fromiter(map(len, texts), dtype=np.int64, count=len(texts)))
        letters = np.frombuffer("".join(texts).encode("utf-32-le"), dtype=np.uint32)
        keys, lengths = _keys(letters, ends, self._length)
        numbers, fresh = self._numbers.number(keys)
        names = ("".join(chr(part) for part in (key >> 32, key & 0xFFFFFFFF) if part) for key in fresh.tolist())
        self._worth.add(np.array([self._weigh(name) for name in names], dtype=np.float32))
        return once(lengths, numbers, len(self._numbers))


@compiled
def _keys(letters: npt.NDArray[np.uint32], ends: Rows, length: int) -> tuple[Rows, Rows]:
    keys = np.empty(len(letters), dtype=np.int64)
    lengths = np.zeros(len(ends), dtype=np.int64)
    count, at = 0, 0
    for row in range(len(ends)):
        before = np.int64(32)
        while at < ends[row]:
            letter = np.int64(letters[at])
            if letter != 32 and (length == 1 or before != 32):
                keys[count] = letter if length == 1 else (before << 32) | letter
                count += 1
                lengths[row] += 1
            before = letter
            at += 1
    return keys[:count], lengths


class Words:
    """Whole words, numbered, with what each weighs."""

    def __init__(self, weigh: Callable[[str], int]) -> None:
        self._weigh = weigh
        self._numbers: dict[str, int] = {}
        self._worth = Growing(np.float32)

    @property
    def worth(self) -> Values:
        """What the words weigh, by their numbers."""
        return self._worth.held

    def number(self, lists: Sequence[Sequence[str]]) -> tuple[Rows, npt.NDArray[np.int32]]:
        """How many words each list has, and their numbers, each once a list."""
        numbers = self._numbers
        known = len(numbers)
        ids = np.array([numbers.setdefault(word, len(numbers)) for held in lists for word in held], dtype=np.int32)
        fresh = list(numbers)[known:] if len(numbers) > known else []
        self._worth.add(np.array([self._weigh(word) for word in fresh], dtype=np.float32))
        return once(np.fromiter(map(len, lists), dtype=np.int64, count=len(lists)), ids, len(numbers))


def keyed(lists: Sequence[Sequence[str]]) -> tuple[Rows, Rows]:
    """How many keys each list has, and a number for each; no list names one twice."""
    lengths = np.fromiter(map(len, lists), dtype=np.int64, count=len(lists))
    return lengths, hashed(word for held in lists for word in held)


def once(lengths: Rows, ids: npt.NDArray[np.int32], size: int) -> tuple[Rows, npt.NDArray[np.int32]]:
    """The same rows with each number once; numbers are below ``size``."""
    lengths, ids = lengths.copy(), ids.copy()
    return lengths, ids[: _once(lengths, ids, np.full(size, -1, dtype=np.int64))]


@compiled
def _once(lengths: Rows, ids: npt.NDArray[np.int32], seen: Rows) -> int:
    """In place: keep the first of equal numbers in each row; how many are left."""
    count, at = 0, 0
    for row in range(len(lengths)):
        kept = 0
        for _ in range(lengths[row]):
            number = ids[at]
            at += 1
            if seen[number] != row:
                seen[number] = row
                ids[count] = number
                count += 1
                kept += 1
        lengths[row] = kept
    return count

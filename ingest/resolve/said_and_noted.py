"""What was said in calls and noted of them, as sets over one vocabulary: all ways to compare them in one pass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.resolve.compiled import compiled
from ingest.resolve.growing import Growing
from ingest.resolve.sets import Rows, Starts, Values, weights_of

Ids = npt.NDArray[np.int32]
#: Bits: 1 for what was said, 2 for what was noted.
Whose = npt.NDArray[np.int8]

_WAYS = ("said", "noted", "said_noted", "noted_said", "every")


class InCommon(NamedTuple):
    """The weight of what pairs of calls share.

    ``said_noted``: what the later call said and the earlier one's note tells; ``every``: wherever it stands.
    """

    said: Values
    noted: Values
    said_noted: Values
    noted_said: Values
    every: Values


class Weights(NamedTuple):
    """The weight of each call's whole sets."""

    said: Values
    noted: Values
    every: Values


@dataclass(frozen=True, slots=True)
class SaidAndNoted:
    """Row ``r`` has the numbers ``ids[starts[r]:starts[r + 1]]``, each once; ``whose`` tells where each stands.

    ``worth`` says what each number weighs: whole numbers, so sums are exact.
    """

    starts: Starts
    ids: Ids
    whose: Whose
    worth: Values
    weights: Weights

    def in_common(self, later: Rows, earlier: Rows) -> InCommon:
        """What the calls in the rows share, pair by pair."""
        found = np.empty((len(_WAYS), len(later)), dtype=np.float32)
        _in_common(_Cut(self.starts, self.ids, self.whose), self.worth, later, earlier, found)
        return InCommon(*found)


class _Cut(NamedTuple):
    """The rows of a ``SaidAndNoted`` for compiled loops."""

    starts: Starts
    ids: Ids
    whose: Whose


@compiled
def _lay(sets: _Cut, before: np.int64, row: np.int64, here: Whose) -> None:
    """Lay out one row by its numbers in place of the one before it, -1 for none."""
    if before >= 0:
        for at in range(sets.starts[before], sets.starts[before + 1]):
            here[sets.ids[at]] = 0
    for at in range(sets.starts[row], sets.starts[row + 1]):
        here[sets.ids[at]] = sets.whose[at]


@compiled
def _in_common(sets: _Cut, worth: Values, later: Rows, earlier: Rows, found: npt.NDArray[np.float32]) -> None:
    """Fast where pairs of one later call follow one another."""
    here = np.zeros(len(worth), dtype=np.int8)
    laid = np.int64(-1)
    for pair in range(len(later)):
        row, other = later[pair], earlier[pair]
        if row != laid:
            _lay(sets, laid, row, here)
            laid = row
        found[:, pair] = 0
        for there in range(sets.starts[other], sets.starts[other + 1]):
            mine, theirs = here[sets.ids[there]], sets.whose[there]
            if mine:
                weight = worth[sets.ids[there]]
                if mine & 1:
                    if theirs & 1:
                        found[0, pair] += weight
                    if theirs & 2:
                        found[2, pair] += weight
                if mine & 2:
                    if theirs & 2:
                        found[1, pair] += weight
                    if theirs & 1:
                        found[3, pair] += weight
                found[4, pair] += weight


class GrowingSaidAndNoted:
    """Rows that grow at the end and are forgotten at the beginning."""

    def __init__(self) -> None:
        self._starts, self._ids, self._whose = Growing(np.int32), Growing(np.int32), Growing(np.int8)
        self._starts.add(np.zeros(1, dtype=np.int32))
        self._weights = [Growing(np.float32) for _ in Weights._fields]

    def add(self, said: tuple[Rows, Ids], noted: tuple[Rows, Ids], worth: Values) -> None:
        """A row for each of the lengths, which cut ids (each once) into sets."""
        lengths, ids, whose = _united(*said, *noted, np.full(len(worth), -1, dtype=np.int64))
        ends = np.cumsum(lengths)
        self._starts.add((ends + len(self._ids)).astype(np.int32))
        self._ids.add(ids)
        self._whose.add(whose)
        for weight, (sizes, held) in zip(self._weights, (said, noted, (lengths, ids)), strict=True):
            weight.add(weights_of(np.cumsum(sizes), held, worth))

    def forget(self, rows: int) -> None:
        """Let go of the first rows."""
        gone = int(self._starts.held[rows])
        for entries in (self._ids, self._whose):
            entries.forget(gone)
        for column in (*self._weights, self._starts):
            column.forget(rows)
        self._starts.held[:] -= gone

    def held(self, worth: Values) -> SaidAndNoted:
        """The rows as they are now."""
        weights = Weights(*(weight.held for weight in self._weights))
        return SaidAndNoted(self._starts.held, self._ids.held, self._whose.held, worth, weights)


@compiled
def _united(
    said_lengths: Rows, said: Ids, noted_lengths: Rows, noted: Ids, place: npt.NDArray[np.int64]
) -> tuple[Rows, Ids, Whose]:
    """Row by row the numbers of either, each once, and where each stands; ``place`` is -1 for every number."""
    lengths = np.zeros(len(said_lengths), dtype=np.int64)
    ids = np.empty(len(said) + len(noted), dtype=np.int32)
    whose = np.empty(len(ids), dtype=np.int8)
    count, at, there = 0, 0, 0
    for row in range(len(lengths)):
        begin = count
        for _ in range(said_lengths[row]):
            ids[count], whose[count] = said[at], 1
            place[said[at]] = count
            count += 1
            at += 1
        for _ in range(noted_lengths[row]):
            number = noted[there]
            there += 1
            if place[number] >= begin:
                whose[place[number]] |= 2
            else:
                ids[count], whose[count] = number, 2
                count += 1
        lengths[row] = count - begin
    return lengths, ids[:count], whose[:count]

"""The comparisons that evidence is made of, for all candidate pairs at once."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from ingest.resolve.candidates import Pairs
from ingest.resolve.columns import Columns
from ingest.resolve.sets import Values

#: Evidence as measured, of any number type.
Found = dict[str, npt.NDArray[Any]]
Bools = npt.NDArray[np.bool_]

_LEAST = 4  # less tells too little to be missed in the other


class Compare:
    """The comparisons that evidence is made of, for all pairs at once."""

    def __init__(self, columns: Columns, found: Pairs) -> None:
        self.columns, self.later, self.earlier = columns, found.later, found.earlier

    def same(self, code: str) -> Bools:
        """Both are known, and they are the same."""
        values = self.columns.codes[code]
        return np.asarray((values[self.later] == values[self.earlier]) & (values[self.later] > 0))

    def differs(self, code: str) -> Bools:
        """Both are known, and they are not the same."""
        values = self.columns.codes[code]
        one, other = values[self.later], values[self.earlier]
        return np.asarray((one != other) & (one > 0) & (other > 0))

    def shared(self, left: str, right: str) -> Values:
        """The weight of what the later call's ``left`` and the earlier call's ``right`` share."""
        return self.columns.sets[left].shared(self.columns.sets[right], self.later, self.earlier)

    def sizes(self, name: str) -> tuple[Values, Values]:
        """The weight of the whole set ``name`` of the later and of the earlier call."""
        every = self.columns.sets[name].weight
        return every[self.later], every[self.earlier]

    def flag(self, name: str) -> tuple[Values, Values]:
        """The value of the later and of the earlier call."""
        values = self.columns.flags[name]
        return values[self.later], values[self.earlier]

    def gap_s(self) -> npt.NDArray[np.int64]:
        """Seconds from the earlier to the later call."""
        return self.columns.at_s[self.later] - self.columns.at_s[self.earlier]


class Agreement(NamedTuple):
    """How far what was said and noted agrees, 0..1: call with call, note with note, call with note, all with all."""

    call: Values
    note: Values
    across: Values
    every: Values
    #: Both have at least four of weight, and nothing in common.
    none: Bools


def agreements(pair: Compare, name: str) -> Agreement:
    """The agreement of ``Columns.spoken[name]``."""
    spoken = pair.columns.spoken[name]
    shared, weights = spoken.in_common(pair.later, pair.earlier), spoken.weights
    said, noted, every = ((weight[pair.later], weight[pair.earlier]) for weight in weights)
    across = np.maximum(_part(shared.said_noted, said[0], noted[1]), _part(shared.noted_said, noted[0], said[1]))
    none = (shared.every == 0) & (every[0] >= _LEAST) & (every[1] >= _LEAST)
    return Agreement(_part(shared.said, *said), _part(shared.noted, *noted), across, _part(shared.every, *every), none)


def agreement(pair: Compare, left: str, right: str) -> Values:
    """Weight shared over the geometric mean of the whole weights, 0..1; 0 when either has none."""
    return _part(pair.shared(left, right), pair.sizes(left)[0], pair.sizes(right)[1])


def _part(shared: Values, later: Values, earlier: Values) -> Values:
    return np.asarray(shared / np.sqrt(np.maximum(later * earlier, 1.0)), dtype=np.float32)

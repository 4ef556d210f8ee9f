"""The comparisons that evidence is made of, for all candidate pairs at once."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from ingest.resolve.candidates import Pairs
from ingest.resolve.columns import Columns
from ingest.resolve.sets import Values

#: Evidence as measured, of any number type.
Found = dict[str, npt.NDArray[Any]]
Bools = npt.NDArray[np.bool_]


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


def agreement(pair: Compare, left: str, right: str) -> Values:
    """Weight shared over the geometric mean of the whole weights, 0..1; 0 when either has none."""
    later, earlier = pair.sizes(left)[0], pair.sizes(right)[1]
    return np.asarray(pair.shared(left, right) / np.sqrt(np.maximum(later * earlier, 1.0)), dtype=np.float32)


def nothing_shared(pair: Compare, name: str, least: int = 4) -> Bools:
    """Both have at least so much of ``name``, and nothing in common."""
    later, earlier = pair.sizes(name)
    return np.asarray((pair.shared(name, name) == 0) & (later >= least) & (earlier >= least))

"""Arrays that grow at their end and forget their beginning, in memory of one piece."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

_LEAST = 1_024
_ROOM = 5 / 4  # an array that is full grows to so many times its size


class Growing:
    """A one-dimensional array. What ``held`` gave keeps its values, whatever is added or forgotten later."""

    def __init__(self, kind: npt.DTypeLike) -> None:
        self._room: npt.NDArray[Any] = np.empty(0, dtype=kind)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    @property
    def held(self) -> npt.NDArray[Any]:
        """All values."""
        return self._room[: self._count]

    def add(self, values: npt.NDArray[Any]) -> None:
        """Put ``values`` at the end."""
        count = self._count + len(values)
        if count > len(self._room):
            wider = np.empty(max(_LEAST, count, int(len(self._room) * _ROOM)), dtype=self._room.dtype)
            wider[: self._count] = self.held
            self._room = wider
        self._room[self._count : count] = values
        self._count = count

    def forget(self, count: int) -> None:
        """Let go of the first ``count`` values and of their memory."""
        self._room = self._room[count : self._count].copy()
        self._count = len(self._room)

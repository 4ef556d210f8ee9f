"""Loops over numbers that numpy has no name for, compiled when first called and kept compiled beside the source."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

Loop = TypeVar("Loop", bound=Callable[..., object])


def compiled(loop: Loop) -> Loop:
    """The same loop in machine code, which runs without Python's lock.

    It is kept beside the source, or where that cannot be written in the user's cache, or nowhere.
    """
    try:
        return cast(Loop, numba.njit(cache=True, nogil=True)(loop))
    except RuntimeError:
        return cast(Loop, numba.njit(nogil=True)(loop))

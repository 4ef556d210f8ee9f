"""Work with less of Python's cyclic collection, which walks over all that is held, half a second at a time."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

#: New objects after which the young are looked at, how often before those that stayed are, and never all.
_YOUNG = (50_000, 5, 1_000_000_000)


@contextmanager
def without_collector() -> Iterator[None]:
    """No collection inside; what has to be collected is collected after. For work that is soon done."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


@contextmanager
def only_young_collected() -> Iterator[None]:
    """Inside, only what was made lately is collected.

    The driver leaves cycles that hold what was sent with each statement, and looking at groups some that hold their
    profiles, which would be everything in the end.
    """
    was, before = gc.isenabled(), gc.get_threshold()
    gc.set_threshold(*_YOUNG)
    gc.enable()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not was:
            gc.disable()

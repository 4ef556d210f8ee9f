"""A second process for work on the whole graph: it reads what is remembered from the file, this one writes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from ingest.readers import begin

#: For fewer calls none is started, because starting one takes longer.
WORTH_IT = 30_000


@contextmanager
def second_process(calls: int) -> Iterator[ProcessPoolExecutor | None]:
    """A pool of one process; None for few calls. It starts with the first work it is given."""
    if calls < WORTH_IT:
        yield None
        return
    with ProcessPoolExecutor(1, get_context("spawn"), initializer=begin) as pool:
        yield pool


def ready_to_group() -> None:
    """Load what groups are made with, which takes seconds."""
    import ingest.settle.grouping  # noqa: F401 - to be loaded is all

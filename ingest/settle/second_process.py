"""A second process for work on the whole graph: it reads what is remembered from the file, and writes to the graph what
can be written while this one goes on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

import orjson

from graph.connection import connect
from ingest.readers import begin
from ingest.settle.callers_found import Calling, write_callers
from ingest.settle.writing import InBatches

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


def write_callers_there(callings: bytes, seen: Sequence[str]) -> list[str]:
    """``write_callers`` by a connection of its own. ``callings``: each one's values, as JSON, because a pool keeps what
    it was given until it is done, and bytes are the smaller thing to keep.

    ``seen``: bookmarks of what must have been written before; returned are those of what is written now.
    """
    with connect("find") as driver, ThreadPoolExecutor(max_workers=1) as thread:
        bookmarks = driver.execute_query_bookmark_manager
        bookmarks.update_bookmarks((), seen)
        writer = InBatches(driver, thread)
        write_callers(writer, [Calling(*values) for values in orjson.loads(callings)])
        writer.finish()
        return list(bookmarks.get_bookmarks())

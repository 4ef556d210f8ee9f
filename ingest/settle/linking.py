"""All links, found by two processes side by side: this one takes the earlier calls, another the later ones."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import LOOK_BACK_S, Anchor
from ingest.resolve.links import BLOCK, Block, Weighed, links_of_blocks
from ingest.settle.memory import Kept, Memory
from ingest.settle.memory.calls import Calls, reading
from ingest.settle.memory.links import Tie
from ingest.settle.without_collector import without_collector

#: What a call costs that others are compared with, over one that is compared itself.
_ONLY_LOOKED_AT = 0.45


def link_everything(memory: Memory, beside: ProcessPoolExecutor | None = None) -> None:
    """Find all links anew and remember them in place of those held; ``beside`` takes the later calls."""
    at_s = memory.calls.times()
    with memory.changing():
        memory.links.clear()
        if beside is None:
            _put(memory, _ties(memory.calls, None, None))
            return
        cut = _cut(at_s)
        later = beside.submit(_ties_since, memory.path, cut)
        _put(memory, _ties(memory.calls, None, cut))
        _put(memory, [later.result()])


def _cut(at_s: npt.NDArray[np.int64]) -> int:
    """The time that cuts the calls, given in time order, into two parts that cost the same."""
    count = np.arange(len(at_s))
    looked_at = count - np.searchsorted(at_s, at_s - LOOK_BACK_S)
    longer = np.maximum(count, len(at_s) - count + _ONLY_LOOKED_AT * looked_at)
    return int(at_s[longer.argmin()])


def _ties_since(path: Path, since_s: int) -> list[Tie]:
    """The links of all calls from a time on; for another process."""
    calls = Calls(reading(path), path)
    with without_collector():
        return [tie for ties in _ties(calls, since_s, None) for tie in ties]


def _ties(calls: Calls, since_s: int | None, until_s: int | None) -> Iterator[list[Tie]]:
    """The links whose later call is at ``since_s`` or after, and before ``until_s``."""
    rows = array("q")
    for found in links_of_blocks(_blocks(calls.in_time_order(_look_back(since_s), until_s), rows), since_s):
        yield _of_rows(found, rows)


def _look_back(since_s: int | None) -> int | None:
    return None if since_s is None else since_s - LOOK_BACK_S


def _of_rows(found: Weighed, rows: array[int]) -> list[Tie]:
    ends = zip(found.later.tolist(), found.earlier.tolist(), found.scores.tolist(), strict=True)
    return [
        Tie(rows[later], rows[earlier], score, " ".join(reasons))
        for (later, earlier, score), reasons in zip(ends, found.reasons, strict=True)
    ]


def _put(memory: Memory, found: Iterable[list[Tie]]) -> None:
    for ties in found:
        memory.links.put(sorted(ties))


def _blocks(stream: Iterator[Kept], rows: array[int]) -> Iterator[Block]:
    """The calls of the stream with their anchors, and in ``rows`` their row numbers."""
    while part := list(islice(stream, BLOCK)):
        rows.extend(kept.row for kept in part)
        yield [kept.profile for kept in part], [_all_anchors(kept) for kept in part]


def _all_anchors(kept: Kept) -> npt.NDArray[np.int64]:
    """The numbers of a call's anchors, its caller's among them."""
    caller = kept.profile.caller
    own = [anchor_number(Anchor("caller", caller))] if caller else []
    return np.concatenate([np.frombuffer(kept.anchors, dtype=np.int64), np.array(own, dtype=np.int64)])

"""All links, found anew from what is remembered."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

import numpy as np
import numpy.typing as npt

from ingest.resolve.anchor_numbers import anchor_number
from ingest.resolve.anchors import Anchor
from ingest.resolve.links import BLOCK, Block, Weighed, links_of_blocks
from ingest.settle.memory import Kept, Memory
from ingest.settle.memory.links import Tie


def link_everything(memory: Memory) -> None:
    """Find all links anew and remember them in place of those held."""
    rows = array("q")
    with memory.changing():
        memory.links.clear()
        for found in links_of_blocks(_blocks(memory.calls.in_time_order(), rows)):
            memory.links.put(sorted(ties_of(_of_rows(found, rows))))


def ties_of(found: Weighed) -> list[Tie]:
    """Links as they are remembered; their calls' numbers are rows."""
    ends = zip(found.later.tolist(), found.earlier.tolist(), found.scores.tolist(), strict=True)
    return [
        Tie(later, earlier, score, " ".join(reasons))
        for (later, earlier, score), reasons in zip(ends, found.reasons, strict=True)
    ]


def _of_rows(found: Weighed, rows: array[int]) -> Weighed:
    """The same with the rows of the calls for their places in the stream."""
    row_of = np.frombuffer(rows, dtype=np.int64)
    return replace(found, later=row_of[found.later], earlier=row_of[found.earlier])


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

"""All groups, worked out part by part: a part is what links above the reach and decisions tie together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from graph.casework.decisions import Constraints
from ingest.resolve.weights import standard
from ingest.settle.collecting import only_young_collected
from ingest.settle.few import groups_in
from ingest.settle.memory import Memory, as_it_stands
from ingest.settle.memory.calls import Calls
from ingest.settle.memory.links import LinkTable
from ingest.settle.neighbourhood import as_links, inside

#: Calls whose groups and disputes are worked out together.
_LOT = 4_000

#: Groups of two or more, and when each call in them came.
Grouped = tuple[list[frozenset[str]], dict[str, tuple[int, str]]]


def group_everything(memory: Memory, decided: Constraints, beside: ProcessPoolExecutor | None) -> Grouped:
    """The groups of the whole graph, sorted; ``beside`` begins with the first parts, this process with the last."""
    lots = list(in_lots(_parts(memory, decided)))
    elsewhere = [beside.submit(_grouped_from, memory.path, lot, decided) for lot in lots] if beside else []
    found: list[Grouped] = []
    while lots and not (elsewhere and not elsewhere[-1].cancel()):
        found.append(_grouped(memory.calls, memory.links, lots.pop(), decided))
        del elsewhere[-1:]
    found += [future.result() for future in elsewhere]
    groups = sorted((group for part, _ in found for group in part), key=sorted)
    return groups, {i: order for _, part in found for i, order in part.items()}


def in_lots(parts: Iterable[Sequence[int]]) -> Iterator[list[int]]:
    """Whole parts put together until there are enough to be worth a query."""
    lot: list[int] = []
    for part in parts:
        lot += part
        if len(lot) >= _LOT:
            yield lot
            lot = []
    if lot:
        yield lot


def _grouped_from(path: Path, lot: list[int], decided: Constraints) -> Grouped:
    with as_it_stands(path) as (calls, links), only_young_collected():
        return _grouped(calls, links, lot, decided)


def _grouped(calls: Calls, links: LinkTable, lot: list[int], decided: Constraints) -> Grouped:
    scope = calls.standings(lot)
    found = groups_in(scope, as_links(inside(links.of(lot), scope), scope), decided)
    member = set().union(*found)
    return found, {s.id: s.profile.order for s in scope.values() if s.id in member}


def _parts(memory: Memory, decided: Constraints) -> Iterator[list[int]]:
    """The rows of each part of two calls or more that links above the reach and decisions tie together."""
    pairs = memory.links.above(standard().reach)
    for block in decided.together:
        joined = sorted(memory.calls.rows(sorted(block)).values())
        pairs += [(joined[0], other) for other in joined[1:]]
    if not pairs:
        return
    ends = np.array(pairs, dtype=np.int64).T
    rows, place = np.unique(ends, return_inverse=True)
    one, other = place.reshape(ends.shape)
    graph = sparse.coo_array((np.ones(len(one), dtype=np.int8), (one, other)), shape=(len(rows), len(rows)))
    _, part_of = connected_components(graph, directed=False)
    order = np.argsort(part_of, kind="stable")
    for members in np.split(rows[order], np.flatnonzero(np.diff(part_of[order])) + 1):
        yield members.tolist()

"""The shelf: every query file of a directory, by name."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from queries.errors import QueryError
from queries.head import Query, parse

SHELF = Path(__file__).resolve().parent / "shelf"


def load(shelf: Path = SHELF) -> dict[str, Query]:
    """Name -> query, for each ``.cypher`` file of ``shelf``; HeadError at the first bad head."""
    return dict(_load(shelf))


def find(name: str) -> Query:
    """The shelf's query ``name``; QueryError lists the names when there is none."""
    queries = _load(SHELF)
    if name not in queries:
        raise QueryError(f"no query {name!r} on the shelf; there are: {', '.join(queries)}")
    return queries[name]


@cache
def _load(shelf: Path) -> dict[str, Query]:
    return {path.stem: parse(path) for path in sorted(shelf.glob("*.cypher"))}

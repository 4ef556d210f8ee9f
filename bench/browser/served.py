"""What the browser is given to look at: invented graphs in the bench's own engine, and the pages served from it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from typing import Any

from neo4j import Driver

from bench.served import served
from graph.session import opened
from web.accounts import people, sessions
from web.database import Database
from web.roles import Role
from web.visitor import COOKIE

HUB = "Unit:Bench Hub"
#: Calls of a dispute and what comes with them: a network as a dispute's own, a few of which share a place.
_CALLS, _MATTER = 6, 15
_MAKE = """UNWIND $rows AS r
CREATE (d:Dispute {id: r.id, title: '第' + r.n + '号院 邻里噪音', kind: '邻里噪音', level: r.level, risk: 0.5})
MERGE (where:Location {key: r.place, level: 'estate', name: r.place})
CREATE (p:Phone {number: 'B' + r.id}), (c:Person:Caller {key: r.id, name: '张' + r.n})-[:USES]->(p)
CREATE (c)-[:PARTY_TO]->(d)
WITH r, d, p, c, where
UNWIND range(1, r.calls) AS k
CREATE (i:Incident {id: r.id + '-' + k, kind: 'noise', reported_at: datetime() - duration({hours: k * 7})})
CREATE (i)-[:ABOUT]->(d), (p)-[:REPORTED]->(i), (c)-[:REPORTED]->(i), (i)-[:AT]->(where)
CREATE (i)-[:MENTIONS]->(:Thing {key: r.id + '-' + k, name: '车' + k})"""
_IDS = """MATCH (d:Dispute) WHERE d.id STARTS WITH $prefix
OPTIONAL MATCH (d)<-[:ABOUT]-(i:Incident)
OPTIONAL MATCH (i)-[:AT|MENTIONS|REPORTED]-(m)
WITH d, collect(DISTINCT i) + collect(DISTINCT m) + [d] AS all
UNWIND all AS n
RETURN DISTINCT elementId(n) AS id
LIMIT $size"""
_HUB = """CREATE (u:Unit {key: 'Bench Hub', name: 'Bench Hub'})
WITH u UNWIND range(1, $count) AS k
CREATE (:Incident {id: 'HUB-' + k, kind: 'noise', reported_at: datetime()})-[:HANDLED_BY]->(u)"""


@dataclass(frozen=True, slots=True)
class Graph:
    """The node_ids of a graph of ``size`` things."""

    size: int
    ids: tuple[str, ...]


def invent(driver: Driver, size: int) -> Graph:
    """A graph of so many things: disputes with their calls, callers, phones, things, and places that some share."""
    dice = Random(size)
    count = size // (_MATTER - 1) + 2
    rows = [
        {
            "id": f"B{size}-{n}",
            "n": n,
            "level": dice.choice(["low", "medium", "high", "critical"]),
            "place": f"bench {size} {dice.randrange(count // 2 + 1)}",
            "calls": _CALLS,
        }
        for n in range(count)
    ]
    with opened(driver) as session:
        session.run(_MAKE, rows=rows).consume()
        ids = [str(record["id"]) for record in session.run(_IDS, prefix=f"B{size}-", size=size)]
    if len(ids) != size:
        raise AssertionError(f"{len(ids)} things instead of {size}")
    return Graph(size, tuple(ids))


def hub(driver: Driver, count: int) -> None:
    """A unit that handled so many calls."""
    with opened(driver) as session:
        session.run(_HUB, count=count).consume()


@contextmanager
def pages() -> Iterator[tuple[str, list[Any]]]:
    """The pages, served; their address, and the cookie of somebody who is signed in and sees everything."""
    with served(workers=2) as (address, _):
        yield address, [{"name": COOKIE, "value": _signed_in(), "url": address}]


def _signed_in() -> str:
    """The secret of a session that needs nothing more."""
    database = Database()
    with database.writing() as sql:
        account, _ = people.add(sql, "bench", Role.ANALYST, "")
        account.must_change = False
        secret = sessions.begin(sql, account, sessions.FULL, "127.0.0.1", "bench")
    database.dispose()
    return secret

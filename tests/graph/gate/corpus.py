"""The files of queries beside this one: each holds many, with a line of ``%%`` between them."""

from __future__ import annotations

from pathlib import Path

from neo4j import Driver

from graph import settings
from graph.gate import Limits

HERE = Path(__file__).resolve().parent
#: Short, so that the bombs of the corpus take minutes and not an hour.
LIMITS = Limits(seconds=3, rows=1_000, bytes=4 << 20, each=2, all=4)

_LOAD = """
CREATE (c1:Caller:Person {key: 'c1', name: '白一'}), (c2:Caller:Person {key: 'c2', name: '何二'}),
  (p1:Phone {number: '13800000001'}), (p2:Phone {number: '13800000002'}), (u:Unit {key: '东站'}),
  (l:Location {key: 'l', name: '3栋', level: 'building'}), (w:Location {key: 'w', name: '和平路', level: 'road'}),
  (t:Location {key: 't', name: '东区', level: 'district'}), (d:Dispute {id: 'D-i1', title: '漏水', risk: 0.5}),
  (l)-[:WITHIN]->(w), (w)-[:WITHIN]->(t), (c1)-[:USES]->(p1), (c2)-[:USES]->(p2), (c2)-[:USES]->(p1)
WITH [c1, c2] AS callers, l, d, u
UNWIND range(1, 40) AS n
CREATE (i:Incident {id: 'i' + n, kind: CASE n % 2 WHEN 0 THEN '邻里' ELSE '家庭' END, danger: n % 3,
  content: '楼上漏水，吵架', address: '和平路' + n + '号',
  reported_at: datetime('2026-03-01T08:00:00Z') + duration({days: n})})
CREATE (i)-[:ABOUT {score: 0.5}]->(d), (i)-[:AT]->(l), (i)-[:HANDLED_BY]->(u)
WITH callers[n % 2] AS c, i CREATE (c)-[:REPORTED]->(i)
"""
_SUM = """
MATCH (n) WITH n ORDER BY elementId(n)
WITH collect([elementId(n), labels(n), [k IN keys(n) | k + '=' + toString(n[k])]]) AS nodes
OPTIONAL MATCH ()-[r]->() WITH nodes, r ORDER BY elementId(r)
RETURN nodes, collect([elementId(r), type(r), [k IN keys(r) | k + '=' + toString(r[k])]]) AS relationships
"""


def read(name: str) -> list[str]:
    """The queries of a file."""
    return [text.strip("\n") for text in (HERE / name).read_text(encoding="utf-8").split("%%\n")]


def load(driver: Driver) -> None:
    """A small graph with a bit of everything, in an emptied one."""
    driver.execute_query(_LOAD, database_=settings.read("NEO4J_DATABASE"))


def checksum(driver: Driver) -> int:
    """Of every node, relationship, label, property, index and account of the engine."""
    database = settings.read("NEO4J_DATABASE")
    graph = driver.execute_query(_SUM, database_=database).records[0].values()
    schema = [row.values() for row in driver.execute_query("SHOW INDEXES YIELD name", database_=database).records]
    people = [row.values() for row in driver.execute_query("SHOW USERS YIELD user", database_="system").records]
    return hash(str((graph, schema, people)))

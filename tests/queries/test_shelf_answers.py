"""Every query that is offered to people, asked through the gate of a small graph where its answer is known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from typing import Any

import pytest
from neo4j import Driver
from neo4j.graph import Entity

import queries
from queries.asking import ask_shelf

#: A Monday, nine in the morning. (Not a ZoneInfo: queries.parameters says why.)
START = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=8)))
_LISTS = ("names", "things", "agencies")


def at(day: float) -> datetime:
    """So many days after the start."""
    return START + timedelta(days=day)


def call(dispute: str, day: float, **told: Any) -> dict[str, Any]:
    """A call: `by` whom, with which `phone`, at which `place` (KEY or KEY:LEVEL), naming whom and what; the rest are
    properties of the incident."""
    known = {"by", "phone", "place", "unit", "officer", *_LISTS}
    ends = {name: told.get(name, [] if name in _LISTS else "") for name in known}
    key, _, level = ends.pop("place").partition(":")
    properties = {name: value for name, value in told.items() if name not in known or name in ("phone", "unit")}
    return {"dispute": dispute, "at": at(day), "place": key, "level": level or "estate", "set": properties, **ends}


@dataclass(frozen=True)
class Case:
    """What a query says of a world: some of its columns, row by row in order."""

    query: str
    world: Sequence[dict[str, Any]]
    columns: str
    rows: Sequence[tuple[Any, ...]]
    parameters: dict[str, Any] = field(default_factory=dict)
    #: What the world has beside its calls, in Cypher; $at0 ... $at99 are days after the start.
    beside: str = ""


TWO = [call("D1", 0, by="王大海"), call("D1", 1, by="王大海"), call("D2", 2, by="李二牛")]
QUARREL = [
    call("D1", 0, by="王大海", names=["李二牛"]),
    call("D1", 1, by="李二牛", names=["王大海"]),
    call("D1", 2, by="赵三", names=["王大海"]),
    call("D2", 3, by="钱四", names=["王大海"]),
]
WORSE = [call("D1", 0, danger=1), call("D1", 1, danger=4), call("D1", 2, danger=2), call("D2", 0, danger=5)]
CLOSED = [call("D1", 0, officer="O1"), call("D1", 9, officer="O2"), call("D2", 0, officer="O1"), call("D2", 12)]
CLOSINGS = """MATCH (a:Dispute {id: 'D1'}), (b:Dispute {id: 'D2'})
SET a.closed_at = $at2, b.closed_at = $at4, a.reopened_at = $at9"""
STAGES = """MATCH (i:Incident {id: 'i1'}) UNWIND $stages AS s
MERGE (a:Agency {key: s[1]}) CREATE (i)<-[:OF]-(v:Diversion {id: s[0], sent_at: $at0})-[:SENT_TO]->(a)
"""

CASES = [
    Case("caller_incidents", TWO, "incident_id dispute_id", [("i2", "D1"), ("i1", "D1")], {"who": "王大海"}),
    Case(
        "calls_by_day",
        [call("D1", 0, danger=4), call("", 0.1), call("D1", 1)],
        "calls of_disputes dangerous",
        [(0, 0, 0), (2, 1, 1), (1, 1, 0)],
        {"days": 3},
    ),
    Case("dangerous_incidents", WORSE, "incident_id danger", [("i4", 5), ("i2", 4)]),
    Case("dispute_incidents", TWO, "incident_id", [("i1",), ("i2",)], {"dispute": "D1"}),
    Case("disputes", TWO, "dispute_id incidents callers", [("D1", 2, 1)], {"least": 2}),
    Case(
        "disputes_by_kind",
        TWO,
        "kind disputes incidents risk",
        [("noise", 2, 3, 0.7)],
        beside="MATCH (d:Dispute) SET d.kind = 'noise', d.risk = CASE d.id WHEN 'D1' THEN 0.7 ELSE 0.2 END",
    ),
    Case("disputes_of_person", QUARREL, "dispute_id", [("D1",)], {"who": "李二牛"}),
    Case(
        "got_worse",
        [call("D1", 0), call("D1", 9, danger=4), call("D2", 0)],
        "dispute_id calls calls_before danger danger_before",
        [("D1", 1, 1, 4, 0)],
    ),
    Case(
        "hotspots_caller",
        [*TWO, call("", 3, by="王大海")],
        "key count",
        [("王大海", 3)],
        {"window": 7, "minimum": 3},
    ),
    Case("hotspots_phone", [call("", n, phone="p1") for n in (0, 7, 14.1)], "key count", [("p1", 2)]),
    Case("hotspots_location", [call("", n, place="L1") for n in (0, 1)], "key count", [("L1", 2)]),
    Case("hotspots_unit", [call("", n, unit="U1") for n in (0, 1)], "key count", [("U1", 2)]),
    Case("incidents_by_hour", [call("", 0), call("", 1), call("", 0.5)], "hour incidents", [(9, 2), (21, 1)]),
    Case(
        "incidents_by_month",
        [call("D1", 0), call("", 1), call("", 31)],
        "month incidents disputes",
        [("2026-03-01", 2, 1), ("2026-04-01", 1, 0)],
    ),
    Case(
        "incidents_by_weekday",
        [call("D1", 0), call("", 7), call("", 6)],
        "weekday incidents of_disputes",
        [(1, 2, 1), (7, 1, 0)],
    ),
    Case(
        "not_yet_judged",
        TWO,
        "dispute_id incidents",
        [("D1", 2)],
        beside="MATCH (d:Dispute {id: 'D1'}) SET d.status = 'suggested', d.level = 'high', d.risk = 0.8",
    ),
    Case("people_in_disputes", QUARREL, "person disputes", [("王大海", ["D1", "D2"])]),
    Case(
        "place_incidents",
        [call("D1", 0, place="L1"), call("", 1, place="L2")],
        "incident_id place dispute_id",
        [("i1", "L1", "D1")],
        {"place": "L1"},
    ),
    Case("repeats_caller", TWO, "dispute_id count subject", [("D1", 2, "王大海")]),
    Case(
        "repeats_place",
        [call("D1", 0, place="L1"), call("D1", 6, place="L1"), call("D1", 7.1, place="L1"), call("D2", 0, place="L1")],
        "dispute_id count",
        [("D1", 2)],
    ),
    Case("repeats_matter", QUARREL, "dispute_id count subject", [("D1", 3, 3)]),
    Case(
        "shared_phones",
        [call("D1", 0, by="王大海", phone="p1"), call("D1", 1, by="李二牛", phone="p1")],
        "phone callers incidents",
        [("p1", 2, 2)],
    ),
    Case(
        "strangers_on_one_phone",
        [
            *(call("D1", 0, by=name, phone="p1") for name in ("王大海", "李二牛")),
            *(call(dispute, 1, by=name, phone="p2") for dispute, name in (("D2", "赵三"), ("D3", "钱四"))),
        ],
        "phone callers incidents",
        [("p2", 2, 2)],
    ),
    Case(
        "many_phones",
        [call("", n, by="王大海", phone=f"p{n}") for n in range(3)] + [call("", 0, by="李二牛", phone="p9")],
        "caller phone_count incidents",
        [("王大海", 3, 3)],
    ),
    Case(
        "place_chains",
        [call("", n, by="王大海", place=place) for n, place in enumerate(["L1", "L1", "L2", "L1", "L3", "C:city"])],
        "caller steps places",
        [("王大海", 3, ["L1", "L2", "L1", "L3"])],
    ),
    Case("counter_reports", QUARREL, "dispute_id one other calls_one calls_other", [("D1", "李二牛", "王大海", 1, 1)]),
    Case(
        "callers_elsewhere_opponents",
        QUARREL,
        "caller reported named_in",
        [("王大海", ["D1"], ["D2"])],
    ),
    Case("danger_grew", WORSE, "dispute_id danger_first danger_now grew_at", [("D1", 1, 4, at(1))]),
    Case(
        "became_case",
        [call("D1", 0), call("D1", 1), call("D1", 5, case_number="A1"), call("D2", 0, case_number="A2")],
        "dispute_id days calls_before",
        [("D1", 5, 2)],
    ),
    Case(
        "quiet_then_back",
        [call("D1", 0), call("D1", 90), call("D2", 0), call("D2", 89.9)],
        "dispute_id quiet_from back_at quiet_days",
        [("D1", at(0), at(90), 90)],
    ),
    Case(
        "rising_disputes",
        [call("D1", 0), call("D1", 12), call("D1", 13), call("D2", 5), call("D2", 14)],
        "dispute_id lately before",
        [("D1", 2, 0)],
        {"days": 7},
    ),
    Case(
        "several_units",
        [call("D1", 0, unit="U1"), call("D1", 1, unit="U2"), call("D2", 0, unit="U1"), call("D2", 1, unit="U1")],
        "dispute_id unit_count",
        [("D1", 2)],
    ),
    Case(
        "unit_load",
        [call("D1", 0, unit="U1"), call("D1", 1, unit="U1"), call("D2", 0, unit="U2")],
        "unit incidents dispute_count grave",
        [("U1", 2, 1, 1), ("U2", 1, 0, 0)],
        beside="""MATCH (d:Dispute {id: 'D1'}), (u:Unit {key: 'U1'})
SET d.level = 'high' CREATE (u)-[:RESPONSIBLE_FOR]->(d)""",
    ),
    Case(
        "night_calls",
        [call("D1", n + 0.6) for n in range(2)] + [call("D1", 3), call("D2", 0), call("D2", 0.875)],
        "dispute_id at_night incidents percent",
        [("D1", 2, 3, 66)],
    ),
    Case(
        "nuisance_callers",
        [call("", 0, by="王大海", invalid=True), call("", 1, by="王大海", malicious=True), call("", 2, by="王大海")],
        "caller invalid malicious incidents",
        [("王大海", 1, 1, 3)],
    ),
    Case(
        "buildings_with_disputes",
        [call("D1", 0, place="B1:building"), call("D2", 0, place="B1:building"), call("D1", 0, place="B2:building")],
        "place dispute_count disputes",
        [("B1", 2, ["D1", "D2"])],
    ),
    Case(
        "disputes_by_level",
        TWO,
        "level dispute_count incidents",
        [("critical", 1, 2), ("low", 1, 1)],
        beside="MATCH (d:Dispute {id: 'D1'}) SET d.level = 'critical'",
    ),
    Case(
        "hubs",
        [call(f"D{n}", n, phone="p1", place="L1", things=["宏远公司"] if n else []) for n in range(3)],
        "what name dispute_count",
        [("Location", "L1", 3), ("Phone", "p1", 3)],
    ),
    Case(
        "community_bridges",
        [
            call("D1", 0, by="王大海"),
            call("D2", 1, by="王大海"),
            call("D2", 2, by="李二牛"),
            call("D3", 2, by="李二牛"),
        ],
        "what name community_count disputes",
        [("Caller", "王大海", 2, ["D1", "D2"])],
        beside="MATCH (d:Dispute) SET d.community = CASE d.id WHEN 'D1' THEN 'C1' ELSE 'C2' END",
    ),
    Case(
        "disputes_around_company",
        [call("D1", 0, things=["宏远公司"], by="王大海"), call("D1", 1), call("D2", 0, things=["东风小学"])],
        "dispute_id companies incidents callers",
        [("D1", ["宏远公司"], 2, 1)],
        {"name": "宏远"},
    ),
    Case(
        "companies_in_disputes",
        [call("D1", 0, things=["宏远公司"]), call("D2", 1, things=["宏远公司"]), call("D1", 0, things=["东风小学"])],
        "name dispute_count incidents",
        [("宏远公司", 2, 2)],
    ),
    Case(
        "same_pair_again",
        [call(d, 0, by="王大海", names=["李二牛"]) for d in ("D1", "D2")]
        + [call("D3", 0, by="王大海", names=["赵三"])],
        "one other disputes",
        [("李二牛", "王大海", ["D1", "D2"])],
    ),
    Case(
        "mediation_failed_then_call",
        [call("D1", 0), call("D1", 5), call("D2", 0), call("D2", 5)],
        "dispute_id result next_at calls_after",
        [("D1", "refused", at(5), 1)],
        beside="""UNWIND [['D1', 'refused'], ['D2', 'agreement']] AS m MATCH (d:Dispute {id: m[0]})
CREATE (:Mediation {id: 'M' + m[0], held_at: $at2, result: m[1]})-[:ON]->(d)""",
    ),
    Case(
        "false_closures",
        CLOSED,
        "dispute_id closed_at next_at hours calls_after",
        [("D1", at(2), at(9), 168, 1)],  # seven days to the second: the edge is included; D2 came back after eight
        beside=CLOSINGS,
    ),
    Case(
        "reopened_by_officer",
        CLOSED,
        "officer closed reopened percent disputes",
        [("O1", 2, 1, 50, ["D1"])],
        beside=CLOSINGS,
    ),
    Case(
        "returned_twice",
        [call("D1", 0)],
        "incident_id returned agencies dispute_id",
        [("i1", 2, ["A1"], "D1")],
        beside=STAGES.replace("$stages", "[['V1', 'A1'], ['V2', 'A1']]") + "SET v.returned_at = $at1",
    ),
    Case(
        "diversions_late",
        [call("D1", 0)],
        "diversion_id agency late_hours",
        [("V1", "A1", 12)],
        {"now": at(30)},
        STAGES.replace("$stages", "[['V1', 'A1'], ['V2', 'A2']]")
        + "SET v.intervened_at = CASE s[0] WHEN 'V1' THEN $at1 ELSE $at0 END",
    ),
    Case(
        "directives_overdue",
        TWO,
        "directive_id sent_to dispute_id",
        [("R1", "U1", "D1")],
        {"now": at(3)},
        """UNWIND [['R1', 'D1', $at2, null], ['R2', 'D2', $at4, null], ['R3', 'D2', $at2, $at1]] AS r
MATCH (d:Dispute {id: r[1]}) MERGE (u:Unit {key: 'U1'})
CREATE (d)<-[:ON]-(:Directive {id: r[0], deadline: r[2], feedback_at: r[3]})-[:SENT_TO]->(u)""",
    ),
    Case(
        "dissatisfied_visits",
        TWO,
        "dispute_id satisfied performed",
        [("D2", False, True)],
        beside="""UNWIND [['D1', $at1, false], ['D1', $at2, true], ['D2', $at1, false]] AS v
MATCH (d:Dispute {id: v[0]})
CREATE (:Visit {id: v[0] + v[1], made_at: v[1], satisfied: v[2], performed: true})-[:ON]->(d)""",
    ),
    Case(
        "dispute_network",
        [call("D1", 0, by="王大海")],
        "source relationship target",
        [("D1", None, None), ("i1", "ABOUT", "D1"), ("王大海", "PARTY_TO", "D1"), ("王大海", "REPORTED", "i1")],
        {"disputes": "D1"},
    ),
    Case(
        "person_network",
        [call("D1", 0, by="王大海", phone="p1", names=["李二牛"]), call("D2", 0, by="赵三")],
        "source relationship target",
        [
            ("i1", "ABOUT", "D1"),
            ("李二牛", "PARTY_TO", "D1"),
            ("王大海", "PARTY_TO", "D1"),
            ("王大海", "REPORTED", "i1"),
            ("王大海", "USES", "p1"),
        ],
        {"who": "王大海"},
    ),
]

_LOAD = """
UNWIND range(0, size($calls) - 1) AS n
WITH 'i' + (n + 1) AS id, $calls[n] AS call
CREATE (i:Incident {id: id, reported_at: call.at})
SET i += call.set, i.caller_name = call.by
FOREACH (key IN CASE call.dispute WHEN '' THEN [] ELSE [call.dispute] END |
  MERGE (d:Dispute {id: key}) ON CREATE SET d.title = key, d.first_at = call.at
  SET d.last_at = call.at CREATE (i)-[:ABOUT]->(d))
FOREACH (key IN CASE call.by WHEN '' THEN [] ELSE [call.by] END |
  MERGE (c:Person {key: key}) SET c:Caller, c.name = key CREATE (c)-[:REPORTED]->(i)
  FOREACH (number IN CASE call.phone WHEN '' THEN [] ELSE [call.phone] END |
    MERGE (p:Phone {number: number}) MERGE (c)-[:USES]->(p)))
FOREACH (number IN CASE call.phone WHEN '' THEN [] ELSE [call.phone] END |
  MERGE (p:Phone {number: number}) CREATE (p)-[:REPORTED]->(i))
FOREACH (key IN CASE call.place WHEN '' THEN [] ELSE [call.place] END |
  MERGE (l:Location {key: key}) SET l.level = call.level, l.name = key CREATE (i)-[:AT]->(l))
FOREACH (key IN CASE call.unit WHEN '' THEN [] ELSE [call.unit] END |
  MERGE (u:Unit {key: key}) CREATE (i)-[:HANDLED_BY]->(u))
FOREACH (key IN CASE call.officer WHEN '' THEN [] ELSE [call.officer] END |
  MERGE (o:Officer {key: key}) CREATE (o)-[:HANDLED]->(i))
FOREACH (key IN call.names | MERGE (p:Person {key: key}) SET p.name = key CREATE (i)-[:MENTIONS]->(p))
FOREACH (key IN call.things | MERGE (t:Thing {key: key}) SET t.name = key CREATE (i)-[:MENTIONS]->(t))
"""
_PARTIES = """
MATCH (d:Dispute)<-[:ABOUT]-(i:Incident)
MATCH (p:Person) WHERE EXISTS { (p)-[:REPORTED]->(i) } OR EXISTS { (i)-[:MENTIONS]->(p) }
MERGE (p)-[:PARTY_TO]->(d)
"""


def load(driver: Driver, case: Case) -> None:
    """Put the world of ``case`` into the empty graph."""
    with driver.session() as session:
        session.run(_LOAD, calls=list(case.world)).consume()
        session.run(_PARTIES).consume()
        if case.beside:
            session.run(case.beside, {f"at{day}": at(day) for day in range(10)}).consume()


def known(value: Any) -> Any:
    """A node by its key, a relationship by its type, a list in order, anything else as it is."""
    if isinstance(value, Entity):
        keys = [value[key] for key in ("id", "key", "number") if key in value]
        return keys[0] if keys else value.type  # type: ignore[attr-defined]
    return sorted(value) if isinstance(value, list) and all(str(v).startswith("D") for v in value) else value


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.query)
def test_the_answer_is_the_known_one(graph: Driver, case: Case) -> None:
    load(graph, case)
    asked = ask_shelf(graph, case.query, case.parameters, "tester")
    places = [asked.result.columns.index(column) for column in case.columns.split()]
    rows = [tuple(known(row[place]) for place in places) for row in asked.result.rows]
    if queries.find(case.query).shape == "graph":
        rows.sort(key=str)
    assert rows == list(case.rows)


def test_every_query_for_people_has_such_a_case() -> None:
    offered = {query.name for query in queries.load().values() if query.tags}
    assert {case.query for case in CASES} == offered
    assert len(offered) >= 30

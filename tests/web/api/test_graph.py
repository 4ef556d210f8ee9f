"""GET /graph/neighbors and /graph/path: counts first, some of it, "and N more", and nothing of other units."""

from __future__ import annotations

import pytest
from flask import Flask
from neo4j import Driver

from graph import schema
from graph.analysis import whiteboard
from tests.web.api.programs import program
from tests.web.test_disputes import PHONE, history
from web.database import Database
from web.roles import Role

__all__ = ["history"]


def test_counts_by_type_then_some_and_how_many_more(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    asker = program(app, sqlite, Role.ANALYST)
    counts = asker.ask("/graph/neighbors", node="Dispute:D-L1", limit=0).json
    assert {(one["type"], one["outgoing"]): one["count"] for one in counts["counts"]} == {
        ("ABOUT", False): 3,
        ("PARTY_TO", False): 1,
        ("RESPONSIBLE_FOR", False): 1,
    }
    assert (counts["neighbors"], counts["more"], counts["hidden"]) == ([], 5, 0)
    some = asker.ask("/graph/neighbors", node="Dispute:D-L1", type="ABOUT", limit=2).json
    assert [one["node"]["label"] for one in some["neighbors"]] == ["Incident", "Incident"]
    assert some["more"] == 1
    rest = asker.ask("/graph/neighbors", node=some["node"]["node_id"], type="ABOUT", skip=2).json
    shown = {one["node"]["key"] for one in some["neighbors"] + rest["neighbors"]}
    assert (shown, rest["more"]) == ({"L1", "L3", "L5"}, 0)
    several = asker.ask("/graph/neighbors", node="Dispute:D-L1", type=["ABOUT", "RESPONSIBLE_FOR"]).json
    assert len(several["neighbors"]) == 4


def test_a_unit_sees_its_own_and_how_many_are_hidden(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query(
        "MATCH (i:Incident {id: 'N1'}), (p:Phone {number: $phone}) CREATE (p)-[:REPORTED]->(i)", phone=PHONE
    )
    station = program(app, sqlite, Role.DISPATCHER, "河口派出所")
    seen = station.ask("/graph/neighbors", node=f"Phone:{PHONE}", type="REPORTED").json
    assert ({one["node"]["key"] for one in seen["neighbors"]}, seen["hidden"]) == ({"L1", "L3", "L5"}, 1)
    assert "N1" not in str(seen)
    for node in ("Dispute:D-N1", "Incident:N2", "Phone:13900000002", "Dispute:nothing", "Nothing:1", "x", "4:x:1"):
        assert station.ask("/graph/neighbors", node=node).status_code == 404, node
    assert program(app, sqlite, Role.ANALYST).ask("/graph/neighbors", node="Dispute:D-N1").status_code == 200
    assert program(app, sqlite, Role.DISPATCHER).ask("/graph/neighbors", node="Dispute:D-L1").status_code == 404


def test_whoever_sees_masked_numbers_can_still_ask_on(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    station = program(app, sqlite, Role.DISPATCHER, "河口派出所")
    answer = station.ask("/graph/neighbors", node="Incident:L1", type="REPORTED")
    assert PHONE not in answer.text
    phone = next(one["node"] for one in answer.json["neighbors"] if one["node"]["label"] == "Phone")
    assert phone["key"] == "138****0001"
    on = station.ask("/graph/neighbors", node=phone["node_id"], type="REPORTED")
    assert len(on.json["neighbors"]) == 3


def test_a_way_with_its_steps(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query("CREATE (:Thing {key: 'car:1', name: '车'}), (:Thing {key: 'car:2', name: '车'})")
    for incident, thing in (("L1", "car:1"), ("N1", "car:1")):
        history.execute_query(
            "MATCH (i:Incident {id: $incident}), (t:Thing {key: $thing}) CREATE (i)-[:MENTIONS]->(t)",
            incident=incident,
            thing=thing,
        )
    asker = program(app, sqlite, Role.ANALYST)
    way = asker.ask("/graph/path", start="Dispute:D-L1", end="Dispute:D-N1").json
    assert [node["key"] for node in way["nodes"]] == ["D-L1", "L1", "car:1", "N1", "D-N1"]
    assert [(step["type"], step["outgoing"]) for step in way["steps"]] == [
        ("ABOUT", False),
        ("MENTIONS", True),
        ("MENTIONS", False),
        ("ABOUT", True),
    ]
    assert asker.ask("/graph/path", start="Dispute:D-L1", end="Dispute:D-N1", longest=3).json["nodes"] == []
    assert asker.ask("/graph/path", start="Dispute:D-L1", end="Dispute:D-N1", type=["ABOUT"]).json["nodes"] == []
    assert asker.ask("/graph/path", start="Dispute:D-L1", end="Thing:car:2").json["nodes"] == []
    same = asker.ask("/graph/path", start="Dispute:D-L1", end="Dispute:D-L1").json
    assert ([node["key"] for node in same["nodes"]], same["steps"]) == (["D-L1"], [])


def test_no_way_leads_over_another_units_matter(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query(
        "MATCH (a:Incident {id: 'L1'}), (n:Incident {id: 'N1'}), (b:Incident {id: 'L3'})-[r:ABOUT]->() DELETE r "
        "CREATE (a)-[:RESEMBLES]->(n), (n)-[:RESEMBLES]->(b)"
    )
    ask = {"start": "Incident:L1", "end": "Incident:L3", "type": "RESEMBLES"}
    history.execute_query("MATCH (:Incident {id: 'L1'})-[r:RESEMBLES]-(:Incident {id: 'L3'}) DELETE r")
    history.execute_query("MATCH (:Incident {id: 'L5'})-[r:RESEMBLES]-() DELETE r")
    all_seen = program(app, sqlite, Role.ANALYST).ask("/graph/path", **ask).json
    assert [node["key"] for node in all_seen["nodes"]] == ["L1", "N1", "L3"]
    own = program(app, sqlite, Role.INVESTIGATOR, "河口派出所").ask("/graph/path", **ask).json
    assert (own["nodes"], own["hidden"]) == ([], 1)
    other = program(app, sqlite, Role.INVESTIGATOR, "山南派出所").ask("/graph/path", **ask)
    assert other.status_code == 404


def test_the_types_are_those_of_the_schema_without_the_graphs_own_work() -> None:
    left_out = {relationship.type for relationship in schema.RELATIONSHIPS} - set(whiteboard.TYPES)
    assert left_out == {"FROM", "JOINS", "MOVED", "PARTS"}


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"node": ""},
        {"node": "x", "type": "NOTHING"},
        {"node": "x", "limit": "501"},
        {"node": "x" * 301},
    ],
)
def test_what_does_not_fit_is_refused(app: Flask, sqlite: Database, query: dict[str, str]) -> None:
    assert program(app, sqlite, Role.ANALYST).ask("/graph/neighbors", **query).status_code == 422

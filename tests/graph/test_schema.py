"""The declared shape is the shape the server enforces."""

from __future__ import annotations

from neo4j import Driver

from graph import schema, settings


def test_every_key_is_unique_on_the_server(graph: Driver) -> None:
    records = graph.execute_query(
        "SHOW CONSTRAINTS YIELD labelsOrTypes, properties, type", database_=settings.read("NEO4J_DATABASE")
    ).records
    found = {(r["labelsOrTypes"][0], r["properties"][0]) for r in records if "UNIQUE" in r["type"]}
    assert found == {(node.label, node.key) for node in schema.NODES}


def test_applying_twice_changes_nothing(graph: Driver) -> None:
    def names() -> set[str]:
        return {r["name"] for r in graph.execute_query("SHOW INDEXES YIELD name").records}

    before = names()
    schema.apply(graph)
    assert names() == before
    assert "incident_reported_at" in before


def test_an_index_of_an_earlier_version_is_dropped(graph: Driver) -> None:
    graph.execute_query("CREATE INDEX incident_anchors FOR (n:Incident) ON (n.anchors)")
    schema.apply(graph)
    assert not graph.execute_query("SHOW INDEXES YIELD name WHERE name = 'incident_anchors'").records


def test_a_graph_of_an_earlier_version_is_filled_in(graph: Driver) -> None:
    graph.execute_query(
        "CREATE (i:Incident {id: 'i', reported_at: datetime('1970-01-01T08:00:01+08:00')}) "
        "CREATE (:Phone {number: '13800000001'})-[:REPORTED]->(i)<-[:REPORTED]-(:Caller {key: 'c'})"
    )
    for index in ("incident_from_phone_reported_s", "incident_caller_key_reported_s"):
        graph.execute_query(f"DROP INDEX {index}")
    schema.apply(graph)
    [record] = graph.execute_query(
        "MATCH (i:Incident) RETURN i.from_phone AS number, i.caller_key AS caller, i.reported_s AS at_s"
    ).records
    assert record.data() == {"number": "13800000001", "caller": "c", "at_s": 1}


def test_relationships_join_declared_labels() -> None:
    labels = {node.label for node in schema.NODES}
    assert {rel.start for rel in schema.RELATIONSHIPS} | {rel.end for rel in schema.RELATIONSHIPS} <= labels

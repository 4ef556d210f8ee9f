"""The way to Neo4j."""

from __future__ import annotations

from pathlib import Path

import pytest
from neo4j import Driver

from graph import connection, engine
from graph.engine import port


def test_without_an_address_the_private_engine_is_reached(driver: Driver) -> None:
    with connection.connect() as second:
        assert second.execute_query("RETURN 1 AS one").records[0]["one"] == 1
        assert second.get_server_info().address == driver.get_server_info().address


def test_a_fresh_graph_is_empty_and_takes_an_id_once(graph: Driver) -> None:
    found = graph.execute_query("MATCH (n) RETURN count(n) AS nodes").records[0]["nodes"]
    constraints = graph.execute_query("SHOW CONSTRAINTS YIELD labelsOrTypes").records
    assert found == 0
    assert ["Incident"] in [record["labelsOrTypes"] for record in constraints]


def test_an_address_of_ones_own_starts_nothing(driver: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    running = engine.start()
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path))
    monkeypatch.setenv("NEO4J_URI", running.address)
    monkeypatch.setenv("NEO4J_PASSWORD", running.password)
    with connection.connect() as own:
        assert own.get_server_info().address == driver.get_server_info().address
    assert list(tmp_path.iterdir()) == []


def test_a_wrong_password_is_said_in_one_line(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    host, number = driver.get_server_info().address
    monkeypatch.setenv("NEO4J_URI", f"bolt://{host}:{number}")
    monkeypatch.setenv("NEO4J_PASSWORD", "not the password")
    with pytest.raises(connection.GraphUnavailable, match=r"^bolt://127.0.0.1:\d+ does not accept the user neo4j.*$"):
        connection.connect()


@pytest.mark.parametrize("scheme", ["bolt", "neo4j"])
def test_no_server_is_said_in_one_line(scheme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", f"{scheme}://127.0.0.1:{port.any_free()}")
    with pytest.raises(connection.GraphUnavailable) as caught:
        connection.connect()
    assert str(caught.value).startswith(f"no Neo4j answers at {scheme}://127.0.0.1:")
    assert "\n" not in str(caught.value)


def test_a_wrong_address_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NEO4J_URI", "http://127.0.0.1:7474")
    with pytest.raises(connection.GraphUnavailable, match=r"^NEO4J_URI=http://127\.0\.0\.1:7474: not an"):
        connection.connect()


def test_an_unknown_engine_is_said_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_ENGINE", "4.4")
    with pytest.raises(connection.GraphUnavailable, match=r"no such engine; there are 2026\.05\.0, 5\.26\.30"):
        connection.connect()

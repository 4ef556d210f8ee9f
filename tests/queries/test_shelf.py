"""The shelf itself: every file is right, runs on the engine, reads only, and a bad head is one clear error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from neo4j import Driver

import queries
from graph.settings import PROJECT_ROOT
from queries.asking import count_cypher
from queries.page import page
from queries.parameters import bind

GOOD = """// name = "calls"
// title = { zh = "警情", en = "Calls" }
// explanation = { zh = "全部", en = "All" }
// roles = ["analyst"]
// shape = "table"
// parameters.least = { type = "integer", default = 1, zh = "至少", en = "least" }
// columns.id = { zh = "编号", en = "id" }

MATCH (i:Incident) WHERE i.danger >= $least RETURN i.id AS id
"""


@pytest.mark.parametrize("name", queries.load())
def test_every_query_is_understood_by_the_engine_reads_only_and_gives_its_columns(graph: Driver, name: str) -> None:
    query = queries.find(name)
    words = {"text": "x", "texts": "x", "number": "0.5", "datetime": "2026-03-01T08:00"}
    given = {
        key: parameter.choices[0] if parameter.choices else words[parameter.type]
        for key, parameter in query.parameters.items()
        if parameter.required
    }
    with graph.session() as session:
        result = session.run("EXPLAIN " + query.cypher, bind(query.parameters, given))
        assert list(result.keys()) == list(query.columns)
        assert result.consume().query_type == "r"
    assert queries.run(graph, name, **given).columns == tuple(query.columns)


def test_the_page_of_the_documentation_is_the_shelfs() -> None:
    assert (PROJECT_ROOT / "docs" / "queries.md").read_text(encoding="utf-8") == page()


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('"table"', '"pie"', 5, "shape"),
        ('"analyst"', '"king"', 4, "roles"),
        ('"integer"', '"whole"', 6, "parameters.least.type"),
        ("default = 1", 'default = "many"', 6, "least='many': a whole number is wanted"),
        ('en = "Calls"', 'de = "Rufe"', 2, "title.en: Field required"),
        ('shape = "table"', "shape = table", 5, "Invalid value"),
        ('"calls"', '"cells"', 1, "name is 'cells'"),
        ("$least", "$most", 1, "$most, which the head does not declare"),
        (">= $least", "> 0", 1, "parameter least is declared and not used"),
        ("RETURN", "\nRETURN", 0, ""),
    ],
)
def test_a_bad_head_is_one_error_naming_file_and_line(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    path = tmp_path / "calls.cypher"
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    if not says:
        assert list(queries.load(tmp_path)) == ["calls"]
        return
    with pytest.raises(queries.HeadError) as caught:
        queries.load(tmp_path)
    assert str(caught.value).startswith(f"{path}:{line}: ")
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_unknown_query_is_answered_with_the_names(driver: Driver) -> None:
    with pytest.raises(queries.QueryError, match="no query 'nothing' on the shelf; there are: assignments, "):
        queries.run(driver, "nothing")


@pytest.mark.parametrize(
    ("name", "given", "says"),
    [
        ("repeats_caller", {"window": "seven"}, "window='seven': a whole number is wanted"),
        ("repeats_caller", {"window": 0}, "window=0: at least 1 is wanted"),
        ("repeats_caller", {"window": 14}, "minimum is required for a window of 14 days"),
        ("repeats_caller", {"since": "yesterday"}, "since='yesterday': a time such as"),
        ("repeats_place", {"levels": "estate,moon"}, "levels='moon': one of city, "),
        ("repeats_place", {"level": "estate"}, "no parameter 'level'; this query takes: window, "),
        ("caller_incidents", {"who": " "}, "who is required: a text"),
    ],
)
def test_a_value_that_does_not_fit_is_one_clear_error(
    driver: Driver, name: str, given: dict[str, Any], says: str
) -> None:
    with pytest.raises(queries.ParameterError) as caught:
        queries.run(driver, name, **given)
    assert str(caught.value).startswith(says)


def test_written_values_become_typed_ones() -> None:
    parameters = queries.find("hotspots_location").parameters
    bound = bind(parameters, {"window": " 30 ", "minimum": 2.0, "since": "2024/02/29", "levels": "room，estate"})
    assert (bound["window"], bound["minimum"], bound["until"]) == (30, 2, None)
    assert bound["since"].isoformat() == "2024-02-28T16:00:00+00:00"
    assert bound["levels"] == ["room", "estate"]


def test_no_parameter_is_taken_for_leave_to_see_numbers_unmasked() -> None:
    """``web.reading.rows`` has an argument of this name beside the parameters."""
    assert [name for name, query in queries.load().items() if "unmasked" in query.parameters] == []


def test_every_query_says_how_it_is_counted() -> None:
    assert [name for name, query in queries.load().items() if query.count is None] == []


@pytest.mark.parametrize("name", [name for name, query in queries.load().items() if query.tags])
def test_counting_gives_what_is_there(graph: Driver, name: str) -> None:
    graph.execute_query("CREATE (:Incident {id: 'i', danger: 4, reported_at: datetime()})")
    query = queries.find(name)
    words = {"text": "x", "texts": "x"}
    bound = bind(query.parameters, {key: words[one.type] for key, one in query.parameters.items() if one.required})
    rows = queries.run(graph, name, **{key: value for key, value in bound.items() if value is not None}).records()
    assert query.count is not None
    of = query.count.of
    wanted = len({row[of] for row in rows if row[of] is not None}) if of else len(rows)
    assert count_cypher(graph, query.cypher, of, bound, user="analyst") == wanted

"""GET /queries and running one of them: roles, scope, limits, and ending one from elsewhere."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from flask import Flask
from neo4j import Driver

from graph.gate import Refused
from graph.gate.runs import end_run, named_run
from queries import head, loading
from tests.web.api.programs import program
from tests.web.test_disputes import PHONE, history
from web.database import Database
from web.roles import Role

__all__ = ["history"]


def names(answer: Any) -> set[str]:
    return {query["name"] for query in answer.json["queries"]}


def test_what_is_listed_is_what_may_be_run(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    analyst = program(app, sqlite, Role.ANALYST)
    shelf = names(analyst.ask("/queries"))
    assert {"caller_incidents", "dispute_list", "repeats_caller"} <= shelf
    station = program(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert "caller_incidents" not in names(station.ask("/queries"))
    assert "dispute_list" in names(station.ask("/queries"))
    assert station.send("/queries/caller_incidents/run", {"parameters": {"who": PHONE}}).status_code == 403
    for role in (Role.DISPATCHER, Role.PARTNER, Role.ADMINISTRATOR):
        assert program(app, sqlite, role, "河口派出所").ask("/queries").status_code == 403
    one = next(q for q in analyst.ask("/queries").json["queries"] if q["name"] == "dispute_list")
    assert not {"units", "agency"} & {parameter["name"] for parameter in one["parameters"]}


def test_a_query_is_kept_to_what_its_asker_sees(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    station = program(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    answer = station.send("/queries/dispute_list/run", {"parameters": {}}).json
    column = answer["columns"].index("dispute_id")
    assert [row[column] for row in answer["rows"]] == ["D-L1"]
    widened = station.send("/queries/dispute_list/run", {"parameters": {"units": ["山南派出所"]}})
    assert (widened.status_code, widened.json["code"]) == (422, "query")


def test_values_are_masked_and_the_limits_hold(
    app: Flask, sqlite: Database, history: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert history
    monkeypatch.setenv("FENGQIAO_QUERY_ROWS", "2")
    asked = {"parameters": {"who": PHONE}}
    whole = program(app, sqlite, Role.ANALYST).send("/queries/caller_incidents/run", asked)
    assert (len(whole.json["rows"]), whole.json["more"]) == (2, "rows")
    assert (PHONE in whole.text, "138****0001" in whole.text) == (False, True)
    graph = program(app, sqlite, Role.SUPERVISOR).send(
        "/queries/dispute_network/run", {"parameters": {"disputes": ["D-L1"]}}
    )
    assert graph.status_code == 200
    assert PHONE not in graph.text


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("status", "name", "body"),
    [
        (404, "nothing", {}),
        (422, "caller_incidents", {}),
        (422, "caller_incidents", {"parameters": {"who": 1}}),
        (422, "caller_incidents", {"parameters": {"who": "x", "limit": 0}}),
        (422, "caller_incidents", {"parameters": {"who": "x", "why": "y"}}),
        (422, "caller_incidents", {"parameters": []}),
        (422, "caller_incidents", {"parameters": {"who": "x"}, "run": "a/b"}),
        (422, "caller_incidents", {"cypher": "MATCH (n) DELETE n"}),
        (422, "caller_incidents", {"parameters": {"who": "x", "limit": 10**30}}),
    ],
)
def test_what_does_not_fit(app: Flask, sqlite: Database, status: int, name: str, body: dict[str, Any]) -> None:
    answer = program(app, sqlite, Role.ANALYST).send(f"/queries/{name}/run", body)
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")


def test_a_run_is_ended_from_elsewhere(
    app: Flask, sqlite: Database, graph: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graph
    slow = head.Query.model_validate(
        {
            "name": "slow",
            "title": {"zh": "慢", "en": "slow"},
            "explanation": {"zh": "慢", "en": "slow"},
            "roles": ("analyst",),
            "shape": "table",
            "columns": {"n": {"zh": "数", "en": "count"}},
            "cypher": "UNWIND range(1, 100000000000) AS x RETURN count(x) AS n",
        }
    )
    shelf = dict(loading._load(loading.SHELF)) | {"slow": slow}
    monkeypatch.setattr(loading, "_load", lambda _shelf: shelf)
    asker, other = (program(app, sqlite, Role.ANALYST) for _ in range(2))
    answers: list[Any] = []
    thread = threading.Thread(target=lambda: answers.append(asker.send("/queries/slow/run", {"run": "mine"})))
    thread.start()
    path = "/api/v1/queries/runs/mine"
    assert other.client.delete(path, headers=other.headers()).status_code == 404
    killer = app.test_client()
    for _ in range(200):
        if (ended := killer.delete(path, headers=asker.headers())).status_code == 200:
            break
        time.sleep(0.05)
    assert ended.json == {"run": "mine"}
    thread.join()
    assert (answers[0].status_code, answers[0].json["code"]) == (409, "cancelled")
    assert killer.delete(path, headers=asker.headers()).status_code == 404


def test_a_name_is_for_one_run_at_a_time() -> None:
    with named_run("wang", "a"):
        with pytest.raises(Refused, match="run of this name"), named_run("wang", "a"):
            pass
        with named_run("wang", "b"), named_run("li", "a"):
            assert end_run("li", "a")
    assert not end_run("wang", "a")

"""What the interface says of itself, and that it is so: schemathesis asks every endpoint by its own description.

It asks the whole application on a real engine, by token: what the description allows has to be answered as described,
what it forbids has to be refused, and nothing may fail. Its seed is fixed, so that a run fails for what was changed.
"""

from __future__ import annotations

import re
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from neo4j import Driver
from schemathesis.generation.hypothesis.builder import HypothesisTestConfig, HypothesisTestMode, create_test
from schemathesis.schemas import BaseSchema
from schemathesis.specs.openapi.checks import positive_data_acceptance

from graph import schema as graph_schema
from tests.conftest import _EMPTY
from tests.ingest.worlds import load_file, write_rows
from tests.web.api.programs import ROOT, Program, program
from tests.web.conftest import opened
from tests.web.test_disputes import leak, noise
from web import permission
from web.api import door
from web.application import create_app
from web.graph_link import GraphLink
from web.roles import Role

_SENDING = f"{ROOT}/incidents"
_NOTHING_TO_END = (f"{ROOT}/queries/runs/{{run}}", "delete")
_SETTINGS = settings(max_examples=15, derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture(scope="module")
def world(driver: Driver, migrated_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The application over two disputes, whose numbers are the examples of the description; and two programs."""
    place = tmp_path_factory.mktemp("described")
    with pytest.MonkeyPatch.context() as patch, opened(f"sqlite:///{place / 'a.sqlite'}") as database:
        shutil.copy(migrated_sqlite, place / "a.sqlite")
        patch.setenv("FENGQIAO_API_PER_MINUTE", "1000000")
        patch.setattr("web.api.rates.UNKNOWN", 1_000_000)
        with driver.session() as session:
            session.run(_EMPTY).consume()
        graph_schema.apply(driver)
        load_file(driver, write_rows(place / "calls.csv", [leak(1), leak(3), leak(5), noise(1), noise(2)]))
        link = GraphLink()
        app = create_app(database, link)
        yield app, program(app, database, Role.ANALYST), program(app, database, Role.ADMINISTRATOR)
        link.close()


@pytest.fixture(scope="module")
def described(world: tuple[Flask, Program, Program]) -> BaseSchema:
    """The interface as schemathesis reads it."""
    return schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", world[0])


ENDPOINTS = [
    (path, method) for path, item in door.blueprint.paths.items() for method in item.model_dump(exclude_none=True)
]


@pytest.mark.parametrize(("path", "method"), ENDPOINTS)
def test_every_endpoint_is_as_described(
    described: BaseSchema, world: tuple[Flask, Program, Program], path: str, method: str
) -> None:
    """The examples of the description, every bound of every value, and invented cases, good and bad."""
    _, asker, sender = world
    headers = (sender if path == _SENDING else asker).headers()
    met: Counter[int] = Counter()

    def check(case: Any) -> None:
        answer = case.call(headers=headers)
        met[answer.status_code] += 1
        case.validate_response(answer, headers=headers, excluded_checks=_beyond_words(answer))

    create_test(
        operation=described[path][method],
        test_func=check,
        config=HypothesisTestConfig(project=described.config, modes=list(HypothesisTestMode), settings=_SETTINGS),
    )()
    assert met[200] or (path, method) == _NOTHING_TO_END, met


def _beyond_words(answer: Any) -> list[Any]:
    """What no schema can say: which texts are cursors, and which values the query of a name takes."""
    problem: dict[str, Any] = answer.json() if answer.status_code == 422 else {"errors": [], "code": ""}
    faults = [fault["at"] for fault in problem["errors"]]
    return [positive_data_acceptance] if faults == ["cursor"] or problem["code"] == "query" else []


@pytest.fixture
def description(app: Flask) -> dict[str, Any]:
    """The description."""
    found: dict[str, Any] = app.test_client().get(f"{ROOT}/openapi.json").get_json()
    return found


def test_every_route_is_described_and_says_how_it_is_opened(app: Flask, description: dict[str, Any]) -> None:
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", route.rule), method)
        for route in app.url_map.iter_rules()
        if route.endpoint.startswith("api.") and route.endpoint != "api.description"
        for method in (route.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = {(path, method.upper()) for path, item in description["paths"].items() for method in item}
    assert told == routes
    assert description["openapi"].startswith("3.1")
    for item in description["paths"].values():
        for operation in item.values():
            assert operation["summary"]
            assert operation["security"] == [{"token": []}, {"session": []}]
            assert {"401", "403", "429", "503"} <= operation["responses"].keys()


def test_every_endpoint_but_the_description_needs_a_scope() -> None:
    for endpoint, rule in permission.RULES.items():
        if endpoint.startswith("api.") and endpoint != "api.description":
            assert rule.scope in permission.SCOPES, endpoint
            assert rule.roles <= permission.SCOPES[rule.scope], endpoint

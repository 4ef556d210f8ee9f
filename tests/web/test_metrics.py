"""/metrics: what is counted, for whom, and that worker processes count together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from flask import Flask
from neo4j import Driver
from prometheus_client.parser import text_string_to_metric_families

from tests.web.api.programs import program
from tests.web.test_disputes import leak
from web.database import Database
from web.roles import Role


def samples(text: str) -> dict[tuple[str, ...], float]:
    """Name and label values -> value."""
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_requests_incidents_and_what_answers(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    desk = program(app, sqlite, Role.ADMINISTRATOR)
    desk.send("/incidents", [{"id": "1", "time": "2026-03-01", "content": "x"}, {"id": leak(1)["id"]}])
    app.test_client().get("/healthz")
    text = desk.client.get("/metrics", headers=desk.headers()).text
    found = samples(text)
    assert found["fengqiao_request_seconds_count", "health.process", "GET", "200"] == 1
    assert found["fengqiao_request_seconds_count", "api.incidents", "POST", "200"] == 1
    assert found["fengqiao_incidents_total", "new"] == 1
    assert found["fengqiao_incidents_total", "quarantined"] == 1
    assert found["fengqiao_graph_up",] == found["fengqiao_accounts_up",] == 1
    assert found["fengqiao_writing",] == 0


def test_only_an_administrator_or_a_token_for_it(app: Flask, sqlite: Database) -> None:
    assert app.test_client().get("/metrics").status_code == 401
    analyst = program(app, sqlite, Role.ANALYST)
    assert analyst.client.get("/metrics", headers=analyst.headers()).status_code == 403


_WORKER = """
import sys
from web.metrics import Meters
Meters().received({"new": int(sys.argv[1])})
"""
_READER = """
from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector
registry = CollectorRegistry()
MultiProcessCollector(registry)
print(generate_latest(registry).decode())
"""


def test_processes_are_added_up(tmp_path: Path) -> None:
    shared = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    for count in ("2", "3"):
        subprocess.run([sys.executable, "-c", _WORKER, count], env=shared, check=True)
    text = subprocess.check_output([sys.executable, "-c", _READER], env=shared, text=True)
    assert samples(text)["fengqiao_incidents_total", "new"] == 5

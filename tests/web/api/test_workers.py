"""The interface as it is served: worker processes that take, limit and count together; an engine that is lost."""

from __future__ import annotations

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import psutil
import pytest
from neo4j import Driver

from graph import engine
from tests.browser.conftest import Served, kit, start, stop
from tests.web.conftest import opened
from tests.web.test_disputes import leak, noise
from tests.web.test_metrics import samples
from web.accounts import people, tokens
from web.api.rate_store import SharedCounts
from web.permission import scopes_for
from web.roles import Role

__all__ = ["kit"]


@pytest.fixture
def served(graph: Driver, kit: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server with two worker processes, over an empty graph."""
    assert graph
    assert kit is None
    SharedCounts().reset()
    monkeypatch.setenv("FENGQIAO_API_PER_MINUTE", "40")
    # At the same port again when it is lost, for the driver that the other tests share.
    monkeypatch.setenv("FENGQIAO_ENGINE_PORT", engine.start().address.rpartition(":")[2])
    running = start(tmp_path)
    yield running
    stop(running)


def desk(directory: Path, name: str) -> dict[str, str]:
    """The headers of an administrator's program."""
    with opened(f"sqlite:///{directory / 'accounts.sqlite'}") as database, database.writing() as sql:
        account, _ = people.add(sql, name, Role.ADMINISTRATOR, "")
        account.must_change = False
        _, secret = tokens.make(sql, account, "t", scopes_for(Role.ADMINISTRATOR), 7)
    return {"Authorization": f"Bearer {secret}"}


def test_two_processes_do_as_one_and_a_lost_engine_costs_no_call(served: Served, tmp_path: Path) -> None:
    headers = desk(tmp_path, "desk")
    batch = [leak(1), leak(3), noise(1), leak(5)]

    def send(records: object) -> dict[str, int]:
        """As a program should: who is told that somebody else writes comes back when it was told to."""
        while True:
            answer = httpx.post(f"{served.address}/api/v1/incidents", json=records, headers=headers, timeout=120)
            if answer.status_code not in (429, 503):
                break
            time.sleep(int(answer.headers["Retry-After"]))
        assert answer.status_code == 200, answer.text
        return {name: answer.json()[name] for name in ("new", "unchanged", "corrected", "quarantined")}

    with ThreadPoolExecutor(8) as several:
        found = list(several.map(send, [batch] * 8))
    assert sum(one["new"] for one in found) == 4
    assert sum(one["unchanged"] for one in found) == 28
    psutil.Process(engine.start().pid).kill()
    assert send(noise(2))["new"] == 1
    meters = samples(httpx.get(f"{served.address}/metrics", headers=headers).text)
    assert meters["fengqiao_request_seconds_count", "api.incidents", "POST", "200"] == 9
    assert (meters["fengqiao_incidents_total", "new"], meters["fengqiao_incidents_total", "unchanged"]) == (5, 28)
    assert meters["fengqiao_graph_up",] == 1
    asker = desk(tmp_path, "asker")
    with ThreadPoolExecutor(8) as several:
        codes = list(
            several.map(lambda _: httpx.get(f"{served.address}/api/v1/disputes", headers=asker).status_code, range(50))
        )
    assert (codes.count(200), codes.count(429)) == (40, 10)

"""``python app.py serve`` as a person starts it: it says where it is, lets them in, and stops when told."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

import httpx
import psutil
import pytest
from neo4j import Driver

from tests.browser.conftest import Served, start, stop
from tests.web.people import PASSWORD


def token(page: httpx.Response) -> str:
    found = re.search(r'name="csrf_token" value="([^"]+)"', page.text)
    assert found
    return found[1]


def posted(client: httpx.Client, form: str, path: str, **fields: str) -> httpx.Response:
    return client.post(path, data={"csrf_token": token(client.get(form)), **fields})


@pytest.mark.usefixtures("kit")
def test_started_signed_in_stopped_and_started_again(graph: Driver, tmp_path: Path) -> None:
    assert graph
    served = start(tmp_path)
    try:
        assert set(served.passwords) == {"administrator"}
        _sign_in(served)
    finally:
        status = stop(served)
    assert status == 0
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{served.address}/healthz")
    again = start(tmp_path)
    try:
        assert again.passwords == {}
        assert httpx.get(f"{again.address}/readyz").text == "graph: ok\naccounts: ok\n"
    finally:
        assert stop(again) == 0


@pytest.mark.usefixtures("kit")
def test_a_request_under_way_is_finished_before_it_stops(graph: Driver, tmp_path: Path) -> None:
    assert graph
    served = start(tmp_path)
    host, port = served.address.removeprefix("http://").split(":")
    head = f"POST /sign-in HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    with socket.create_connection((host, int(port)), timeout=30) as line:
        line.sendall(f"{head}Content-Length: 9\r\nExpect: 100-continue\r\n\r\nname".encode())
        assert line.recv(100).startswith(b"HTTP/1.1 100 Continue")  # a worker process has it
        served.process.send_signal(signal.SIGTERM)
        while True:
            try:
                httpx.get(f"{served.address}/healthz", timeout=5)
            except httpx.TransportError:
                break
        line.sendall(b"=wang")
        answer = b"".join(iter(lambda: line.recv(4096), b""))
    assert answer.startswith(b"HTTP/1.1 400")  # a form without its token; whole, with its page
    assert answer.rstrip().endswith(b"</html>")
    assert served.process.wait(30) == 0


@pytest.mark.usefixtures("kit")
def test_people_are_spread_over_the_processes(graph: Driver, tmp_path: Path) -> None:
    assert graph
    served = start(tmp_path)
    with ExitStack() as open_ones:

        def connect() -> Counter[int]:
            client = open_ones.enter_context(httpx.Client(base_url=served.address))
            assert client.get("/healthz").status_code == 200
            return _connections(served)

        open_ones.callback(stop, served)
        until = time.monotonic() + 60
        while len(connect()) < 2 and time.monotonic() < until:
            time.sleep(0.1)  # one process is ready before the other
        before = _connections(served)
        assert len(before) == 2
        for _ in range(sum(before.values()) + 20):
            after = connect()
        assert min(after.values()) >= sum(after.values()) / 4


#: As ``app.py serve``, where a connection is kept for three seconds.
_SHORT = """import runpy, sys, web.fair_worker
web.fair_worker._KEPT_S = (3.0, 3.0)
sys.argv = ["app.py", "serve"]
runpy.run_path("app.py", run_name="__main__")"""


@pytest.mark.usefixtures("kit")
def test_no_connection_is_kept_for_long(graph: Driver, tmp_path: Path) -> None:
    assert graph
    served = start(tmp_path, ("-c", _SHORT))
    try:
        with httpx.Client(base_url=served.address) as client:
            said = []
            for wait_s in (0, 0, 3.1, 0):
                time.sleep(wait_s)
                said.append(client.get("/healthz").headers["Connection"])
        assert said == ["keep-alive", "keep-alive", "close", "keep-alive"]
    finally:
        assert stop(served) == 0


def _connections(served: Served) -> Counter[int]:
    """How many connections each worker process has, of those that have one."""
    port = int(served.address.rpartition(":")[2])
    return Counter(
        child.pid
        for child in psutil.Process(served.process.pid).children()
        for line in child.net_connections("tcp")
        if line.status == psutil.CONN_ESTABLISHED and line.laddr.port == port
    )


def _sign_in(served: Served) -> None:
    printed = served.passwords["administrator"]
    with httpx.Client(base_url=served.address, follow_redirects=True) as client:
        page = posted(client, "/", "/sign-in", name="administrator", password=printed)
        assert page.url.path == "/account/password"
        form = {"old": printed, "new": PASSWORD, "again": PASSWORD}
        page = posted(client, "/account/password", "/account/password", **form)
        assert (page.url.path, page.status_code) == ("/", 200)
        # Several processes answer; each knows the session.
        assert {client.get("/accounts").status_code for _ in range(12)} == {200}

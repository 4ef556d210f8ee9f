"""Nothing crosses the network in the clear: what ``serve`` refuses, what a request is told, and TLS of its own."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner
from flask import Flask
from neo4j import Driver

from app import cli
from tests.browser.conftest import kit, start, stop
from web.application import create_app
from web.database import Database
from web.graph_link import GraphLink

__all__ = ["kit"]


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key; OpenSSL comes with PostgreSQL's package."""
    place = tmp_path_factory.mktemp("tls")
    cert, key = place / "cert.pem", place / "key.pem"
    openssl = shutil.which("openssl")
    assert openssl, "the tests of TLS need openssl: apt-get install openssl"
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"]
    names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"]
    subprocess.run([*command, *names, "-keyout", key, "-out", cert], check=True, capture_output=True)
    return cert, key


def handshake(address: str, cert: Path, suites: str) -> bool:
    """Whether a client of TLS 1.2 that offers these suites alone is answered."""
    context = ssl.create_default_context(cafile=str(cert))
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(suites)
    host, _, port = address.removeprefix("https://").rstrip("/").partition(":")
    try:
        with socket.create_connection((host, int(port)), 10) as line, context.wrap_socket(line, server_hostname=host):
            return True
    except ssl.SSLError:
        return False


def refused(monkeypatch: pytest.MonkeyPatch, **settings: str) -> str:
    """The one line with which ``serve`` ends."""
    for name, value in settings.items():
        monkeypatch.setenv(f"FENGQIAO_{name}", value)
    result = CliRunner().invoke(cli, ["serve"])
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    return result.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "fengqiao.example"])
def test_it_does_not_serve_the_network_in_the_clear(monkeypatch: pytest.MonkeyPatch, host: str) -> None:
    assert "in the clear" in refused(monkeypatch, HOST=host)


def test_half_a_certificate_or_none_that_can_be_read_is_one_line(
    monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]
) -> None:
    cert, key = certificate
    assert "both or neither" in refused(monkeypatch, TLS_CERT=str(cert))
    assert "FENGQIAO_TLS_KEY" in refused(monkeypatch, TLS_CERT=str(cert), TLS_KEY=str(cert))
    assert "FENGQIAO_TLS_KEY" in refused(monkeypatch, TLS_CERT=str(cert), TLS_KEY=f"{key}.gone")


@pytest.mark.parametrize(
    ("path", "status"), [("/sign-in", 426), ("/disputes", 426), ("/api/v1/disputes", 426), ("/healthz", 200)]
)
def test_what_came_over_the_network_in_the_clear_is_not_answered(app: Flask, path: str, status: int) -> None:
    answer = app.test_client().get(path, environ_overrides={"REMOTE_ADDR": "198.51.100.9"})
    assert answer.status_code == status
    if status == 426:
        assert answer.headers["Upgrade"] == "TLS/1.2"
        assert "https" in answer.get_data(as_text=True)
        assert "csrf_token" not in answer.get_data(as_text=True).partition("<form")[0]


@pytest.mark.parametrize(("proto", "status"), [("https", 200), ("http", 426)])
def test_a_proxy_without_tls_is_not_answered(
    sqlite: Database, monkeypatch: pytest.MonkeyPatch, proto: str, status: int
) -> None:
    monkeypatch.setenv("FENGQIAO_PROXIES", "1")
    client = create_app(sqlite, GraphLink()).test_client()
    forwarded = {"X-Forwarded-For": "198.51.100.7", "X-Forwarded-Proto": proto}
    assert client.get("/sign-in", headers=forwarded).status_code == status


@pytest.mark.usefixtures("kit")
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion")
def test_served_by_tls_of_its_own(
    graph: Driver, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, certificate: tuple[Path, Path]
) -> None:
    assert graph
    cert, key = certificate
    monkeypatch.setenv("FENGQIAO_TLS_CERT", str(cert))
    monkeypatch.setenv("FENGQIAO_TLS_KEY", str(key))
    served = start(tmp_path)
    try:
        assert served.address.startswith("https://127.0.0.1:")
        for version, answered in ((ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True)):
            context = ssl.create_default_context(cafile=str(cert))
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            context.minimum_version = ssl.TLSVersion.TLSv1
            context.maximum_version = version
            try:
                page = httpx.get(f"{served.address}/sign-in", verify=context)
            except httpx.TransportError:
                assert not answered, version
                continue
            assert answered, version
            assert page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
            assert {name.split("-")[0] for name in page.cookies} == {"__Host"}
        for suites, answered in (("kRSA", False), ("aNULL:eNULL", False), ("ECDHE", True)):
            assert handshake(served.address, cert, f"{suites}:@SECLEVEL=0") is answered, suites
    finally:
        assert stop(served) == 0

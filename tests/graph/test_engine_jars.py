"""The engine's jars: damaged or half-fetched ones are fetched again, whole ones are let be."""

from __future__ import annotations

import http.server
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from graph.engine import jars, manifest
from graph.engine.errors import EngineError
from graph.engine.manifest import Jar
from graph.engine.paths import current


@dataclass
class Mirror:
    """A Maven repository on this machine: what it serves, and what it was asked for."""

    served: dict[str, bytes]
    asked: list[str] = field(default_factory=list)


@pytest.fixture
def small() -> Jar:
    """The smallest jar of the lock."""
    return min(manifest.read(current().version), key=lambda jar: jar.size)


@pytest.fixture
def lib(tmp_path: Path) -> Path:
    """A library of links to the shared jars, every one checked already."""
    shared = current()
    library = tmp_path / "lib"
    library.mkdir()
    for jar in jars.ensure(shared.version, shared.lib):
        (library / jar.name).symlink_to(jar)
    jars.ensure(shared.version, library)
    return library


@pytest.fixture
def mirror(small: Jar, monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    """A mirror that has the smallest jar only, in force for one test."""
    shared = Mirror({f"/maven/{small.path}": (current().lib / small.name).read_bytes()})

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            shared.asked.append(self.path)
            body = shared.served.get(self.path)
            self.send_response(200 if body is not None else 404)
            self.end_headers()
            self.wfile.write(body or b"")

        def log_message(self, format: str, *args: Any) -> None:
            del format, args

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        monkeypatch.setenv("FENGQIAO_MAVEN_URL", f"http://127.0.0.1:{server.server_port}/maven/")
        yield shared
        server.shutdown()
        thread.join()


def _replace(path: Path, content: bytes) -> None:
    """Put other content at the name, leaving the shared jar that it led to alone."""
    path.unlink()
    path.write_bytes(content)


def test_whole_jars_are_not_fetched(lib: Path, mirror: Mirror) -> None:
    found = jars.ensure(current().version, lib)
    assert [path.name for path in found] == [jar.name for jar in manifest.read(current().version)]
    assert mirror.asked == []


def test_a_damaged_jar_is_fetched_again_alone(
    lib: Path, mirror: Mirror, small: Jar, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = (lib / small.name).read_bytes()
    _replace(lib / small.name, whole[:-1] + bytes([whole[-1] ^ 1]))
    jars.ensure(current().version, lib)
    assert jars.digest(lib / small.name) == small.sha256
    assert mirror.asked == [f"/maven/{small.path}"]
    assert f"engine: 1 damaged jar(s) fetched again: {small.name}" in capsys.readouterr().err.splitlines()


def test_a_fetch_that_was_cut_off_is_finished(
    lib: Path, mirror: Mirror, small: Jar, capsys: pytest.CaptureFixture[str]
) -> None:
    half = (lib / small.name).rename(lib / f"{small.name}.part")
    _replace(half, b"PK\x03\x04 only the beginning")
    jars.ensure(current().version, lib)
    assert jars.digest(lib / small.name) == small.sha256
    assert not half.exists()
    assert mirror.asked == [f"/maven/{small.path}"]
    assert "engine: an earlier fetch was cut off; fetching what is missing" in capsys.readouterr().err.splitlines()


def test_a_touched_jar_that_is_whole_is_not_fetched(lib: Path, mirror: Mirror, small: Jar) -> None:
    _replace(lib / small.name, (lib / small.name).read_bytes())
    os.utime(lib / small.name, (1, 1))
    jars.ensure(current().version, lib)
    assert mirror.asked == []


def test_what_is_not_in_the_lock_never_gets_its_name(lib: Path, mirror: Mirror, small: Jar) -> None:
    (lib / small.name).unlink()
    mirror.served[f"/maven/{small.path}"] = b"something else"
    with pytest.raises(EngineError, match=rf"cannot fetch {small.coordinates} from .*the lock says {small.sha256}"):
        jars.ensure(current().version, lib)
    assert not (lib / small.name).exists()
    assert list(lib.glob("*.part")) == []


def test_a_jar_that_the_mirror_lacks_is_said_in_one_line(lib: Path, mirror: Mirror, small: Jar) -> None:
    (lib / small.name).unlink()
    mirror.served.clear()
    with pytest.raises(EngineError, match=r"^cannot fetch .*: the repository answered 404$"):
        jars.ensure(current().version, lib)
    assert len(mirror.asked) == 1


@pytest.mark.parametrize("version", manifest.versions())
def test_every_lock_names_each_file_once(version: str) -> None:
    locked = manifest.read(version)
    assert len({jar.name for jar in locked}) == len(locked) > 200
    assert f"org.neo4j:neo4j:{version}" in {jar.coordinates for jar in locked}
    assert all(len(jar.sha256) == 64 and jar.size > 0 for jar in locked)


def test_a_short_version_means_the_locked_one() -> None:
    assert manifest.exact("5.26").startswith("5.26.")
    assert manifest.exact("2026.05.0") == "2026.05.0"
    with pytest.raises(EngineError, match=r"^FENGQIAO_ENGINE=5\.2: no such engine"):
        manifest.exact("5.2")

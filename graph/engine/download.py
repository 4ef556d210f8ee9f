"""Fetch jars from a Maven repository, many at a time, each checked against the lock before it gets its name."""

from __future__ import annotations

import hashlib
import os
import ssl
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import httpx
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

from graph import settings
from graph.engine.errors import EngineError
from graph.engine.manifest import Jar

PART = ".part"
_AT_A_TIME = 16
_TRIES = 3
_TIMEOUT = httpx.Timeout(30.0, pool=None)


def fetch(jars: list[Jar], lib: Path) -> None:
    """Put ``jars`` into ``lib``. EngineError, with every finished jar kept, when one cannot be had."""
    base = _base_url()
    limits = httpx.Limits(max_connections=_AT_A_TIME)
    with _bar() as bar, httpx.Client(timeout=_TIMEOUT, limits=limits, verify=_tls(), follow_redirects=True) as client:
        task = bar.add_task("Neo4j", total=sum(jar.size for jar in jars))
        pool = ThreadPoolExecutor(_AT_A_TIME)
        try:
            waiting = [pool.submit(_fetch_one, client, f"{base}/{jar.path}", jar, lib) for jar in jars]
            for done in as_completed(waiting):
                bar.advance(task, done.result())
        finally:
            pool.shutdown(cancel_futures=True)


def _fetch_one(client: httpx.Client, url: str, jar: Jar, lib: Path) -> int:
    """Fetch one jar, trying again what may pass; its size in bytes."""
    for attempt in range(_TRIES):
        time.sleep(0.5 * attempt)
        try:
            _download(client, url, jar, lib / f"{jar.name}{PART}")
        except (httpx.TransportError, _Damaged) as error:
            reason = str(error) or type(error).__name__
        except httpx.HTTPStatusError as error:
            reason = f"the repository answered {error.response.status_code}"
            if error.response.status_code < 500 and error.response.status_code != 429:
                break
        else:
            (lib / f"{jar.name}{PART}").replace(lib / jar.name)
            return jar.size
    raise EngineError(f"cannot fetch {jar.coordinates} from {url}: {reason}")


class _Damaged(Exception):
    """What arrived is not what the lock names."""


def _download(client: httpx.Client, url: str, jar: Jar, part: Path) -> None:
    total = hashlib.sha256()
    with client.stream("GET", url) as response, part.open("wb") as file:
        response.raise_for_status()
        for chunk in response.iter_raw():
            total.update(chunk)
            file.write(chunk)
    if total.hexdigest() != jar.sha256:
        part.unlink()
        raise _Damaged(f"what arrived has SHA-256 {total.hexdigest()}, the lock says {jar.sha256}")


def _base_url() -> str:
    """The mirror that the settings name, else Maven Central as the resolver jgo knows it."""
    mirror = settings.read("FENGQIAO_MAVEN_URL")
    if mirror:
        return mirror.rstrip("/")
    from jgo.constants import MAVEN_CENTRAL_URL

    return str(MAVEN_CENTRAL_URL).rstrip("/")


def _tls() -> ssl.SSLContext:
    """Trust what the environment names (an intranet's own authority), else the usual authorities."""
    bundle = os.environ.get("REQUESTS_CA_BUNDLE")
    return ssl.create_default_context(cafile=bundle) if bundle else httpx.create_ssl_context()


def _bar() -> Progress:
    columns = (TextColumn("fetching {task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    return Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True))

"""``python app.py serve``: gunicorn with several worker processes, and what a first start has to tell."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import sys
import tempfile
from collections.abc import Callable
from ipaddress import ip_address
from typing import Any

from gunicorn.app.base import BaseApplication

from graph import schema, settings
from graph.connection import connect
from ingest.tour import holds_sample_only
from web import assets, metrics
from web.accounts import demanded, people
from web.application import create_app
from web.audit import Action, note_command
from web.database import Database
from web.jobs.beside import process_of_jobs
from web.logs import ServerLog
from web.logs import install as log_plainly
from web.roles import Role
from web.unavailable import ServingError
from web.warming import warm

_MOST_WORKERS = 4
_THREADS = 4
_GRACE_S = 20
# How long one thread computes while others of the process wait. A page waits for the engine and for SQL a score of
# times, and at Python's own 5 ms each of these waits may last so long beside another page that is being written.
_TURN_S = 0.0005
# Longer than clients commonly keep an idle connection (5 s), so that they, not we, close it: a request sent while we
# close meets a reset. Idle connections hold no thread.
_KEEPALIVE_S = 20
#: Of TLS 1.2 what Mozilla recommends for servers ("intermediate"): forward secrecy and authenticated encryption.
_SUITES = "ECDHE+AESGCM:ECDHE+CHACHA20:DHE+AESGCM:DHE+CHACHA20"


class _Server(BaseApplication):  # type: ignore[misc] # the library has no types
    def __init__(self, listener: socket.socket, ready: Callable[[], None]) -> None:
        self._listener, self._ready = listener, ready
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's settings; X-Forwarded headers are ours to judge (FENGQIAO_PROXIES), not gunicorn's."""
        for name, value in {
            "bind": f"fd://{self._listener.fileno()}",
            "workers": workers(),
            "worker_class": "web.fair_worker.FairWorker",
            "threads": _THREADS,
            "graceful_timeout": _GRACE_S,
            "keepalive": _KEEPALIVE_S,
            "timeout": 120,
            "forwarded_allow_ips": "",
            "control_socket_disable": True,
            "loglevel": "warning",
            "logger_class": ServerLog,
            "certfile": settings.read("FENGQIAO_TLS_CERT") or None,
            "keyfile": settings.read("FENGQIAO_TLS_KEY") or None,
            "ssl_context": _tls,
            "when_ready": lambda server: self._ready(),  # noqa: ARG005 - the signature is gunicorn's
        }.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made in each worker process."""
        sys.setswitchinterval(_TURN_S)
        app = create_app()
        warm(app)
        return app


def _tls(config: Any, default: Callable[[], ssl.SSLContext]) -> ssl.SSLContext:  # noqa: ARG001 - gunicorn's signature
    """TLS 1.2 and 1.3. What Python offers by default depends on who built it; a distribution's may have weak suites."""
    context = default()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(_SUITES)
    return context


def certified() -> bool:
    """Whether the pages are served by TLS; ServingError when half of what that needs is there, or it cannot be read."""
    files = [settings.read(name) for name in ("FENGQIAO_TLS_CERT", "FENGQIAO_TLS_KEY")]
    if not any(files):
        return False
    if not all(files):
        raise ServingError("FENGQIAO_TLS_CERT and FENGQIAO_TLS_KEY: give both or neither")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(*files)
    except (OSError, ValueError) as error:
        raise ServingError(f"FENGQIAO_TLS_CERT={files[0]} with FENGQIAO_TLS_KEY={files[1]}: {error}") from error
    return True


def _not_in_the_clear(host: str, tls: bool) -> None:
    """ServingError when passwords would cross the network for all to read."""
    try:
        here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        here = False
    if not here and not tls and not settings.number("FENGQIAO_PROXIES"):
        raise ServingError(
            f"FENGQIAO_HOST={host} would send passwords over the network in the clear: give FENGQIAO_TLS_CERT and "
            "FENGQIAO_TLS_KEY, or put a proxy with TLS in front and set FENGQIAO_PROXIES=1 (docs/serving.md)"
        )


def workers() -> int:
    """How many processes serve pages."""
    return settings.number("FENGQIAO_WORKERS") or min(_MOST_WORKERS, (os.cpu_count() or 1) + 1)


def serve(say: Callable[[str], None]) -> None:
    """Serve until SIGINT or SIGTERM; requests under way are finished first. ServingError, GraphUnavailable and
    DatabaseUnavailable say in one line what is wrong."""
    log_plainly()
    tls = certified()
    _not_in_the_clear(settings.read("FENGQIAO_HOST"), tls)
    demanded.roles(over_network=True)  # a role that is none is told here, and not on every page
    if not assets.current():
        raise ServingError("the pages are not set up: make setup")
    with connect() as driver:
        schema.apply(driver)
        sample = holds_sample_only(driver)
    database = Database()
    database.upgrade()
    told = first_accounts(database, sample)
    database.dispose()
    listener = _listen()
    host, port = listener.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host

    def ready() -> None:
        say(f"Fengqiao is at {'https' if tls else 'http'}://{shown}:{port}/")
        for line in told:
            say(line)
        say("Ctrl-C stops it. The engine goes on running: python app.py engine stop")

    _run(_Server(listener, ready))


def _run(server: _Server) -> None:
    """Run it, with a place where the worker processes count together; it is gone with this process."""
    mine = os.getpid()
    os.environ[metrics.SHARED] = shared = tempfile.mkdtemp(prefix="fengqiao-meters-")
    try:
        with process_of_jobs():
            server.run()
    finally:
        if os.getpid() == mine:  # a worker that ends passes here too
            shutil.rmtree(shared, ignore_errors=True)


def first_accounts(database: Database, sample: bool) -> list[str]:
    """Where there is nobody yet, an administrator, and for the sample an analyst; lines with their first passwords."""
    with database.writing() as sql:
        if people.everybody(sql):
            return ["Sign in as before. A lost password: python app.py user reset NAME"]
        names = [("administrator", Role.ADMINISTRATOR)] + ([("analyst", Role.ANALYST)] if sample else [])
        made = [(account.name, password) for account, password in (people.add(sql, *name) for name in names)]
        for name, role in names:
            note_command(sql, Action.ACCOUNT_ADDED, name, role=role.value)
    lines = [f"  {name:<14} first password  {password}" for name, password in made]
    return ["Sign in with (each asks for a password of your own at once):", *lines]


def _listen() -> socket.socket:
    host, port = settings.read("FENGQIAO_HOST"), settings.number("FENGQIAO_PORT")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise ServingError(f"cannot listen at {host} port {port}: {error.strerror}; set FENGQIAO_PORT") from error
    listener.set_inheritable(True)
    return listener

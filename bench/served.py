"""The pages as ``python app.py serve`` serves them, and people who have signed in."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import httpx
import psutil

from graph.settings import PROJECT_ROOT
from web.accounts import passwords, people
from web.database import Database
from web.roles import Role

PASSWORD = "a long one for the bench alone"
_ADDRESS = re.compile(r"Fengqiao is at (http://\S+)/")
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


@contextmanager
def served(workers: int | None = None) -> Iterator[tuple[str, psutil.Process]]:
    """The address of a server on the graph and accounts there are, and its first process; RuntimeError.

    With as many worker processes, or as the settings say.
    """
    # One client here asks faster than any person may.
    environment = (
        os.environ
        | {"FENGQIAO_PORT": "0", "FENGQIAO_PAGES_PER_MINUTE": "100000"}
        | ({"FENGQIAO_WORKERS": str(workers)} if workers else {})
    )
    process = subprocess.Popen(
        [sys.executable, "app.py", "serve"],
        cwd=PROJECT_ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = next((found[1] for line in process.stdout if (found := _ADDRESS.match(line))), None)
        if address is None:
            raise RuntimeError("the server ended before it said where it is")
        yield address, psutil.Process(process.pid)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def add_person(name: str, role: Role, unit: str = "") -> str:
    """An account with PASSWORD that needs no change; its name."""
    add_people([(name, role, unit)])
    return name


def add_people(wanted: Iterable[tuple[str, Role, str]]) -> None:
    """Accounts with PASSWORD that need no change: name, role and unit; those that are there stay."""
    database = Database()
    database.upgrade()
    hashed = passwords.hash_password(PASSWORD)
    with database.writing() as sql:
        for name, role, unit in wanted:
            if people.find(sql, name) is None:
                account, _ = people.add(sql, name, role, unit)
                account.password_hash, account.must_change = hashed, False
    database.dispose()


def signed_in(address: str, name: str) -> httpx.Client:
    """Somebody who has signed in; RuntimeError."""
    client = httpx.Client(base_url=address, timeout=120)
    fields = {"name": name, "password": PASSWORD, "csrf_token": form_token(client, "/sign-in")}
    if client.post("/sign-in", data=fields).status_code != 302:
        raise RuntimeError(f"{name} could not sign in")
    return client


def form_token(client: httpx.Client, page: str) -> str:
    """The token that the forms of the page carry; RuntimeError when it has none."""
    found = _TOKEN.search(client.get(page).text)
    if found is None:
        raise RuntimeError(f"no form at {page}")
    return found[1]

"""Somebody at a browser: an account of a role, and a client that carries its cookies and fills in its forms."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

import pyotp
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from web.accounts import passwords, people
from web.database import Database
from web.roles import Role

#: Sets the clock forward.
Clock = Callable[[timedelta], None]

PASSWORD = "orange kettle drift 17 mountains"
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def account(database: Database, name: str, role: Role, unit: str = "") -> str:
    """Add an account whose password is PASSWORD and needs no change; its name."""
    with database.writing() as sql:
        made, _ = people.add(sql, name, role, unit)
        made.password_hash, made.must_change = _hash(), False
    return name


@cache
def _hash() -> str:
    return passwords.hash_password(PASSWORD)


@dataclass
class Browser:
    """A client of one person."""

    client: FlaskClient
    name: str = ""

    def get(self, path: str, **options: object) -> TestResponse:
        """A page."""
        return self.client.get(path, **options)

    def post(self, path: str, **fields: object) -> TestResponse:
        """A form, with the token that this browser's pages carry."""
        return self.client.post(path, data={"csrf_token": self.token(), **fields})

    def token(self) -> str:
        """The CSRF token of this browser's session."""
        found = _TOKEN.search(self.client.get("/nothing-here").get_data(as_text=True))
        assert found
        return found[1]

    def sign_in(self, name: str, password: str = PASSWORD, **fields: object) -> TestResponse:
        """Name and password."""
        self.name = name
        return self.post("/sign-in", name=name, password=password, **fields)


def code_shown(secret: str) -> str:
    """The code that an authenticator app shows; the next one when this one would soon be refused."""
    left = 30 - time.time() % 30
    if left < 10:
        time.sleep(left)
    return pyotp.TOTP(secret).now()


def signed_in(app: Flask, database: Database, role: Role, unit: str = "", name: str = "") -> Browser:
    """Somebody new of this role, signed in."""
    browser = Browser(app.test_client())
    answer = browser.sign_in(account(database, name or f"some-{role.value}", role, unit))
    assert (answer.status_code, answer.location) == (302, "/")
    return browser

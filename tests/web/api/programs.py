"""A program that asks the machine interface with a token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import Flask
from flask.testing import FlaskClient

from tests.web.people import account
from web.accounts import people, tokens
from web.database import Database
from web.permission import scopes_for
from web.roles import Role

ROOT = "/api/v1"


@dataclass
class Program:
    """A client with a token."""

    client: FlaskClient
    secret: str

    def ask(self, path: str, **query: Any) -> Any:
        """GET; the answer is a TestResponse, whose ``json`` a test knows the shape of."""
        return self.client.get(ROOT + path, query_string=query, headers=self.headers())

    def send(self, path: str, body: Any, **headers: str) -> Any:
        """POST, as JSON."""
        return self.client.post(ROOT + path, json=body, headers=self.headers() | headers)

    def headers(self) -> dict[str, str]:
        """Who asks."""
        return {"Authorization": f"Bearer {self.secret}"}


def program(app: Flask, database: Database, role: Role, unit: str = "", name: str = "") -> Program:
    """A program of somebody new of this role, with a token for everything that the role may."""
    known = account(database, name or f"p{uuid4().hex[:10]}", role, unit)
    with database.writing() as sql:
        _, secret = tokens.make(sql, people.known(sql, known), "test", scopes_for(role), 7)
    return Program(app.test_client(), secret)

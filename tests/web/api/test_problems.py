"""Every error under /api is a problem; how often may be asked, and that all processes count together."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from flask import Flask, abort
from neo4j.exceptions import ServiceUnavailable

from tests.web.api.programs import Program, program
from tests.web.people import account, signed_in
from web import permission
from web.accounts import people, tokens
from web.api import rates
from web.api.problems import ADVICE, MEDIA_TYPE
from web.api.rate_store import SharedCounts
from web.application import create_app
from web.database import Database
from web.graph_link import GraphLink
from web.roles import Role


def checked(answer: Any, status: int) -> dict[str, Any]:
    assert (answer.status_code, answer.mimetype) == (status, MEDIA_TYPE)
    problem: dict[str, Any] = answer.json
    assert problem["status"] == status
    assert problem["request_id"] == answer.headers["X-Request-ID"]
    assert problem["title"]
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("status", ADVICE)
@pytest.mark.parametrize(("language", "has"), [("zh", True), ("en", False)])
def test_every_status_is_a_problem_in_words(
    app: Flask, monkeypatch: pytest.MonkeyPatch, status: int, language: str, has: bool
) -> None:
    monkeypatch.setitem(permission.RULES, "broken", permission.Rule(public=True))
    app.add_url_rule("/api/v1/broken", "broken", lambda: abort(status))
    client = app.test_client()
    client.set_cookie("language", language)
    problem = checked(client.get("/api/v1/broken"), status)
    assert any("\u4e00" <= sign <= "\u9fff" for sign in problem["detail"]) is has
    assert problem["instance"] == "/api/v1/broken"


def test_a_failure_and_a_lost_graph_tell_nothing_of_the_inside(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(error: Exception) -> str:
        raise error

    for name, error in (("failing", RuntimeError("secret")), ("lost", ServiceUnavailable("secret"))):
        monkeypatch.setitem(permission.RULES, name, permission.Rule(public=True))
        app.add_url_rule(f"/api/v1/{name}", name, fail, defaults={"error": error})
    failing, lost = (app.test_client().get(f"/api/v1/{name}") for name in ("failing", "lost"))
    checked(failing, 500)
    checked(lost, 503)
    assert lost.headers["Retry-After"] == "30"
    assert "secret" not in failing.text + lost.text


def test_unknown_addresses_methods_and_askers(app: Flask, sqlite: Database) -> None:
    client = app.test_client()
    checked(client.get("/api/v1/nothing"), 404)
    wrong = client.put("/api/v1/disputes")
    checked(wrong, 405)
    assert "GET" in wrong.headers["Allow"]
    unknown = client.get("/api/v1/disputes")
    checked(unknown, 401)
    assert unknown.headers["WWW-Authenticate"] == "Bearer"
    checked(client.get("/metrics"), 401)
    checked(program(app, sqlite, Role.PARTNER, "住建局").ask("/queries"), 403)


def test_a_printed_password_and_an_owed_change_open_nothing(app: Flask, sqlite: Database) -> None:
    with sqlite.writing() as sql:
        _, password = people.add(sql, "new", Role.ANALYST)
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert browser.get("/api/v1/queries").status_code == 200
    browser.post("/sign-out")
    browser.sign_in("new", password)
    assert checked(browser.get("/api/v1/disputes"), 403)["code"] == "password"


def test_a_body_that_is_too_large(sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_UPLOAD_MB", "1")
    app = create_app(sqlite, GraphLink())
    checked(program(app, sqlite, Role.ADMINISTRATOR).send("/incidents", {"报警内容": "x" * 1_100_000}), 413)


def limited(app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, often: str) -> Program:
    monkeypatch.setenv("FENGQIAO_API_PER_MINUTE", often)
    SharedCounts().reset()
    return program(app, database, Role.ANALYST)


def test_so_many_requests_a_minute_of_one_token(app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    one = limited(app, sqlite, monkeypatch, "3")
    answers = [one.ask("/queries") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer.headers["RateLimit-Limit"] for answer in answers} == {"3"}
    assert 1 <= int(answers[-1].headers["Retry-After"]) <= 60
    assert checked(answers[-1], 429)["code"] == "rate"
    assert program(app, sqlite, Role.ANALYST).ask("/queries").status_code == 200
    assert app.test_client().get("/sign-in").status_code == 200


def test_asking_without_a_token_is_counted_by_address(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = limited(app, sqlite, monkeypatch, "100")
    monkeypatch.setattr(rates, "UNKNOWN", 2)
    stranger = app.test_client()
    assert [stranger.get("/api/v1/disputes").status_code for _ in range(3)] == [401, 401, 429]
    bad = {"Authorization": "Bearer fq_guess"}
    assert stranger.get("/api/v1/disputes", headers=bad).status_code == 429
    elsewhere = stranger.get("/api/v1/disputes", environ_overrides={"REMOTE_ADDR": "127.0.0.9"})
    assert elsewhere.status_code == 401
    assert one.ask("/queries").status_code == 200


_COUNT = "from web.api.rate_store import SharedCounts; print(SharedCounts().incr('k', 60))"


def test_processes_count_together_and_a_window_ends() -> None:
    counts = SharedCounts()
    counts.reset()
    assert counts.incr("k", 60) == 1
    found = [subprocess.check_output([sys.executable, "-c", _COUNT], text=True).strip() for _ in range(2)]
    assert (found, counts.get("k")) == (["2", "3"], 3)
    assert counts.incr("gone", -1) == 1
    assert (counts.get("gone"), counts.incr("gone", 60)) == (0, 1)
    counts.clear("k")
    assert (counts.get("k"), counts.check()) == (0, True)


def test_a_token_of_a_scope_opens_its_endpoints_only(app: Flask, sqlite: Database) -> None:
    account(sqlite, "wang", Role.ANALYST)
    with sqlite.writing() as sql:
        _, secret = tokens.make(sql, people.known(sql, "wang"), "t", ["queries:run"], 7)
    one = Program(app.test_client(), secret)
    assert one.ask("/queries").status_code == 200
    checked(one.ask("/disputes"), 403)
    checked(one.send("/incidents", {}), 403)

"""Numbers of people shown whole: to whom, for what, how long, and that it is written down."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from tests.ingest.worlds import load_file, write_rows
from tests.web.people import Browser, Clock, signed_in
from tests.web.test_disputes import PHONE, leak, noise
from web.accounts import people, tokens
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

PURPOSE, CASE = "核实报警人身份", "A3301022026030001"


@pytest.fixture
def history(graph: Driver, tmp_path: Path) -> Driver:
    """Two disputes with the same caller's number in both."""
    rows = [leak(1), leak(3), noise(1, phone=PHONE, content=f"扰民，回电{PHONE}"), noise(2)]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    return graph


def whole(browser: Browser, dispute: str) -> bool:
    text = browser.get(f"/disputes/{dispute}").get_data(as_text=True)
    assert ("138****0001" in text) is (PHONE not in text)
    return PHONE in text


def unmasked(database: Database) -> list[tuple[str, str, str, str]]:
    with database.reading() as sql:
        found = sql.scalars(select(AuditRecord).where(AuditRecord.action == "unmasked"))
        return [(one.account, one.target, one.purpose, one.case_number) for one in found]


@pytest.mark.usefixtures("history")
def test_for_one_dispute_one_session_and_a_few_minutes(app: Flask, sqlite: Database, later: Clock) -> None:
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所", name="wang")
    other = Browser(app.test_client())
    other.sign_in("wang")
    answer = browser.post("/disputes/D-L1/unmask", purpose=f"  {PURPOSE} ", case=CASE)
    assert (answer.status_code, answer.location) == (302, "/disputes/D-L1")
    assert unmasked(sqlite) == [("wang", "D-L1", PURPOSE, CASE)]
    assert whole(browser, "D-L1")
    assert not whole(other, "D-L1")
    later(timedelta(minutes=9))
    assert whole(browser, "D-L1")
    later(timedelta(minutes=2))
    assert not whole(browser, "D-L1")


@pytest.mark.usefixtures("history")
def test_another_dispute_stays_masked_and_it_can_be_ended(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    browser.post("/disputes/D-N1/unmask", purpose=PURPOSE, case=CASE)
    assert (whole(browser, "D-N1"), whole(browser, "D-L1")) == (True, False)
    assert PHONE not in browser.get("/disputes").get_data(as_text=True)
    assert browser.post("/disputes/D-N1/mask").location == "/disputes/D-N1"
    assert not whole(browser, "D-N1")


@pytest.mark.usefixtures("history")
def test_signing_out_ends_it(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    browser.post("/disputes/D-L1/unmask", purpose=PURPOSE, case=CASE)
    browser.post("/sign-out")
    browser.sign_in("some-analyst")
    assert not whole(browser, "D-L1")


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize(
    ("purpose", "case"),
    [
        ("", CASE),
        ("   ", CASE),
        ("查", CASE),
        ("aaaaaaaa", CASE),
        ("........", CASE),
        ("核" * 300, CASE),
        (PURPOSE, ""),
        (PURPOSE, "无"),
        (PURPOSE, "case"),
        (PURPOSE, "13900000009"),
        (PURPOSE, "110101199003071234"),
        (PURPOSE, "A330102;DROP"),
        (PURPOSE, "1" * 61),
    ],
)
def test_without_a_purpose_and_a_case_nothing_is_shown(app: Flask, sqlite: Database, purpose: str, case: str) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    answer = browser.post("/disputes/D-L1/unmask", purpose=purpose, case=case)
    assert answer.status_code == 400
    assert PHONE not in answer.get_data(as_text=True)
    assert 'role="alert"' in answer.get_data(as_text=True)
    assert unmasked(sqlite) == []
    assert not whole(browser, "D-L1")


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("role", [Role.DISPATCHER, Role.SUPERVISOR, Role.PARTNER, Role.ADMINISTRATOR])
def test_other_roles_may_not(app: Flask, sqlite: Database, role: Role) -> None:
    browser = signed_in(app, sqlite, role, "河口派出所")
    assert browser.post("/disputes/D-L1/unmask", purpose=PURPOSE, case=CASE).status_code == 403
    assert unmasked(sqlite) == []


@pytest.mark.usefixtures("history")
def test_not_what_one_does_not_see_and_not_without_the_form(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    for dispute in ("D-N1", "D-nothing", "D-L1/x"):
        assert browser.post(f"/disputes/{dispute}/unmask", purpose=PURPOSE, case=CASE).status_code == 404
    fields = {"purpose": PURPOSE, "case": CASE}
    assert browser.client.post("/disputes/D-L1/unmask", data=fields).status_code == 400
    assert browser.get("/disputes/D-L1/unmask?purpose=x&case=y").status_code == 404
    assert unmasked(sqlite) == []


@pytest.mark.usefixtures("history")
def test_a_role_that_was_taken_away_shows_nothing(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    browser.post("/disputes/D-L1/unmask", purpose=PURPOSE, case=CASE)
    with sqlite.writing() as sql:
        people.known(sql, "wang").role = Role.SUPERVISOR.value
    assert not whole(browser, "D-L1")


def test_no_token_opens_it(app: Flask, sqlite: Database) -> None:
    signed_in(app, sqlite, Role.ANALYST, name="wang")
    with sqlite.writing() as sql:
        secret = tokens.make(sql, people.known(sql, "wang"), "a", ["disputes:read", "queries:run"], 7)[1]
    headers = {"Authorization": f"Bearer {secret}"}
    answer = app.test_client().post("/disputes/D-L1/unmask", headers=headers, data={"purpose": PURPOSE, "case": CASE})
    assert answer.status_code in (400, 403)
    assert unmasked(sqlite) == []

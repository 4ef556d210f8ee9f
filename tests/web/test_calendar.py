"""The calendar of casework, its appointments moved, and its feed: who has the address reads it, and nothing else."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from icalendar import Calendar
from neo4j import Driver
from sqlalchemy import select

from graph.casework import moves
from graph.casework.moves import Actor, Work
from graph.settings import zone
from tests.web.people import PASSWORD, Browser, signed_in
from tests.web.test_boards import text
from tests.web.test_disputes import ID_NUMBER, PHONE, history
from web import logs
from web.accounts import people, tokens
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]
TODAY = datetime.now(zone()).replace(hour=15, minute=0, second=0, microsecond=0)
TOMORROW = TODAY + timedelta(days=1)


@pytest.fixture
def mediation(history: Driver) -> Work:
    """A mediation about the matter of 河口, planned for tomorrow at three; the matter's title has a phone in it."""
    history.execute_query("MATCH (d:Dispute {id: 'D-L1'}) SET d.title = $title", title=f"漏水 {PHONE} {ID_NUMBER}")
    told: dict[str, object] = {"planned_at": TOMORROW.isoformat(), "mediator": f"王主任{PHONE}", "place": "社区会议室"}
    return moves.begin(history, "mediation", ["D-L1"], Actor("li", "analyst"), given=told, at=TODAY).moved[0][0]


def fields_of(work: Work, version: int, day: datetime) -> dict[str, str]:
    return {"work": f"{work.id}:{version}", "day": day.date().isoformat()}


def test_what_falls_on_which_day(app: Flask, sqlite: Database, mediation: Work) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    for view in ("month", "week", "nonsense"):
        page = text(officer, f"/calendar?view={view}&day={TOMORROW.date()}")
        cell = re.split(r'<td data-day="', page)
        [day] = [one for one in cell if mediation.id in one]
        assert day.startswith(str(TOMORROW.date()))
        assert "15:00" in day
        assert PHONE not in page
        weekdays = re.findall(r'<th scope="col">([^<]+)</th>', page)
        assert (weekdays[0], len(weekdays)) == ("周一", 7)
    assert mediation.id not in text(officer, f"/calendar?day={TOMORROW.date()}&kind=visit")
    assert mediation.id not in text(officer, "/calendar?day=2001-05-05")
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="other")
    assert mediation.id not in text(other, f"/calendar?day={TOMORROW.date()}")


def test_an_appointment_is_moved_and_back(app: Flask, sqlite: Database, mediation: Work, history: Driver) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    later = TOMORROW + timedelta(days=3)
    moved = officer.post("/calendar/replan", **fields_of(mediation, 1, later))
    assert moved.status_code == 200
    assert moved.json["said"] == f"{mediation.id}: {later:%Y-%m-%d %H:%M}"  # type: ignore[index]
    assert officer.post("/calendar/replan", **fields_of(mediation, 1, TOMORROW)).status_code == 409
    officer.post("/casework/undo", act=moved.json["act"])  # type: ignore[index]
    planned = history.execute_query("MATCH (m:Mediation) RETURN m.planned_at AS at").records[0]["at"].to_native()
    assert planned == TOMORROW
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="other")
    assert other.post("/calendar/replan", **fields_of(mediation, 3, later)).status_code == 404
    for wrong in ({"work": "x"}, {"work": f"{mediation.id}:3", "day": "soon"}):
        assert officer.post("/calendar/replan", **wrong).status_code == 400


def address(browser: Browser) -> str:
    """The path of a new feed."""
    page = browser.post("/calendar/feed", password=PASSWORD).get_data(as_text=True)
    [found] = re.findall(r'<code class="feed-address">http://localhost(/calendar/feed/fq_[^<]+)</code>', page)
    return str(found)


def test_the_feed_has_what_the_person_sees_and_no_numbers_of_people(
    app: Flask, sqlite: Database, mediation: Work
) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    path = address(officer)
    answer = app.test_client().get(path)
    body = answer.get_data(as_text=True)
    assert (answer.status_code, answer.mimetype, answer.headers["Cache-Control"]) == (200, "text/calendar", "no-store")
    [event] = Calendar.from_ical(body).walk("VEVENT")
    assert str(event["UID"]) == f"{mediation.id}@fengqiao"
    assert event.decoded("DTSTART") == TOMORROW.astimezone(UTC)
    assert str(event["LOCATION"]) == "社区会议室"
    assert str(event["SUMMARY"]).startswith(f"调解 {mediation.id} 漏水")
    plain = body.replace("\r\n ", "")
    assert PHONE not in plain
    assert ID_NUMBER not in plain
    assert "138****0001" in plain
    assert "Mediation" in app.test_client().get(path.replace("/zh.ics", "/en.ics")).get_data(as_text=True)
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="other")
    assert "VEVENT" not in app.test_client().get(address(other)).get_data(as_text=True)


def test_the_address_is_shown_once_renewed_and_revoked(app: Flask, sqlite: Database, mediation: Work) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert officer.post("/calendar/feed", password="wrong").status_code == 400
    first = address(officer)
    assert first not in text(officer, "/calendar")
    second = address(officer)
    client = app.test_client()
    assert [client.get(path).status_code for path in (first, second)] == [404, 200]
    assert officer.post("/calendar/feed/end").status_code == 302
    assert client.get(second).status_code == 404
    assert officer.post("/calendar/feed/end").status_code == 404
    with sqlite.reading() as sql:
        records = list(sql.scalars(select(AuditRecord)))
    assert [r.action for r in records].count(Action.TOKEN_MADE) == 2
    secret = second.split("/")[3]
    assert not [r for r in records if secret in r.target + r.detail]
    assert mediation


def test_the_token_opens_the_feed_alone_and_no_other_token_opens_it(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    path = address(officer)
    secret = path.split("/")[3]
    client = app.test_client()
    headers = {"Authorization": f"Bearer {secret}"}
    assert [
        client.get(page, headers=headers).status_code for page in ("/api/v1/disputes", "/calendar", "/disputes")
    ] == [
        403,
        403,
        403,
    ]
    with sqlite.writing() as sql:
        account = people.known(sql, officer.name)
        other = tokens.make(sql, account, "a", ["disputes:read"], 7)[1]
        both = tokens.make(sql, account, "b", ["disputes:read", "calendar:read"], 7)[1]
    for wrong in (other, both, "fq_nonsense", "x"):
        assert client.get(f"/calendar/feed/{wrong}/zh.ics").status_code == 404
        assert officer.get(f"/calendar/feed/{wrong}/zh.ics").status_code == 404
    assert client.get(f"/calendar/feed/{secret}/fr.ics").status_code == 404
    assert client.get("/calendar/feed/x/zh.ics", headers=headers).status_code == 404
    assert "calendar:read" not in text(officer, "/account").split("<form")[-1]
    with sqlite.writing() as sql:
        people.known(sql, officer.name).locked = True
    assert client.get(path).status_code == 404


def test_the_token_is_not_in_the_log(app: Flask, sqlite: Database, capsys: pytest.CaptureFixture[str]) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    path = address(officer)
    secret = path.split("/")[3]
    app.test_client().get(path)
    logs.install()
    logging.getLogger("gunicorn.error").error("Error handling request %s", path)
    said = capsys.readouterr().err
    assert "calendar.feed" in said
    assert "fq_…" in said
    assert secret not in said

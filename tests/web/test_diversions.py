"""Calls are handed over to partner agencies, which take them up, return or complete them, or let twelve hours pass."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask import Flask

from tests.web.people import Browser, Clock, signed_in
from tests.web.test_directives import move, notices, text, value
from tests.web.test_disputes import history
from tests.web.working import at_work
from web.database import Database
from web.roles import Role

__all__ = ["history"]
pytestmark = pytest.mark.usefixtures("history")
AGENCY = "住建局"


def divert(browser: Browser, incident: str = "L3", **told: str) -> str:
    given = {"agency": AGENCY, "matter": "楼上漏水，请物业上门", "due_at": "2026-03-02T04:00"} | told
    answer = browser.post("/diversions", incident=incident, **given)
    assert answer.status_code == 302, answer.get_data(as_text=True)[-2000:]
    return str(answer.location)


def test_from_the_call_to_the_agencys_completion(app: Flask, sqlite: Database, later: Clock) -> None:
    partner = signed_in(app, sqlite, Role.PARTNER, AGENCY)
    stranger = signed_in(app, sqlite, Role.PARTNER, "城管局", name="stranger")
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert "/diversions/new?incident=L3" in text(officer, "/disputes/D-L1")
    form = text(officer, "/diversions/new?incident=L3")
    assert value(form, "due_at") == "2026-03-02T04:00"  # twelve hours from Sunday 16:00
    diversion = divert(officer)
    assert notices(partner).count("分流") == 1
    assert "请物业上门" in text(partner, diversion)
    assert stranger.get(diversion).status_code == 404
    assert partner.get("/casework/dispute/D-L1").status_code == 404
    assert partner.get("/diversions/new?incident=L3").status_code == 403
    assert move(partner, diversion, "intervene") == 302
    assert move(partner, diversion, "return", reason="不属本部门职责") == 302
    assert "退回" in notices(officer)
    assert (
        move(
            signed_in(app, sqlite, Role.ANALYST),
            diversion,
            "send_again",
            reason="属物业管理",
            due_at="2026-03-03T04:00",
        )
        == 302
    )
    assert move(partner, diversion, "intervene") == 302
    assert move(partner, diversion, "complete", outcome="diverted") == 302
    assert "已办结" in text(officer, diversion)
    assert "以前分流过" in text(officer, "/diversions/new?incident=L3")
    later(timedelta())


def test_twelve_hours_without_anybody(app: Flask, sqlite: Database, later: Clock) -> None:
    partner = signed_in(app, sqlite, Role.PARTNER, AGENCY)
    dispatcher = signed_in(app, sqlite, Role.DISPATCHER, "河口派出所")
    diversion = divert(dispatcher)
    later(timedelta(hours=12, minutes=1))
    at_work(app).minute()
    partner.sign_in(partner.name)
    assert notices(partner).count("超过12小时未介入") == 1
    assert "超过12小时未介入" in text(partner, diversion)
    assert move(partner, diversion, "intervene") == 302


def test_what_cannot_be(app: Flask, sqlite: Database) -> None:
    officer = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert "还没有合作部门" in text(officer, "/diversions/new?incident=L3")
    signed_in(app, sqlite, Role.PARTNER, AGENCY)
    assert officer.get("/diversions/new?incident=N1").status_code == 404
    assert officer.get("/diversions/new?incident=nothing").status_code == 404
    for told in ({"agency": "nowhere"}, {"matter": ""}, {"due_at": "soon"}):
        given = {"agency": AGENCY, "matter": "漏水", "due_at": "2026-03-02T04:00"} | told
        assert officer.post("/diversions", incident="L3", **given).status_code == 400, told

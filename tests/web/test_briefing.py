"""The briefing on a screen and on the terminal: the same as by the API, in words."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from app import cli
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import PHONE, history
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]


def told(browser: Browser, **given: str) -> str:
    answer = browser.post("/briefing/answer", **given)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_by_phone(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    page = told(signed_in(app, sqlite, Role.DISPATCHER, "河口派出所"), phone=PHONE)
    assert PHONE not in page
    assert all(words in page for words in ("138****0001", "D-L1", "L5", "同号码", "3 起警情", "河口派出所"))


def test_a_knife_said_now_makes_it_a_matter_of_the_police(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    desk = signed_in(app, sqlite, Role.DISPATCHER, "河口派出所")
    assert "非警务：分流" in told(desk, text="楼上漏水，要求赔偿")
    page = told(desk, text="楼上漏水，他拿刀要砍我")
    assert all(words in page for words in ("公安处置", "本次所说", "刀具"))


def test_a_grave_matter_at_the_place_sends_officers_first(app: Flask, sqlite: Database, history: Driver) -> None:
    history.execute_query("MATCH (d:Dispute {id: 'D-N1'}) SET d.level = 'critical'")
    page = told(signed_in(app, sqlite, Role.SUPERVISOR), address="东风路88号金桂苑9栋", text="楼下噪音扰民")
    assert "先派警平息，再分流" in page


def test_other_units_calls_are_counted_and_no_more(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    page = told(signed_in(app, sqlite, Role.DISPATCHER, "山南派出所"), phone=PHONE)
    assert "另有 3 起属于您看不到的单位" in page
    assert "L5" not in page


def test_without_script_the_form_brings_the_same_and_the_address_may_carry_the_number(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    assert history
    desk = signed_in(app, sqlite, Role.DISPATCHER, "河口派出所")
    for answer in (desk.post("/briefing", phone=PHONE), desk.get(f"/briefing?phone={PHONE}")):
        assert "D-L1" in answer.get_data(as_text=True)


def test_typing_on_is_one_record_of_the_audit(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    desk = signed_in(app, sqlite, Role.DISPATCHER, "河口派出所")
    for text in ("楼", "楼上", "楼上漏水"):
        told(desk, phone=PHONE, text=text)
    told(desk, phone="13700000009")
    told(desk)
    with sqlite.reading() as sql:
        records = sql.scalars(select(AuditRecord).where(AuditRecord.action == Action.BRIEFING_READ)).all()
    assert len(records) == 2


def test_on_the_terminal(history: Driver) -> None:
    assert history
    result = CliRunner().invoke(cli, ["brief", "--phone", PHONE, "--text", "楼上又漏水，他拿刀要砍我"])
    assert result.exit_code == 0
    assert all(words in result.output for words in ("D-L1", "L5", "公安处置", "危险", "河口派出所", "要问", "要说"))


@pytest.mark.parametrize("arguments", [[], ["--text", ""]])
def test_on_the_terminal_something_must_be_given(arguments: list[str]) -> None:
    result = CliRunner().invoke(cli, ["brief", *arguments])
    assert (result.exit_code, "--phone" in result.output) == (2, True)

"""Vocabulary on its page: tried on real calls, saved with who and why, everything screened by it beside the pages."""

from __future__ import annotations

import json
import re

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select, update

from ingest import screening as screened
from ingest.extract import dangers, word_lists
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import PHONE, history
from tests.web.working import at_work
from web.administration import screening
from web.audit import Action
from web.database import Database
from web.jobs import keeping
from web.jobs.tables import Job
from web.models import AuditRecord
from web.roles import Role
from web.screens.vocabulary import title

__all__ = ["history"]

HERE = "/administration/vocabulary"


@pytest.fixture
def browser(app: Flask, sqlite: Database, as_shipped: object) -> Browser:
    """An administrator, before anything was changed."""
    assert as_shipped
    return signed_in(app, sqlite, Role.ADMINISTRATOR)


def tried(browser: Browser, **fields: object) -> str:
    answer = browser.post(f"{HERE}/attempt", list="dangers/4", **fields)
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def saved(browser: Browser, seen: int, **fields: object) -> int:
    return browser.post(f"{HERE}/save", list="dangers/4", seen=seen, why="试行", **fields).status_code


@pytest.mark.usefixtures("history")
def test_a_trial_shows_before_and_after_masked_and_keeps_nothing(browser: Browser, sqlite: Database) -> None:
    page = tried(browser, added="漏水", out="")
    assert "最近 5 起警情中，3 起判读结果会变" in page
    [first] = re.findall(r'<tr><td class="main">.*?</tr>', page, re.DOTALL)[:1]
    assert first.index("危险 0") < first.index("危险 4")
    assert "138****0001" in first
    assert PHONE not in page
    assert word_lists.VERSIONS.every() == []
    with sqlite.reading() as sql:
        [noted] = sql.scalars(select(AuditRecord).where(AuditRecord.action == Action.VOCABULARY_TRIED)).all()
    assert json.loads(noted.detail) == {"calls": 5, "added": ["漏水"], "out": [], "in_all": 1}


@pytest.mark.usefixtures("history")
def test_saved_words_are_read_by_at_once_and_can_be_put_back(browser: Browser) -> None:
    assert saved(browser, 0, added="漏水", out="砍") == 302
    assert [found.grade for found in dangers.find("漏水了", "content")] == [4]
    assert saved(browser, 1, added="", out="") == 302
    assert dangers.find("漏水了", "content") == []
    assert "最近 5 起警情中，5 起判读结果会变" in tried(browser, version=1)
    assert saved(browser, 2, version=1) == 302
    assert word_lists.in_force().added == {"dangers/4": ("漏水",)}
    page = browser.get(HERE).get_data(as_text=True)
    assert page.count("试行") == 3
    assert "恢复此版本" in page


@pytest.mark.usefixtures("history")
def test_what_cannot_be_is_said(browser: Browser) -> None:
    answer = browser.post(f"{HERE}/attempt", list="dangers/4", added="砍", out="")
    assert (answer.status_code, "“砍”已在此词表中" in answer.get_data(as_text=True)) == (400, True)
    assert browser.get(f"{HERE}?list=nothing").status_code == 400
    assert browser.post(f"{HERE}/attempt", list="dangers/4", version=99).status_code == 400
    assert saved(browser, 7, added="漏水") == 409
    assert word_lists.VERSIONS.every() == []


def test_every_list_has_a_title_in_words(app: Flask) -> None:
    with app.test_request_context():
        titles = {name: title(name) for name in word_lists.shipped()}
    assert len(set(titles.values())) == len(titles)
    assert [name for name, said in titles.items() if re.search("[a-z]", said)] == []


def test_everything_is_screened_anew_beside_the_pages(
    app: Flask, browser: Browser, sqlite: Database, history: Driver
) -> None:
    assert saved(browser, 0, added="漏水") == 302
    assert "需全量重新研判" in browser.get(HERE).get_data(as_text=True)
    assert browser.post("/administration/screening").status_code == 302
    assert browser.post("/administration/screening").status_code == 302  # a second one is not asked for
    page = browser.get(HERE).get_data(as_text=True)
    assert "data-screening" in page
    assert browser.get("/administration/screening").get_json() == {"running": True, "stage": "等待执行"}
    at_work(app).work()
    with sqlite.reading() as sql:
        jobs = sql.scalars(select(Job).where(Job.kind == screening.KIND)).all()
        assert [(job.state, job.account.name if job.account else "") for job in jobs] == [
            ("done", "some-administrator")
        ]
        assert "disputes 2" in screening.said(jobs[0])
    assert screened.read_by() == 1
    grades = history.execute_query("MATCH (i:Incident) RETURN i.id AS id, i.danger AS danger").records
    assert {record["danger"] for record in grades if record["id"].startswith("L")} == {4}
    page = browser.get(HERE).get_data(as_text=True)
    assert "需全量重新研判" not in page
    assert "上次全量重新研判" in page
    assert browser.get("/administration/screening").get_json() == {"running": False, "stage": ""}


@pytest.mark.usefixtures("history")
def test_a_screening_that_failed_says_so(browser: Browser, sqlite: Database) -> None:
    assert browser.post("/administration/screening").status_code == 302
    with sqlite.writing() as sql:
        sql.execute(update(Job).values(tries=4, state="running"))
        assert keeping.take_up(sql) == 1  # its process was killed; it is tried again, but not for ever
    assert browser.get("/administration/screening").get_json()["running"]
    with sqlite.writing() as sql:
        sql.execute(update(Job).values(tries=5, state="running"))
        keeping.take_up(sql)
    page = browser.get(HERE).get_data(as_text=True)
    assert "未正常完成" in page
    assert browser.get("/administration/screening").get_json() == {"running": False, "stage": ""}
    assert browser.post("/administration/screening").status_code == 302
    assert browser.get("/administration/screening").get_json()["running"]

"""Thresholds on their page: what a change would do is told before, and is what happens after."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from flask import Flask
from neo4j import Driver
from sqlalchemy import select

from graph import thresholds
from graph.one_writer import one_writer
from queries.patterns import compared, repeats
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role
from web.screens import thresholds as screen

__all__ = ["history"]

HERE = "/administration/thresholds"
SHIPPED = {name: str(value) for name, value in thresholds.defaults().items()}
_ROW = re.compile(r"<tr><t[hd][^>]*>(.*?)</t[hd]><td class=\"num\">(\d+)</td><td class=\"num\">(\d+)</td>")


@pytest.fixture
def browser(app: Flask, sqlite: Database, as_shipped: object) -> Browser:
    """An administrator, before anything was changed."""
    assert as_shipped
    return signed_in(app, sqlite, Role.ADMINISTRATOR)


def previewed(browser: Browser, **changed: str) -> dict[str, tuple[int, int]]:
    """What a change would do, as the page says: row -> before, after."""
    answer = browser.post(f"{HERE}/preview", **SHIPPED | changed)
    assert answer.status_code == 200
    rows = _ROW.findall(answer.get_data(as_text=True))
    return {re.sub("<[^>]+>", "", name): (int(before), int(after)) for name, before, after in rows}


def saved(browser: Browser, seen: int, **changed: str) -> int:
    return browser.post(f"{HERE}/save", **SHIPPED | changed, seen=seen, why="试行").status_code


def test_what_the_preview_says_is_what_saving_does(browser: Browser, history: Driver) -> None:
    said = previewed(browser, week="3", month="3", high="0.9", critical="0.95")
    assert said["符合任一规则的重复警情"] == (2, 1)
    assert thresholds.repeats()[7] == 2
    assert saved(browser, 0, week="3", high="0.9", critical="0.95") == 302
    found = list(repeats(history))
    assert len({one.dispute_id for one in found}) == said["符合任一规则的重复警情"][1]
    assert len([one for one in found if (one.pattern, one.window) == ("place", 7)]) == said["一地多报 · 7 天"][1]
    levels = [row[0] for row in history.execute_query("MATCH (d:Dispute) RETURN d.level").records]
    assert {name: levels.count(name) for name in ("high", "critical")} == {
        "high": said["高"][1],
        "critical": said["极高"][1],
    }


def test_both_sides_of_a_preview_agree_with_asking_each_by_itself(
    history: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, after = {7: 2, 30: 4, 365: 5}, {7: 3, 30: 2, 365: 5}
    meetings, were, are = compared(history, before, after)
    for held, count, side in ((before, were, "before"), (after, are, "after")):
        monkeypatch.setattr(thresholds, "repeats", lambda held=held: held)
        alone = list(repeats(history))
        assert count == len({one.dispute_id for one in alone})
        for one in meetings:
            wanted = [found for found in alone if (found.pattern, found.window) == (one.pattern, one.window)]
            assert getattr(one, side) == len(wanted)


@pytest.mark.usefixtures("history")
def test_versions_say_who_and_why_and_can_be_put_back(browser: Browser, sqlite: Database) -> None:
    assert saved(browser, 0, week="3") == 302
    assert saved(browser, 1, week="3", high="0.6") == 302
    page = browser.get(HERE).get_data(as_text=True)
    assert page.count("试行") == 2
    assert "some-administrator" in page
    again = browser.post(f"{HERE}/preview", version=1).get_data(as_text=True)
    assert re.search(r'id="week"[^>]*value="3"', again)
    assert re.search(r'id="high"[^>]*value="0.5"', again)
    shipped = browser.post(f"{HERE}/preview", version=0).get_data(as_text=True)
    assert re.search(r'id="week"[^>]*value="2"', shipped)
    with sqlite.reading() as sql:
        noted = sql.scalars(select(AuditRecord).where(AuditRecord.action == Action.THRESHOLDS_CHANGED)).all()
    assert [json.loads(one.detail)["changed"] for one in noted] == [{"week": [2, 3]}, {"high": [0.5, 0.6]}]
    assert noted[0].purpose == "试行"


@pytest.mark.usefixtures("history")
def test_what_cannot_be_is_said_and_nothing_is_kept(browser: Browser) -> None:
    answer = browser.post(f"{HERE}/preview", **SHIPPED | {"week": "1"})
    assert (answer.status_code, "应在 2 至 50 之间" in answer.get_data(as_text=True)) == (400, True)
    assert saved(browser, 0, high="0.9") == 400
    assert thresholds.VERSIONS.every() == []


@pytest.mark.usefixtures("history")
def test_the_second_of_two_is_told(browser: Browser, sqlite: Database) -> None:
    assert saved(browser, 0, week="3") == 302
    answer = browser.post(f"{HERE}/save", **SHIPPED | {"second_review": "50"}, seen=0)
    assert (answer.status_code, "已被他人修改" in answer.get_data(as_text=True)) == (409, True)
    assert thresholds.repeats()[7] == 3
    with sqlite.reading() as sql:
        assert len(sql.scalars(select(AuditRecord).where(AuditRecord.action == Action.THRESHOLDS_CHANGED)).all()) == 1


@pytest.mark.usefixtures("history")
def test_nothing_is_saved_while_somebody_writes(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "_WAIT_S", 0.1)
    held, over = Event(), Event()

    def hold() -> None:
        with one_writer(lambda _: None):
            held.set()
            over.wait(30)

    with ThreadPoolExecutor(1) as other:
        other.submit(hold)
        assert held.wait(30)
        try:
            assert saved(browser, 0, week="3") == 503
        finally:
            over.set()
    assert thresholds.VERSIONS.every() == []


@pytest.mark.usefixtures("history")
def test_what_the_environment_sets_cannot_be_changed_here(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_WEEK_MIN", "2")
    assert re.search(r'id="week"[^>]*disabled', browser.get(HERE).get_data(as_text=True))
    assert saved(browser, 0, week="9", month="3", high="0.6") == 302
    assert thresholds.repeats()[7] == 2
    assert "week" not in thresholds.VERSIONS.in_force().values

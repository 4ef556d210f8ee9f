"""The pages of queries: what each role is offered, values and errors in words, masking, limits, files, favourites."""

from __future__ import annotations

import io
import json
import threading
import time
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from neo4j import Driver

from queries import head, loading
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import PHONE, history
from web.asking.chart import chart
from web.audit.actions import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role

__all__ = ["history"]


def audited(sqlite: Database, action: Action) -> Iterator[dict[str, Any]]:
    with sqlite.reading() as sql:
        for record in sql.query(AuditRecord).filter(AuditRecord.action == action):
            yield {"target": record.target, **json.loads(record.detail)}


def shelf(browser: Browser, query: str = "") -> str:
    answer = browser.get(f"/queries{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


@pytest.mark.usefixtures("history")
def test_a_role_is_offered_what_it_may_ask(app: Flask, sqlite: Database) -> None:
    analyst = shelf(signed_in(app, sqlite, Role.ANALYST))
    assert ">双方互报</a>" in analyst
    assert ">矛盾纠纷逐页读取（按编号）</a>" not in analyst
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    assert ">危险上升的矛盾</a>" in shelf(station)
    assert ">枢纽</a>" not in shelf(station)  # it knows no scope
    assert station.get("/queries/hubs").status_code == 403
    assert station.get("/queries/dispute_page").status_code == 404  # it only feeds a page
    dispatcher = signed_in(app, sqlite, Role.DISPATCHER, "河口派出所")
    assert ">近来加剧的矛盾</a>" in shelf(dispatcher)
    assert ">双方互报</a>" not in shelf(dispatcher)
    assert 'data-form=".csv"' in station.get("/queries/got_worse").get_data(as_text=True)
    assert 'data-form=".csv"' not in dispatcher.get("/queries/got_worse").get_data(as_text=True)
    assert signed_in(app, sqlite, Role.PARTNER, "住建局").get("/queries").status_code == 403


@pytest.mark.usefixtures("graph")
def test_the_shelf_is_searched_and_narrowed(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    found = shelf(browser, "?text=假闭环")
    assert ">假闭环</a>" in found
    assert ">枢纽</a>" not in found
    assert ">枢纽</a>" in shelf(browser, "?text=hubs")
    tagged = shelf(browser, "?tag=diversion")
    assert ">两次退回的分流</a>" in tagged
    assert ">假闭环</a>" not in tagged
    assert "没有符合的查询" in shelf(browser, "?text=没有这样的")
    assert ">枢纽</a>" in shelf(browser, "?tag=nonsense")


@pytest.mark.usefixtures("graph")
def test_favourites_are_one_s_own_and_come_first(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert browser.post("/queries/hubs/favourite", keep="1", back="shelf").location == "/queries"
    assert browser.post("/queries/hubs/favourite", keep="1").location == "/queries/hubs"
    page = shelf(browser)
    assert page.index(">常用<") < page.index(">枢纽</a>") < page.index(">重复警情</h2>")
    assert page.count(">枢纽</a>") == 1
    assert ">常用<" not in shelf(signed_in(app, sqlite, Role.SUPERVISOR))
    browser.post("/queries/hubs/favourite", keep="0")
    assert ">常用<" not in shelf(browser)


@pytest.mark.usefixtures("history")
def test_an_answer_is_masked_kept_to_its_asker_and_written_down(app: Flask, sqlite: Database) -> None:
    analyst = signed_in(app, sqlite, Role.ANALYST)
    answer = analyst.post("/queries/caller_incidents/run", **{"p-who": PHONE, "p-limit": "2"})
    assert answer.status_code == 200
    assert PHONE not in answer.get_data(as_text=True)
    assert [row[3] for row in answer.get_json()["rows"]] == ["138****0001"] * 2
    assert answer.get_json()["more"].startswith("只显示前 2 行")
    assert len(answer.get_json()["nodes"]) == 4  # two calls, their phone, their dispute
    [noted] = audited(sqlite, Action.QUERY_RUN)
    assert noted == {
        "target": "caller_incidents",
        "parameters": {"who": "138****0001", "limit": "2"},
        "rows": 2,
        "more": "limit",
    }
    whole = analyst.post("/queries/caller_incidents/run", **{"p-who": PHONE, "p-limit": "3"})
    assert (len(whole.get_json()["rows"]), whole.get_json()["more"]) == (3, "")
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    levels = station.post("/queries/disputes_by_level/run", **{"p-units": "山南派出所"})
    assert [row[1] for row in levels.get_json()["rows"]] == [1]


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("query", "values", "problems"),
    [
        ("caller_incidents", {}, {"who": "此项必填。"}),
        (
            "repeats_caller",
            {"p-window": "seven", "p-minimum": "0", "p-since": "昨天"},
            {
                "window": "请填写整数。",
                "minimum": "不得小于 1。",
                "since": "请填写时间，如 2026-03-01 08:30。",
            },
        ),
        ("repeats_caller", {"p-window": "14"}, {"minimum": "此项必填。"}),
        ("repeats_place", {"p-levels": ["estate", "moon"]}, {"levels": "请从给出的选项中选择。"}),
        ("many_phones", {"p-least": "99999"}, {"least": "不得大于 1000。"}),
    ],
)
def test_what_is_wrong_with_values_is_said_beside_them(
    app: Flask, sqlite: Database, query: str, values: dict[str, Any], problems: dict[str, str]
) -> None:
    answer = signed_in(app, sqlite, Role.ANALYST).post(f"/queries/{query}/run", **values)
    assert (answer.status_code, answer.json) == (422, {"problems": problems})


@pytest.mark.usefixtures("graph")
def test_the_form_is_made_from_the_parameters(app: Flask, sqlite: Database) -> None:
    page = signed_in(app, sqlite, Role.ANALYST).get("/queries/repeats_place").get_data(as_text=True)
    assert '<input class="form-check-input" type="checkbox" name="p-levels" value="estate" checked> 小区' in page
    assert 'name="p-levels" value="city"> 市' in page
    assert 'type="number" step="1" inputmode="numeric" id="p-window" name="p-window" value="7"' in page
    assert 'type="datetime-local" id="p-since"' in page
    assert "不填则用该窗口的阈值" in page
    assert "MATCH (d:Dispute)" in page
    scoped = signed_in(app, sqlite, Role.SUPERVISOR).get("/queries/danger_grew").get_data(as_text=True)
    assert "p-units" not in scoped
    assert "p-agency" not in scoped


@pytest.mark.parametrize("form", [".csv", ".xlsx", ".json"])
@pytest.mark.usefixtures("history")
def test_a_file_is_masked_headed_and_written_down(app: Flask, sqlite: Database, form: str) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    answer = browser.post("/queries/caller_incidents/export", form=form, **{"p-who": PHONE})
    assert answer.status_code == 200
    content = answer.get_data()
    if form == ".xlsx":
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            content = b"".join(archive.read(name) for name in archive.namelist())
    assert PHONE.encode() not in content
    assert content.count(b"138****0001") >= (3 if form != ".xlsx" else 1)
    assert ("incident_id" if form == ".json" else "接警单编号").encode() in content
    [noted] = audited(sqlite, Action.EXPORTED)
    assert (noted["target"], noted["form"], noted["rows"]) == ("query caller_incidents", form, 3)
    assert browser.post("/queries/caller_incidents/export", form=".exe", **{"p-who": PHONE}).status_code == 400
    assert browser.post("/queries/caller_incidents/export", form=form).status_code == 422


@pytest.mark.usefixtures("graph")
def test_a_run_is_ended_while_it_runs_and_only_by_its_own(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    slow = head.Query.model_validate(
        {
            "name": "slow",
            "title": {"zh": "慢", "en": "slow"},
            "explanation": {"zh": "慢", "en": "slow"},
            "roles": ("analyst",),
            "tags": ("time",),
            "shape": "table",
            "columns": {"n": {"zh": "数", "en": "count"}},
            "cypher": "UNWIND range(1, 100000000000) AS x RETURN count(x) AS n",
        }
    )
    shelf_ = dict(loading._load(loading.SHELF)) | {"slow": slow}
    monkeypatch.setattr(loading, "_load", lambda _shelf: shelf_)
    asker, other = signed_in(app, sqlite, Role.ANALYST), signed_in(app, sqlite, Role.ANALYST, name="other")
    token = asker.token()
    answers: list[Any] = []
    thread = threading.Thread(
        target=lambda: answers.append(asker.client.post("/queries/slow/run", data={"csrf_token": token, "run": "mine"}))
    )
    thread.start()
    ender = Browser(app.test_client())
    ender.sign_in("some-analyst")
    assert other.post("/queries/runs/mine/end").status_code == 404
    for _ in range(200):
        if ender.post("/queries/runs/mine/end").status_code == 200:
            break
        time.sleep(0.05)
    thread.join()
    assert (answers[0].status_code, answers[0].json) == (409, {"refused": "查询已取消", "code": "cancelled"})
    assert [noted["code"] for noted in audited(sqlite, Action.QUERY_REFUSED)] == ["cancelled"]


def test_a_chart_comes_with_the_answer(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    answer = signed_in(app, sqlite, Role.ANALYST).post("/queries/incidents_by_month/run")
    drawn = answer.get_json()["chart"]
    assert drawn.startswith("<svg ")
    assert drawn.count("<title>") == 4  # two months, two columns of numbers
    assert "<title>2026-03-01 · 警情数 3</title>" in drawn


def test_a_chart_of_nothing_or_of_words_is_none(app: Flask) -> None:
    with app.test_request_context():
        assert chart(["a", "b"], []) == ""
        assert chart(["a", "b"], [["x", "y"]]) == ""
        assert chart(["a", "b"], [["x", 0]]).count("<rect") == 2  # the bar, and its colour's key
        many = chart(["a<", "b"], [[f"<{n}", n] for n in range(40)])
        assert ("<polyline" in many, "&lt;1" in many, "<1 " in many) == (True, True, False)


@pytest.mark.usefixtures("graph")
def test_a_query_that_the_gate_does_not_let_through_is_told_in_words(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FENGQIAO_QUERY_MB", "1")
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert browser.post("/queries/hubs/run").status_code == 200
    assert browser.post("/queries/nothing/run").status_code == 404
    assert browser.post("/queries/dispute_page/run").status_code == 404


def test_how_many_there_are_in_all_is_told_where_only_the_first_are_shown(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)

    def told(**fields: object) -> tuple[int, str]:
        got = browser.post("/queries/dangerous_incidents/run", **fields).get_json()
        return len(got["rows"]), got["total"]

    history.execute_query("MATCH (i:Incident) SET i.danger = 4")
    assert told(**{"p-limit": "2"}) == (2, "共 5 起警情")
    assert told() == (5, "共 5 起警情")


def test_different_values_are_counted_not_rows(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    got = signed_in(app, sqlite, Role.ANALYST).post("/queries/repeats_place/run").get_json()
    assert got["total"] == f"共 {len({row[0] for row in got['rows']})} 起矛盾纠纷"

"""Queries that analysts write: looked at, tried, kept by version, shared, as files; masked, limited, written down."""

from __future__ import annotations

import io
import json
import threading
import time
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

import queries
from queries import head
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import PHONE, history
from tests.web.test_queries import audited
from web.asking import drafts
from web.asking.keeping import difference
from web.audit.actions import Action
from web.database import Database
from web.roles import Role

__all__ = ["history"]

CALLS = "MATCH (p:Phone)-[:REPORTED]->(i:Incident)\nRETURN p.number AS incident_id, i.content AS what\nLIMIT $limit"
LIMIT = {"limit": {"type": "integer", "default": "2"}}


def sent(browser: Browser, path: str, **draft: Any) -> Any:
    """What the desk's script gets for a draft."""
    answer = browser.client.post(f"/queries/own{path}", json=draft, headers={"X-CSRFToken": browser.token()})
    assert answer.status_code == 200, answer.get_data(as_text=True)
    return answer.get_json()


def kept(browser: Browser, title: str = "报警", cypher: str = CALLS, **draft: Any) -> int:
    """Save a new one; its number."""
    told = sent(browser, "", title_zh=title, cypher=cypher, parameters=LIMIT, **draft)
    assert "address" in told, told
    return int(told["address"].rpartition("/")[2])


@pytest.mark.usefixtures("history")
def test_right_cypher_is_told_with_its_columns_and_its_plan_in_words(app: Flask, sqlite: Database) -> None:
    told = sent(signed_in(app, sqlite, Role.ANALYST), "/check", cypher=CALLS, parameters=LIMIT)
    assert told["columns"] == ["incident_id", "what"]
    assert [step["words"] for step in told["steps"]][-1] == "交出结果"
    assert any(step["words"] == "沿关系走到相邻的节点" for step in told["steps"])
    pairs = sent(
        signed_in(app, sqlite, Role.SUPERVISOR), "/check", cypher="MATCH (a), (b) RETURN a.name AS a, b.name AS b"
    )
    assert {step["words"][:4] for step in pairs["steps"] if step["costly"]} == {"查看图中", "把两边的"}


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("cypher", "place", "says"),
    [
        ("MATCH (d:Dispute)\nRETURN e.id AS id", (2, 8), "变量 e 没有定义"),
        ("MATCH (d) DELETE d", (1, 11), "只能查询，不能使用 DELETE"),
        ("CALL db.labels()", (1, 1), "只能查询，不能使用 CALL"),
        ("RETURN 1 AS", (1, 12), "查询没有写完"),
        ("LOAD CSV FROM 'http://x' AS r RETURN r", (1, 1), "查询不能以 LOAD 开头"),
        ("", (None, None), "没有写查询"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(
    app: Flask, sqlite: Database, cypher: str, place: tuple[int | None, int | None], says: str
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    for path in ("/check", "/attempt", ""):
        told = sent(browser, path, title_zh="试", cypher=cypher)
        assert (told["refused"], (told["line"], told["column"])) == (says, place)
    # A look while somebody types is not written down; a try and a saving are.
    assert [noted["cypher"] for noted in audited(sqlite, Action.QUERY_REFUSED)] == [cypher] * 2


@pytest.mark.usefixtures("history")
def test_a_try_is_limited_masked_whatever_a_column_is_called_and_written_down(app: Flask, sqlite: Database) -> None:
    told = sent(signed_in(app, sqlite, Role.ANALYST), "/attempt", cypher=CALLS, parameters=LIMIT)
    assert [row[0] for row in told["rows"]] == ["138****0001"] * 2 or "139****0002" in str(told["rows"])
    assert PHONE not in json.dumps(told)
    assert told["more"].startswith("只显示前 2 行")
    [noted] = audited(sqlite, Action.QUERY_RUN)
    assert (noted["target"], noted["rows"], noted["cypher"]) == ("own", 2, CALLS)


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize(
    ("draft", "field"),
    [
        ({"cypher": "RETURN 1 AS one"}, "title_zh"),
        ({"title_zh": "x", "cypher": "RETURN 1 AS one", "tags": ["nonsense"]}, ""),
        ({"title_zh": "x", "cypher": "RETURN 1 AS one", "shape": "pie"}, ""),
        ({"title_zh": "x", "cypher": "RETURN $n AS n", "parameters": {"n": {"type": "integer", "default": "x"}}}, "n"),
        ({"title_zh": "x", "cypher": "RETURN $n AS n", "parameters": {"n": {"type": "whole"}}}, "n"),
        ({"title_zh": "x", "cypher": "RETURN $n AS n", "parameters": {"n": {"choices": "a,b", "default": "c"}}}, "n"),
    ],
)
def test_a_draft_that_will_not_do_is_told_by_field(app: Flask, sqlite: Database, draft: Any, field: str) -> None:
    told = sent(signed_in(app, sqlite, Role.ANALYST), "", **draft)
    assert list(told["problems"]) == [field]


@pytest.mark.usefixtures("history")
def test_it_is_private_until_it_is_shared_and_only_its_author_changes_it(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    number = kept(author, tags=["people"])
    boss, station = signed_in(app, sqlite, Role.SUPERVISOR), signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所")
    run = f"/queries/own-{number}"
    assert author.get(run).status_code == 200
    assert [boss.get(run).status_code, boss.get(f"/queries/own/{number}").status_code] == [404, 404]
    assert author.post(f"/queries/own/{number}/share", shared="1").status_code == 302
    shelf = boss.get("/queries").get_data(as_text=True)
    assert shelf.index(">研判员编写<") < shelf.index(">报警</a>")
    answer = boss.post(f"{run}/run", **{"p-limit": "1"})
    assert len(answer.get_json()["rows"]) == 1
    assert PHONE not in answer.get_data(as_text=True)
    assert signed_in(app, sqlite, Role.ADMINISTRATOR).get(run).status_code == 200
    assert station.get(run).status_code == 403  # it knows no scope
    assert ">报警</a>" not in station.get("/queries").get_data(as_text=True)
    for path in ("share", "delete", "restore"):
        assert boss.post(f"/queries/own/{number}/{path}", version="1").status_code == 404
    assert boss.get(f"/queries/own/{number}/versions").status_code == 404
    taken = boss.client.post(
        f"/queries/own/{number}", json={"title_zh": "x", "cypher": CALLS}, headers={"X-CSRFToken": boss.token()}
    )
    assert taken.status_code == 404
    assert boss.get(f"/queries/own/{number}").status_code == 200
    assert boss.get(f"/queries/own/new?like=own-{number}").status_code == 200
    author.post(f"/queries/own/{number}/share", shared="0")
    assert boss.get(run).status_code == 404


@pytest.mark.usefixtures("graph")
def test_versions_are_kept_compared_and_restored(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    number = kept(author)
    changed = {"title_zh": "报警", "parameters": LIMIT}
    assert sent(author, f"/{number}", cypher=CALLS.replace("what", "text"), seen=1, **changed) == {"seen": 2}
    assert sent(author, f"/{number}", cypher=CALLS.replace("what", "text"), seen=2, **changed) == {"seen": 2}
    stale = sent(author, f"/{number}", cypher=CALLS, seen=1, **changed)
    assert "已在别处修改" in stale["problems"][""]
    page = author.get(f"/queries/own/{number}/versions").get_data(as_text=True)
    assert '<div class="line-gone">' in page
    assert "i.content AS text" in page
    assert "恢复此版本" not in page
    assert "恢复此版本" in author.get(f"/queries/own/{number}/versions?version=1").get_data(as_text=True)
    assert author.get(f"/queries/own/{number}/versions?version=9").status_code == 404
    assert author.post(f"/queries/own/{number}/restore", version="1").status_code == 302
    assert "i.content AS what" in author.get(f"/queries/own/{number}/file").get_data(as_text=True)
    assert author.post(f"/queries/own/{number}/restore", version="9").status_code == 404
    assert [noted["version"] for noted in audited(sqlite, Action.QUERY_SAVED)] == [1, 2, 2, 3]


def test_a_difference_is_line_by_line() -> None:
    assert [(line.sign, line.text) for line in difference("a\nb\nc", "a\nB\nc")] == [
        (" ", "a"),
        ("-", "b"),
        ("+", "B"),
        (" ", "c"),
    ]


@pytest.mark.usefixtures("graph")
def test_deleted_it_is_gone_with_its_favourites(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    number = kept(author)
    author.post(f"/queries/own-{number}/favourite", keep="1")
    assert author.post(f"/queries/own/{number}/delete").location == "/queries"
    assert author.get(f"/queries/own-{number}").status_code == 404
    assert ">常用<" not in author.get("/queries").get_data(as_text=True)
    assert author.get("/queries/own-99999999999").status_code == 404


def brought(browser: Browser, content: bytes, name: str = "mine.cypher") -> TestResponse:
    return browser.client.post(
        "/queries/own/bring",
        data={"csrf_token": browser.token(), "file": (io.BytesIO(content), name)},
        content_type="multipart/form-data",
    )


@pytest.mark.usefixtures("graph")
def test_a_file_is_taken_for_what_it_holds_and_nothing_else(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    number = kept(author, title='标题 "引号"')
    file = author.get(f"/queries/own/{number}/file")
    assert file.headers["Content-Disposition"] == f"attachment; filename=own_{number}.cypher"
    query = head.read(file.get_data(as_text=True), head._TAGS)
    assert (query.title.zh, query.cypher) == ('标题 "引号"', CALLS)
    page = brought(author, file.get_data()).get_data(as_text=True)
    assert 'value="标题 &#34;引号&#34;"' in page
    assert "i.content AS what" in page
    for content, name in (
        (b"\xff\xfe\x00", "x.exe"),
        (b"// title = <script>alert(1)</script>", "<script>.cypher"),
        (b"PK\x03\x04", "x.zip"),
        (b"", "empty.cypher"),
    ):
        answer = brought(author, content, name)
        assert answer.status_code == 200
        assert "该文件没有规定的文件头" in answer.get_data(as_text=True)
        assert "<script>alert" not in answer.get_data(as_text=True)


@pytest.mark.usefixtures("graph")
def test_a_copy_of_a_query_of_the_shelf_asks_the_same(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    page = author.get("/queries/own/new?like=repeats_caller").get_data(as_text=True)
    setup = json.loads(unescape(page.split('data-setup="')[1].split('"')[0]))
    draft = {name: value for name, value in setup["draft"].items() if name != "seen"}
    number = int(sent(author, "", **draft)["address"].rpartition("/")[2])
    copied = head.read(author.get(f"/queries/own/{number}/file").get_data(as_text=True), head._TAGS)
    shelf = queries.find("repeats_caller")
    assert (copied.parameters, copied.columns, copied.cypher) == (shelf.parameters, shelf.columns, shelf.cypher)
    assert author.post(f"/queries/own-{number}/run").status_code == 200
    assert {"Dispute", "Incident", "Phone"} <= set(setup["labels"])
    assert "ABOUT" in setup["types"]


@pytest.mark.usefixtures("graph")
def test_a_parameter_that_is_needed_has_to_have_a_default_to_be_tried(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    told = sent(author, "/attempt", cypher="RETURN $who AS who", parameters={"who": {"type": "text", "required": True}})
    assert told == {"problems": {"who": "试运行前，请给 $who 填写默认值。"}}


@pytest.mark.usefixtures("history")
def test_numbers_in_the_names_of_columns_are_masked_and_stay_apart(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    number = kept(author, cypher="RETURN 1 AS `13800000001`, 2 AS `13800010001` LIMIT $limit")
    answer = author.post(f"/queries/own-{number}/run")
    assert [column["title"] for column in answer.get_json()["columns"]] == ["138****0001", "138****0001 (2)"]
    file = author.post(f"/queries/own-{number}/export", form=".json")
    assert json.loads(file.get_data()) == [{"138****0001": 1, "138****0001 (2)": 2}]


@pytest.mark.usefixtures("graph")
def test_defaults_of_every_type_stand_in_the_form(app: Flask, sqlite: Database) -> None:
    author = signed_in(app, sqlite, Role.ANALYST)
    parameters = {
        "since": {"type": "datetime", "default": "2026-03-01 08:30"},
        "names": {"type": "texts", "default": "甲,乙"},
        "yes": {"type": "boolean", "default": "是"},
        "share": {"type": "number", "default": "0.5"},
    }
    cypher = "RETURN $since AS since, $names AS names, $yes AS yes, $share AS share"
    number = int(sent(author, "", title_zh="x", cypher=cypher, parameters=parameters)["address"].rpartition("/")[2])
    page = author.get(f"/queries/own-{number}").get_data(as_text=True)
    for value in ("2026-03-01T08:30", "甲，乙", "0.5"):
        assert f'value="{value}"' in page
    assert '<option value="true" selected>' in page
    [row] = author.post(f"/queries/own-{number}/run").get_json()["rows"]
    assert row == ["2026-03-01 08:30", ["甲", "乙"], "是", 0.5]


@pytest.mark.usefixtures("graph")
def test_a_draft_that_is_tried_is_ended(app: Flask, sqlite: Database) -> None:
    asker, ender = signed_in(app, sqlite, Role.ANALYST), Browser(app.test_client())
    ender.sign_in("some-analyst")
    told: list[Any] = []
    slow = {"cypher": "UNWIND range(1, 100000000000) AS x RETURN count(x) AS n", "run": "mine"}
    thread = threading.Thread(target=lambda: told.append(sent(asker, "/attempt", **slow)))
    thread.start()
    for _ in range(200):
        if ender.post("/queries/runs/mine/end").status_code == 200:
            break
        time.sleep(0.05)
    thread.join()
    assert told[0]["refused"] == "查询已取消"
    assert [noted["code"] for noted in audited(sqlite, Action.QUERY_REFUSED)] == ["cancelled"]
    assert asker.client.post(
        "/queries/own/attempt", json=slow | {"run": "a b"}, headers={"X-CSRFToken": asker.token()}
    ).status_code in (400, 422)


@pytest.mark.usefixtures("history")
def test_a_copied_query_is_counted_as_the_one_it_was_copied_from(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    shelf = drafts.of_query(queries.find("hotspots_caller"))
    number = int(sent(browser, "", **shelf)["address"].rpartition("/")[2])
    file = browser.get(f"/queries/own/{number}/file").get_data(as_text=True)
    assert head.read(file, Path("own")).count == queries.find("hotspots_caller").count

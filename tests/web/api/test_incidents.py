"""POST /incidents: what becomes of each record, that nothing is taken twice, and what a unit may not touch."""

from __future__ import annotations

import csv
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from neo4j import Driver

from graph import settings
from graph.one_writer import one_writer, somebody_writes
from tests.ingest.worlds import load_file, picture, write_rows
from tests.web.api.programs import program
from tests.web.people import signed_in
from tests.web.test_disputes import ID_NUMBER, leak, noise
from web.api import incidents
from web.database import Database
from web.roles import Role

HEADINGS = {"id": "接警单编号", "reported_at": "报警时间", "phone": "来电号码", "address": "警情地址"}
HEADINGS |= {
    "content": "报警内容",
    "unit": "处警单位",
    "caller_name": "报警人姓名",
    "caller_id_number": "报警人身份证号",
}


def chinese(row: dict[str, str]) -> dict[str, str]:
    return {HEADINGS[field]: value for field, value in row.items()}


def outcomes(answer: Any) -> list[tuple[str, str, str | None]]:
    assert answer.status_code == 200, answer.text
    return [(one["id"], one["outcome"], one["dispute"]) for one in answer.json["records"]]


def test_one_and_many_new_corrected_unchanged_quarantined(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    desk = program(app, sqlite, Role.ADMINISTRATOR)
    first = desk.send("/incidents", chinese(leak(1)))
    assert outcomes(first) == [("L1", "new", None)]
    assert {name: first.json[name] for name in ("read", "new", "quarantined")} == {
        "read": 1,
        "new": 1,
        "quarantined": 0,
    }
    many = [
        chinese(leak(1)),
        chinese(leak(3)),
        chinese(leak(1, content="楼上漏水，要求赔偿五百元")),
        {"接警单编号": "X1", "报警时间": "昨天", "报警内容": "漏水"},
        {"接警单编号": "X2", "报警内容": "漏水"},
    ]
    answer = desk.send("/incidents", many)
    assert outcomes(answer) == [
        ("L1", "unchanged", "D-L1"),
        ("L3", "new", "D-L1"),
        ("L1", "corrected", "D-L1"),
        ("", "quarantined", None),
        ("", "quarantined", None),
    ]
    bad = answer.json["records"][3]
    assert (bad["row"], bad["column"], bad["reason"]) == (4, "报警时间", "无法识别的时间格式")
    assert "缺少必需的列" in answer.json["records"][4]["reason"]
    again = desk.send("/incidents", [chinese(leak(3)), chinese(leak(1, content="楼上漏水，要求赔偿五百元"))])
    assert {one["outcome"] for one in again.json["records"]} == {"unchanged"}


def test_each_record_may_have_its_own_headings(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    desk = program(app, sqlite, Role.ADMINISTRATOR)
    records = [
        {
            "jjdbh": "A1",
            "bjsj": "20260301090000",
            "bjnr": "楼上漏水",
            "afdd": "向阳里小区3栋2单元501室",
            "gxdwmc": "河口派出所",
        },
        {"留言编号": 12345, "留言时间": "2026/3/2 9:00", "留言详情": "楼上漏水", "留言用户": "U1"},
        {"id": "A3", "time": "2026-03-03T01:00:00Z", "content": "leak", "unmapped": None},
    ]
    answer = desk.send("/incidents", records)
    assert [one[:2] for one in outcomes(answer)] == [("A1", "new"), ("12345", "new"), ("A3", "new")]


def test_what_is_sent_is_what_a_file_would_bring(app: Flask, sqlite: Database, graph: Driver, tmp_path: Path) -> None:
    rows = [leak(1, caller_name="王小明", caller_id_number=ID_NUMBER), noise(1), leak(3), noise(2), leak(5)]
    load_file(graph, write_rows(tmp_path / "calls.csv", rows))
    by_file = picture(graph)
    graph.execute_query("MATCH (n) DETACH DELETE n", database_=settings.read("NEO4J_DATABASE"))
    desk = program(app, sqlite, Role.ADMINISTRATOR)
    assert desk.send("/incidents", [chinese(row) for row in rows]).status_code == 200
    nodes, links = picture(graph)
    assert {node for node in nodes if node[0] != ("Import",)} == {node for node in by_file[0] if node[0] != ("Import",)}
    assert {link for link in links if link[1] != "FROM"} == {link for link in by_file[1] if link[1] != "FROM"}


def test_rejected_records_are_kept_in_quarantine_once(app: Flask, sqlite: Database, graph: Driver, home: Path) -> None:
    assert graph
    desk = program(app, sqlite, Role.ADMINISTRATOR)
    before = set((home / "quarantine").glob("api.*.csv")) if (home / "quarantine").exists() else set()
    for _ in range(2):
        desk.send("/incidents", [{"接警单编号": "Q7", "报警时间": "never", "报警内容": "=cmd"}])
    [kept] = set((home / "quarantine").glob("api.*.csv")) - before
    with kept.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert len(rows) == 2
    row = dict(zip(*rows, strict=True))
    assert (row["接警单编号"], row["报警内容"], row["隔离列"]) == ("Q7", "'=cmd", "报警时间")


@contextmanager
def held() -> Iterator[None]:
    """Somebody else writes to the graph meanwhile."""
    begun, over = threading.Event(), threading.Event()

    def write() -> None:
        with one_writer(lambda _: None):
            begun.set()
            over.wait()

    thread = threading.Thread(target=write)
    thread.start()
    begun.wait()
    yield
    over.set()
    thread.join()


def test_beside_an_import_it_waits_shortly_and_then_says_when_to_come_back(
    app: Flask, sqlite: Database, graph: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert graph
    monkeypatch.setattr(incidents, "_WAIT_S", 0.2)
    desk = program(app, sqlite, Role.ADMINISTRATOR)
    with held():
        assert somebody_writes()
        answer = desk.send("/incidents", chinese(leak(1)))
    assert not somebody_writes()
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert (answer.json["code"], "未写入" in answer.json["detail"]) == ("busy", True)
    assert outcomes(desk.send("/incidents", chinese(leak(1)))) == [("L1", "new", None)]


def test_many_at_once_are_all_taken_once(app: Flask, sqlite: Database, graph: Driver) -> None:
    desks = [program(app, sqlite, Role.ADMINISTRATOR) for _ in range(4)]
    answers: list[Any] = []
    batch = [chinese(leak(number)) for number in (1, 3, 5)]
    threads = [threading.Thread(target=lambda d=desk: answers.append(d.send("/incidents", batch))) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [answer.status_code for answer in answers] == [200] * 4
    assert sum(answer.json["new"] for answer in answers) == 3
    assert sum(answer.json["unchanged"] for answer in answers) == 9
    [record] = graph.execute_query(
        "MATCH (i:Incident)-[:ABOUT]->(d) RETURN count(i) AS n, count(DISTINCT d) AS d"
    ).records
    assert (record["n"], record["d"]) == (3, 1)


def test_a_unit_neither_corrects_nor_is_told_of_other_units_matters(
    app: Flask, sqlite: Database, graph: Driver
) -> None:
    assert graph
    boss = program(app, sqlite, Role.ADMINISTRATOR)
    boss.send("/incidents", [chinese(leak(1)), chinese(leak(3)), chinese(noise(1, unit=""))])
    desk = program(app, sqlite, Role.DISPATCHER, "山南派出所")
    barred, joined, free = desk.send(
        "/incidents",
        [
            chinese(leak(1, content="无事")),
            chinese(leak(5, unit="")),
            chinese(noise(1)),
        ],
    ).json["records"]
    assert (barred["outcome"], barred["column"], "其他单位" in barred["reason"]) == ("quarantined", "接警单编号", True)
    assert (joined["outcome"], joined["dispute"], joined["hidden"]) == ("new", None, True)
    assert free["outcome"] == "corrected"
    assert outcomes(boss.send("/incidents", chinese(leak(1))))[0][1] == "unchanged"


def test_a_session_needs_its_token_and_a_token_needs_none(app: Flask, sqlite: Database, graph: Driver) -> None:
    assert graph
    browser = signed_in(app, sqlite, Role.ADMINISTRATOR)
    refused = browser.client.post("/api/v1/incidents", json=chinese(leak(1)))
    assert (refused.status_code, refused.mimetype) == (400, "application/problem+json")
    taken = browser.client.post("/api/v1/incidents", json=chinese(leak(1)), headers={"X-CSRFToken": browser.token()})
    assert outcomes(taken) == [("L1", "new", None)]


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"NaN", "application/json", 400),
        (b'{"a": NaN}', "application/json", 400),
        (b'{"a": "\\ud800"}', "application/json", 400),
        (b'{"a": "\xff"}', "application/json", 400),
        (b"1", "application/json", 422),
        (b'"{}"', "application/json", 422),
        (b"[]", "application/json", 422),
        (b'[{"a": []}]', "application/json", 422),
        (b"[[]]", "application/json", 422),
        (b"{}", "text/plain", 415),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"[" + b"{}," * incidents.MOST + b"{}]", "application/json", 422),
    ],
)
def test_what_is_no_record_is_refused(app: Flask, sqlite: Database, body: bytes, kind: str, status: int) -> None:
    desk = program(app, sqlite, Role.ADMINISTRATOR)
    answer = desk.client.post("/api/v1/incidents", data=body, content_type=kind, headers=desk.headers())
    assert (answer.status_code, answer.mimetype) == (status, "application/problem+json")
    assert answer.json is not None
    assert answer.json["request_id"] == answer.headers["X-Request-ID"]

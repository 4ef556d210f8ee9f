"""People decide on the page of a dispute: the graph obeys, the second of two is told, and everything can be undone."""

from __future__ import annotations

import re
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from neo4j import Driver
from werkzeug.test import TestResponse

from graph.casework import decisions
from graph.casework.disputes import DisputeChanged, Seen, keep_states, sight
from graph.one_writer import one_writer
from tests.ingest.worlds import load_file, write_rows
from tests.web.people import Browser, signed_in
from tests.web.test_disputes import history, leak, noise
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.roles import Role
from web.screens import deciding

__all__ = ["history"]


def calls_of(driver: Driver, dispute: str) -> set[str]:
    rows = driver.execute_query("MATCH (i:Incident)-[:ABOUT]->(:Dispute {id: $id}) RETURN i.id AS id", id=dispute)
    return {record["id"] for record in rows.records}


def status_of(driver: Driver, dispute: str) -> str:
    return str(driver.execute_query("MATCH (d:Dispute {id: $id}) RETURN d.status AS s", id=dispute).records[0]["s"])


def looked(browser: Browser, dispute: str, **asked: object) -> dict[str, object]:
    """The form that the page for deciding offers, filled in as it stands."""
    page = browser.get(f"/disputes/{dispute}/decide", query_string=asked)
    assert page.status_code == 200
    text = page.get_data(as_text=True)
    found = {name: re.findall(rf'name="{name}" value="([^"]*)"', text) for name in ("stamp", "to_stamp")}
    return {**asked, "stamp": found["stamp"][-1], "to_stamp": found["to_stamp"][-1], "reason": "看过录音"}


def decided(browser: Browser, dispute: str, **asked: object) -> TestResponse:
    return browser.post(f"/disputes/{dispute}/decide", **looked(browser, dispute, **asked))


def undone(browser: Browser, answer: TestResponse) -> TestResponse:
    """Undo what the answer to a decision leads to."""
    found = re.search(r"/decisions/(\w+)", answer.location or "")
    assert found
    return browser.post(f"/decisions/{found[1]}/undo")


def test_confirming_and_undoing(app: Flask, sqlite: Database, history: Driver) -> None:
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所", name="wang")
    answer = decided(browser, "D-L1", action="confirm")
    assert answer.status_code == 302
    page = browser.get(browser.get(answer.location or "").location or "").get_data(as_text=True)
    assert "确认为同一诉求" in page
    assert "看过录音" in page
    assert status_of(history, "D-L1") == "confirmed"
    assert browser.get("/disputes?status=confirmed").get_data(as_text=True).count("<tr data-row") == 1
    undone(browser, answer)
    assert status_of(history, "D-L1") == "suggested"
    assert "wang 撤销" in browser.get("/disputes/D-L1").get_data(as_text=True)


def test_a_call_is_taken_out_and_comes_back(app: Flask, sqlite: Database, history: Driver) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    answer = decided(browser, "D-L1", action="reject", call=["L5"])
    assert calls_of(history, "D-L1") == {"L1", "L3"}
    undone(browser, answer)
    assert calls_of(history, "D-L1") == {"L1", "L3", "L5"}


def test_the_last_two_taken_apart_are_no_dispute_and_it_can_still_be_undone(
    app: Flask, sqlite: Database, history: Driver
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    answer = decided(browser, "D-N1", action="reject", call=["N2"])
    assert browser.get("/disputes/D-N1").status_code == 404
    page = browser.get(answer.location or "").get_data(as_text=True)
    assert "该矛盾纠纷已不存在" in page
    undone(browser, answer)
    assert calls_of(history, "D-N1") == {"N1", "N2"}


def test_splitting_moving_and_merging(app: Flask, sqlite: Database, graph: Driver, tmp_path: Path) -> None:
    load_file(graph, write_rows(tmp_path / "calls.csv", [*(leak(n) for n in (1, 3, 5, 7)), noise(1), noise(2)]))
    browser = signed_in(app, sqlite, Role.SUPERVISOR)
    split = decided(browser, "D-L1", action="split", call=["L5", "L7"])
    assert (calls_of(graph, "D-L1"), calls_of(graph, "D-L5")) == ({"L1", "L3"}, {"L5", "L7"})
    moved = decided(browser, "D-L5", action="move", call=["L7"], to="D-N1")
    assert calls_of(graph, "D-N1") == {"N1", "N2", "L7"}
    undone(browser, moved)
    merged = decided(browser, "D-N1", action="merge", to="D-L1")
    assert calls_of(graph, "D-L1") | calls_of(graph, "D-N1") == {"L1", "L3", "N1", "N2"}
    leads = {browser.get(f"/disputes/{number}").location for number in ("D-L1", "D-N1")}
    assert None in leads
    assert len(leads) == 2
    undone(browser, merged)
    undone(browser, split)
    assert (calls_of(graph, "D-L1"), calls_of(graph, "D-N1")) == ({"L1", "L3", "L5", "L7"}, {"N1", "N2"})


def test_the_second_of_two_is_told_and_nothing_is_kept(app: Flask, sqlite: Database, history: Driver) -> None:
    first, second = signed_in(app, sqlite, Role.ANALYST, name="wang"), signed_in(app, sqlite, Role.ANALYST, name="li")
    mine, theirs = (looked(one, "D-L1", action="reject", call=["L5"]) for one in (first, second))
    assert first.post("/disputes/D-L1/decide", **mine).status_code == 302
    before = len(decisions.history(history))
    answer = second.post("/disputes/D-L1/decide", **theirs)
    assert answer.status_code == 409
    text = answer.get_data(as_text=True)
    assert "已有变动" in text
    assert "wang" in text
    assert len(decisions.history(history)) == before
    again = re.findall(r'name="stamp" value="([^"]*)"', text)[-1]
    assert again not in ("", theirs["stamp"])
    gone = second.post("/disputes/D-L1/decide", **theirs | {"stamp": again, "call": ["L3"]})
    assert gone.status_code == 302
    assert browser_told(second, second.post("/disputes/D-L1/decide", **theirs)) in (302, 404)


def browser_told(browser: Browser, answer: TestResponse) -> int:
    """The status of the answer; the page that it leads to stands."""
    if answer.location:
        assert browser.get(answer.location).status_code == 200
    return answer.status_code


def test_a_new_call_is_a_change_too(app: Flask, sqlite: Database, history: Driver, tmp_path: Path) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    form = looked(browser, "D-L1", action="confirm")
    load_file(history, write_rows(tmp_path / "more.csv", [leak(9)]))
    assert "L9" in calls_of(history, "D-L1")
    assert browser.post("/disputes/D-L1/decide", **form).status_code == 409


def test_two_undo_and_the_second_is_told(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    first, second = signed_in(app, sqlite, Role.ANALYST, name="wang"), signed_in(app, sqlite, Role.ANALYST, name="li")
    answer = decided(first, "D-L1", action="confirm")
    undone(first, answer)
    late = undone(second, answer)
    assert "已被他人撤销" in second.get(late.location or "").get_data(as_text=True)


LACKING: list[tuple[dict[str, object], str]] = [
    ({"action": "reject", "reason": "看过录音"}, "勾选警情"),
    ({"action": "reject", "call": ["L5"], "reason": " "}, "理由"),
    ({"action": "merge", "reason": "看过录音"}, "另一件"),
    ({"action": "merge", "to": "D-L1", "reason": "看过录音"}, "另一件"),
    ({"action": "reject", "call": ["L1", "L3", "L5"], "reason": "看过录音"}, "而不是全部"),
    ({"action": "split", "call": ["N1"], "reason": "看过录音"}, "而不是全部"),
]


@pytest.mark.parametrize(("asked", "says"), LACKING)
def test_what_is_missing_is_said_and_nothing_is_kept(
    app: Flask, sqlite: Database, history: Driver, asked: dict[str, object], says: str
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    stamp = looked(browser, "D-L1", action="confirm")["stamp"]
    answer = browser.post("/disputes/D-L1/decide", stamp=stamp, **asked)
    assert (answer.status_code, says in answer.get_data(as_text=True)) == (400, True)
    assert decisions.history(history) == []
    assert browser.get("/disputes/D-L1/decide?action=nonsense").status_code == 400


def test_nobody_decides_about_what_he_does_not_see(app: Flask, sqlite: Database, history: Driver) -> None:
    station = signed_in(app, sqlite, Role.INVESTIGATOR, "河口派出所", name="wang")
    other = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所", name="li")
    stamp = looked(other, "D-N1", action="confirm")["stamp"]
    assert station.get("/disputes/D-N1/decide?action=confirm").status_code == 404
    assert station.post("/disputes/D-N1/decide", action="confirm", stamp=stamp).status_code == 404
    form = looked(station, "D-L1", action="confirm") | {"action": "merge", "to": "D-N1", "to_stamp": stamp}
    assert station.post("/disputes/D-L1/decide", **form).status_code == 404
    answer = decided(other, "D-N1", action="confirm")
    found = re.search(r"/decisions/(\w+)", answer.location or "")
    assert found
    assert station.post(f"/decisions/{found[1]}/undo").status_code == 404
    assert found[1] not in station.get("/decisions").get_data(as_text=True)
    assert status_of(history, "D-N1") == "confirmed"


def test_it_is_written_down(app: Flask, sqlite: Database, history: Driver) -> None:
    assert history
    browser = signed_in(app, sqlite, Role.ANALYST, name="wang")
    undone(browser, decided(browser, "D-L1", action="reject", call=["L5"]))
    with sqlite.reading() as sql:
        kept = sql.query(AuditRecord).filter(AuditRecord.action.in_([Action.DECIDED, Action.DECISION_UNDONE])).all()
    assert [(record.action, record.account) for record in kept] == [
        ("decided", "wang"),
        ("decision-undone", "wang"),
    ]
    assert kept[0].target == "D-L1"
    assert '"what": "reject"' in kept[0].detail or '"what":"reject"' in kept[0].detail


def test_the_number_of_a_decision_is_never_taken_for_a_phone(
    app: Flask, sqlite: Database, history: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert history
    monkeypatch.setattr(decisions, "uuid4", lambda: UUID("a13800000001b13800000002c1380000"))
    browser = signed_in(app, sqlite, Role.ANALYST)
    answer = decided(browser, "D-L1", action="reject", call=["L5"])
    page = browser.get(browser.get(answer.location or "").location or "").get_data(as_text=True)
    assert "alert-success" in page
    undone(browser, answer)
    assert calls_of(history, "D-L1") == {"L1", "L3", "L5"}


def test_a_busy_graph_is_waited_for_only_so_long(
    app: Flask, sqlite: Database, history: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    monkeypatch.setattr(deciding, "_WAIT_S", 0.1)
    browser = signed_in(app, sqlite, Role.ANALYST)
    form = looked(browser, "D-L1", action="confirm")
    held, done = threading.Event(), threading.Event()

    def write() -> None:
        with one_writer(lambda _: None):
            held.set()
            done.wait(30)

    writer = threading.Thread(target=write)
    writer.start()
    held.wait(30)
    answer = browser.post("/disputes/D-L1/decide", **form)
    done.set()
    writer.join()
    assert (answer.status_code, "正在导入" in answer.get_data(as_text=True)) == (503, True)
    assert decisions.history(history) == []


def test_states_of_casework_stay(history: Driver) -> None:
    history.execute_query("MATCH (d:Dispute {id: 'D-L1'}) SET d.status = 'mediating'")
    keep_states(history, ["L1"])
    assert status_of(history, "D-L1") == "mediating"


def test_a_stamp_that_is_old_is_refused(history: Driver) -> None:
    from graph.casework.disputes import as_seen

    seen = sight(history, "D-L1")
    assert as_seen(history, Seen("D-L1", seen.stamp)) == {"L1", "L3", "L5"}
    for other in (Seen("D-L1", "0"), Seen("D-none", seen.stamp)):
        with pytest.raises(DisputeChanged):
            as_seen(history, other)

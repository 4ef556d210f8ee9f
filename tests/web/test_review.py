"""The review queue: who is given which pair, what follows from what is said, and how far people agree."""

from __future__ import annotations

import csv
import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask import Flask
from neo4j import Driver
from sqlalchemy import select, update

import app as program
from graph import thresholds
from graph.casework import decisions
from ingest import doubtful
from ingest.doubtful import Doubtful
from ingest.fitting import labelled
from ingest.progress import Silent
from ingest.resolve.labelled import table_of
from ingest.tour import load_sample
from tests.ingest.worlds import load_file, write_rows
from tests.web.people import Browser, signed_in
from web import clock
from web.accounts import people
from web.audit import Action
from web.database import Database
from web.models import AuditRecord
from web.review import agreement, judging, queue
from web.review.labels import labels
from web.review.marking import common
from web.review.tables import DIFFERENT, SAME, SKIP, UNSURE, ReviewAnswer, ReviewPair
from web.roles import Role

_NUMBER = re.compile(r'action="/review/(\d+)"')


def call(number: int, day: int, **columns: str) -> dict[str, str]:
    words = {
        "id": f"C{number}",
        "reported_at": f"2026-03-{day:02d} 09:00:00",
        "phone": f"1380000{number:04d}",
        "address": "向阳里小区3栋2单元501室",
        "content": "楼上漏水，要求赔偿",
        "unit": "城东分局河口派出所",
    }
    return words | columns


#: Calls of two stations, none of which the machine is sure about.
WORLD = [
    call(1, 1),
    call(2, 3),
    call(3, 5, content="楼下半夜噪音扰民，扬言要砍人"),
    call(4, 6, content="与邻居因停车发生争吵，对方砸了车窗"),
    call(5, 7, address="东风路88号金桂苑9栋", content="欠钱不还，上门要债发生纠纷", unit="城西分局山南派出所"),
    call(6, 8, address="东风路88号金桂苑9栋", content="工地拖欠工资，老板不见人", unit="城西分局山南派出所"),
]


def pair(one: str, other: str, score: float = 0.1, risk: float = 0.5, unit: str = "河口派出所") -> Doubtful:
    return Doubtful(other, one, score, ("place:+2.1", "topic:-2.0"), False, (unit, unit), risk)


PAIRS = [pair("C1", "C3", risk=0.9), pair("C2", "C4", score=1.5), pair("C5", "C6", risk=0.1, unit="山南派出所")]


@pytest.fixture
def world(graph: Driver, sqlite: Database, tmp_path: Path) -> Driver:
    """The calls, and three doubtful pairs in the queue as if they had been found."""
    load_file(graph, write_rows(tmp_path / "calls.csv", WORLD))
    with sqlite.writing() as sql:
        queue.fill(sql, PAIRS, doubtful.step(graph))
    return graph


@pytest.fixture
def everybody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pair goes to a second reviewer."""
    monkeypatch.setattr(thresholds, "in_force", lambda: thresholds.defaults() | {"second_review": 100})


@pytest.fixture
def nobody_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pair does."""
    monkeypatch.setattr(thresholds, "in_force", lambda: thresholds.defaults() | {"second_review": 0})


def given(browser: Browser) -> int:
    """The number of the pair on the screen; 0 for none."""
    answer = browser.get("/review")
    assert answer.status_code == 200
    found = _NUMBER.search(answer.get_data(as_text=True))
    return int(found[1]) if found else 0


def say(browser: Browser, word: str) -> int:
    """Say it of the pair on the screen; that pair's number."""
    number = given(browser)
    assert browser.post(f"/review/{number}", answer=word).status_code == 302
    return number


def calls_of(database: Database, number: int) -> tuple[str, str]:
    with database.reading() as sql:
        return sql.get_one(ReviewPair, number).calls


def words(database: Database) -> list[tuple[str, bool]]:
    """What was said, and whether it still counts."""
    with database.reading() as sql:
        return [(one.answer, one.undone_at is None) for one in sql.scalars(select(ReviewAnswer).order_by("id"))]


def dispute_of(driver: Driver, call_id: str) -> str | None:
    found = driver.execute_query(
        "MATCH (i:Incident {id: $id}) OPTIONAL MATCH (i)-[:ABOUT]->(d) RETURN d.id", id=call_id
    )
    value = found.records[0][0]
    return None if value is None else str(value)


@pytest.mark.usefixtures("world")
def test_the_most_valuable_pair_comes_first_with_reasons_in_words(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    number = given(browser)
    assert calls_of(sqlite, number) == ("C1", "C3")
    page = browser.get("/review").get_data(as_text=True)
    assert "同一地点（+2.1）" in page
    assert "事由用词不同（-2.0）" in page
    assert "138****0001" in page
    assert "13800000001" not in page
    assert given(browser) == number


def test_value_is_doubt_weighted_by_risk() -> None:
    near, far = pair("a", "b", score=0.0, risk=0.5), pair("a", "b", score=3.0, risk=0.5)
    assert near.value == pytest.approx(0.75)
    assert far.value < near.value < pair("a", "b", score=0.0, risk=1.0).value


def test_doubtful_pairs_are_found_near_the_line_and_not_where_people_decided(graph: Driver) -> None:
    load_sample(graph, 300, 110, Silent())
    found = doubtful.doubtful(graph, 10)
    assert found == sorted(found, key=lambda one: -one.value)
    assert abs(found[0].score) < 1
    first = found[0]
    decisions.part(graph, [first.later], [first.earlier], "wang")
    again = doubtful.doubtful(graph, 10)
    assert {first.later, first.earlier} not in [{one.later, one.earlier} for one in again]
    assert len(doubtful.doubtful(graph, 1)) <= len(again)


@pytest.mark.usefixtures("world")
def test_two_people_never_have_the_same_pair(app: Flask, sqlite: Database) -> None:
    one, other = (signed_in(app, sqlite, Role.ANALYST, name=name) for name in ("wang", "li"))
    assert given(one) != given(other)


def test_many_who_ask_at_once_get_different_pairs(database: Database) -> None:
    with database.writing() as sql:
        queue.fill(sql, [pair(f"A{n}", f"B{n}") for n in range(8)], "x")
        accounts = [people.add(sql, f"one{n}", Role.ANALYST)[0] for n in range(12)]

    def taken(number: int) -> int:
        with database.writing() as sql:
            found = queue.take(sql, accounts[number], None, [])
            return found.id if found else 0

    with ThreadPoolExecutor(max_workers=6) as several:
        numbers = list(several.map(taken, range(12)))
    assert sorted(number for number in numbers if number) == sorted(set(numbers) - {0})
    assert len(set(numbers) - {0}) == 8


@pytest.mark.usefixtures("world")
def test_a_lease_ends_and_what_is_said_after_it_is_not_kept(
    app: Flask, sqlite: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = (signed_in(app, sqlite, Role.ANALYST, name=name) for name in ("wang", "li"))
    number = given(one)
    later = clock.now() + queue.LEASE + timedelta(seconds=1)
    for module in (queue, judging):
        monkeypatch.setattr(module, "now", lambda: later)
    assert given(other) == number
    answer = one.post(f"/review/{number}", answer=SAME)
    assert "超过" in one.get(answer.location or "").get_data(as_text=True)
    assert words(sqlite) == []


@pytest.mark.usefixtures("nobody_twice")
def test_same_and_not_become_decisions_that_the_graph_obeys(app: Flask, sqlite: Database, world: Driver) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    number = say(browser, SAME)
    earlier, later = calls_of(sqlite, number)
    assert dispute_of(world, earlier) == dispute_of(world, later) is not None
    assert given(browser) != number
    say(browser, DIFFERENT)
    assert [(d["action"], d["by"]) for d in decisions.history(world)] == [
        ("part", "some-analyst"),
        ("same", "some-analyst"),
    ]
    assert "判定其中两起警情为同一诉求" in browser.get("/decisions").get_data(as_text=True)
    with sqlite.reading() as sql:
        written = {record.action for record in sql.scalars(select(AuditRecord))}
    assert {Action.REVIEW_SHOWN, Action.REVIEWED, Action.DECIDED} <= written


@pytest.mark.usefixtures("nobody_twice")
def test_undo_takes_back_the_word_and_its_decision_and_shows_the_pair_again(
    app: Flask, sqlite: Database, world: Driver
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    before = {call_id: dispute_of(world, call_id) for call_id in ("C1", "C2", "C3", "C4")}
    first, second = say(browser, SAME), say(browser, SKIP)
    assert browser.post("/review/undo").status_code == 302
    assert given(browser) == second
    browser.post("/review/undo")
    assert given(browser) == first
    assert words(sqlite) == [(SAME, False), (SKIP, False)]
    assert {call_id: dispute_of(world, call_id) for call_id in before} == before
    assert "没有可撤销" in browser.get(browser.post("/review/undo").location or "").get_data(as_text=True)


@pytest.mark.usefixtures("nobody_twice")
def test_unsure_goes_to_one_other_and_skip_to_anybody_else(app: Flask, sqlite: Database, world: Driver) -> None:
    one, other, third = (signed_in(app, sqlite, Role.ANALYST, name=name) for name in ("wang", "li", "zhao"))
    first, second = say(one, UNSURE), say(one, SKIP)
    assert given(one) not in {first, second}
    assert [say(other, UNSURE), say(other, SAME)] == [first, second]
    assert given(third) not in {first, second}
    assert decisions.history(world)[0]["by"] == "li"


@pytest.mark.usefixtures("everybody_twice")
def test_the_second_reviewer_is_not_told_and_decides_nothing(app: Flask, sqlite: Database, world: Driver) -> None:
    one, other, third = (signed_in(app, sqlite, Role.ANALYST, name=name) for name in ("wang", "li", "zhao"))
    number = say(one, SAME)
    assert given(other) == number
    page = other.get("/review").get_data(as_text=True)
    assert "所属矛盾" not in page
    assert "wang" not in page
    say(other, DIFFERENT)
    assert [made["by"] for made in decisions.history(world)] == ["wang"]
    assert given(third) != number
    shown = other.get("/review/agreement").get_data(as_text=True)
    assert "C1 · C3" in shown
    assert "0 %" in shown


@pytest.mark.usefixtures("everybody_twice")
def test_who_takes_the_first_word_back_decides_again(app: Flask, sqlite: Database, world: Driver) -> None:
    one, other = (signed_in(app, sqlite, Role.ANALYST, name=name) for name in ("wang", "li"))
    number = say(one, SAME)
    assert say(other, SAME) == number
    one.post("/review/undo")
    assert say(one, DIFFERENT) == number
    assert [(made["action"], bool(made["undone_at"])) for made in decisions.history(world)] == [
        ("part", False),
        ("same", True),
    ]


@pytest.mark.usefixtures("world", "nobody_twice")
def test_an_investigator_is_given_only_what_the_unit_sees(app: Flask, sqlite: Database) -> None:
    browser = signed_in(app, sqlite, Role.INVESTIGATOR, "山南派出所")
    number = given(browser)
    assert calls_of(sqlite, number) == ("C5", "C6")
    foreign = next(n for n in range(1, 4) if n != number)
    assert browser.post(f"/review/{foreign}", answer=SAME).status_code == 404
    say(browser, DIFFERENT)
    assert given(browser) == 0
    assert browser.get("/review/agreement").status_code == 403


def test_a_pair_whose_call_is_gone_leaves_the_queue(app: Flask, sqlite: Database, world: Driver) -> None:
    world.execute_query("MATCH (i:Incident {id: 'C3'}) DETACH DELETE i")
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert calls_of(sqlite, given(browser)) == ("C2", "C4")
    with sqlite.reading() as sql:
        assert "C3" not in {row.later for row in sql.scalars(select(ReviewPair))}


def test_filling_anew_keeps_what_is_judged_or_on_a_screen(database: Database) -> None:
    with database.writing() as sql:
        queue.fill(sql, PAIRS, "x")
        wang = people.add(sql, "wang", Role.ANALYST)[0]
        first = queue.take(sql, wang, None, [])
        assert first is not None
        judging.claim(sql, wang, first.id, SKIP)
        queue.take(sql, wang, None, [])
    with database.writing() as sql:
        queue.fill(sql, [pair("C8", "C9")], "y")
    with database.reading() as sql:
        assert {row.calls for row in sql.scalars(select(ReviewPair))} == {("C1", "C3"), ("C2", "C4"), ("C8", "C9")}
        assert not queue.stale(sql, "y")
        assert not queue.stale(sql, "z")


@pytest.mark.parametrize(("left", "marked"), [("楼上漏水泡了地板", "漏水泡了"), ("漏水", ""), ("", "")])
def test_what_two_texts_share_is_marked(left: str, marked: str) -> None:
    one, other = common(left, "对方漏水泡了墙")
    assert "".join(text for text, _ in one) == left
    assert "".join(text for text, shared in other if shared) == marked


def said_by(database: Database, pairs: list[tuple[str, str]]) -> None:
    """Two people on as many pairs."""
    with database.writing() as sql:
        queue.fill(sql, [pair(f"A{n}", f"B{n}") for n in range(len(pairs))], "x")
        both = [people.add(sql, name, Role.ANALYST)[0] for name in ("wang", "li")]
        sql.execute(update(ReviewPair).values(wanted=2))
        for number, answers in enumerate(pairs, 1):
            for one, word in zip(both, answers, strict=True):
                sql.add(ReviewAnswer(pair_id=number, account_id=one.id, answer=word, at=clock.now()))


def test_agreement_is_percent_and_kappa(sqlite: Database) -> None:
    # By hand: agreed 3 of 4; chance (3/4)(2/4) + (1/4)(2/4) = 1/2; kappa (3/4 - 1/2) / (1 - 1/2) = 1/2.
    said_by(sqlite, [(SAME, SAME), (SAME, SAME), (SAME, DIFFERENT), (DIFFERENT, DIFFERENT)])
    with sqlite.reading() as sql:
        found = agreement.agreement(said for _, said in agreement.judged(sql))
        assert [one.said[SAME] for one in agreement.reviewers(sql)] == [2, 3]
    assert (found.pairs, found.agreed) == (4, 3)
    assert found.kappa == pytest.approx(0.5)
    assert found.table[SAME, DIFFERENT] == 1


def test_kappa_says_nothing_where_all_say_the_same(sqlite: Database) -> None:
    said_by(sqlite, [(SAME, SAME), (SAME, SAME)])
    with sqlite.reading() as sql:
        assert agreement.agreement(said for _, said in agreement.judged(sql)).kappa is None


def test_contradicted_pairs_and_undone_decisions_are_no_labels(sqlite: Database) -> None:
    said_by(sqlite, [(SAME, SAME), (SAME, DIFFERENT), (DIFFERENT, UNSURE), (SAME, SKIP)])
    with sqlite.writing() as sql:
        sql.get_one(ReviewAnswer, 7).decision = "undone-since"
    with sqlite.reading() as sql:
        found = labels(agreement.judged(sql), in_force=())
    assert [(one.calls[0], one.same, one.reviewers) for one in found] == [("A0", True, 2), ("A2", False, 1)]


@pytest.mark.usefixtures("world", "nobody_twice")
def test_what_is_said_comes_to_fitting_pair_by_pair(
    app: Flask, sqlite: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = signed_in(app, sqlite, Role.ANALYST)
    say(browser, SAME)
    say(browser, DIFFERENT)
    say(browser, DIFFERENT)
    monkeypatch.setenv("DATABASE_URL", sqlite.url)
    told = CliRunner().invoke(program.cli, ["labels", str(tmp_path / "said")], catch_exceptions=False)
    assert "3 pairs, 6 calls" in told.output
    with (tmp_path / "said" / "labels.csv").open(encoding="utf-8-sig") as file:
        assert [row["same"] for row in csv.DictReader(file)] == ["1", "0", "0"]
    found = labelled(tmp_path / "said" / "records.csv", tmp_path / "said" / "labels.csv", 0.5)
    table = table_of(found)
    ids = [profile.id for profile in table.ordered]
    judged = {frozenset((ids[a], ids[b])): bool(same) for a, b, same, known in zip(
        table.later, table.earlier, table.same, table.judged, strict=True
    ) if known}  # fmt: skip
    assert judged == {frozenset({"C1", "C3"}): True, frozenset({"C2", "C4"}): False, frozenset({"C5", "C6"}): False}


def test_the_queue_is_filled_beside_once_calls_were_grouped_anew(
    app: Flask, sqlite: Database, world: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_sample(world, 300, 110, Silent())
    browser = signed_in(app, sqlite, Role.ANALYST)
    assert given(browser)
    later = clock.now() + timedelta(minutes=3)
    monkeypatch.setattr(queue, "now", lambda: later)
    assert given(browser)
    for _ in range(300):
        with sqlite.reading() as sql:
            if not queue.stale(sql, doubtful.step(world)) and queue.counts(sql)["pairs"] > len(PAIRS):
                break
        time.sleep(0.1)
    with sqlite.reading() as sql:
        assert queue.counts(sql)["pairs"] > len(PAIRS)

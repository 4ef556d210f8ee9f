"""The one box: what the first characters of a name, its initials or a number find, and for whom."""

from __future__ import annotations

import pytest
from neo4j import Driver

from graph.analysis.search import search
from graph.analysis.sounds import sounds, sounds_of_person
from graph.analysis.whiteboard import Whiteboard
from ingest.extract.phones import normalise
from tests.ingest.worlds import load_file, write_rows

ROWS = [
    {
        "id": f"JQ2026030{day}0001",
        "reported_at": f"2026-03-0{day} 09:00:00",
        "phone": "13812340001",
        "caller_name": "单晓梅",
        "address": "重庆路12号向阳里小区3栋2单元501室",
        "content": "楼上漏水，要求宏达装饰公司赔偿，对方叫张建国",
        "unit": "城东分局河口派出所",
    }
    for day in (1, 3)
]


@pytest.fixture(scope="module")
def found(driver: Driver, tmp_path_factory: pytest.TempPathFactory) -> Driver:
    from graph import schema

    with driver.session() as session:
        session.run("MATCH (n) CALL (n) { DETACH DELETE n } IN TRANSACTIONS OF 5000 ROWS").consume()
    schema.apply(driver)
    load_file(driver, write_rows(tmp_path_factory.mktemp("search") / "calls.csv", ROWS))
    with driver.session() as session:
        session.run("CALL db.index.fulltext.awaitEventuallyConsistentIndexRefresh()").consume()
    return driver


def labels_and_names(driver: Driver, text: str, units: list[str] | None = None) -> set[tuple[str, str | None]]:
    return {
        (hit.node.label, hit.node.name or hit.node.key)
        for hit in search(driver, Whiteboard(driver, units), text, 5, normalise)
    }


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("单", ("Caller", "单晓梅")),
        ("晓梅", ("Caller", "单晓梅")),
        ("sxm", ("Caller", "单晓梅")),
        ("s", ("Caller", "单晓梅")),
        ("shanxiao", ("Caller", "单晓梅")),
        ("dxm", ("Caller", "单晓梅")),
        ("ＳＸＭ", ("Caller", "单晓梅")),
        ("张建", ("Person", "张建国")),
        ("zjg", ("Person", "张建国")),
        ("向阳", ("Dispute", "向阳里小区3栋2单元501室 漏水")),
        ("xyl", ("Dispute", "向阳里小区3栋2单元501室 漏水")),
        ("501 漏水", ("Dispute", "向阳里小区3栋2单元501室 漏水")),
        ("D-JQ2026", ("Dispute", "向阳里小区3栋2单元501室 漏水")),
        ("jq20260301", ("Dispute", "向阳里小区3栋2单元501室 漏水")),
        ("JQ20260303", ("Incident", "leak")),
        ("138-1234-0001", ("Phone", "13812340001")),
        ("0001", ("Phone", "13812340001")),
        ("cql", ("Location", "重庆路12号")),
    ],
)
def test_what_is_typed_finds_what_is_meant(found: Driver, typed: str, expected: tuple[str, str]) -> None:
    assert expected in labels_and_names(found, typed)


@pytest.mark.parametrize("typed", ["138", "1381234", "1234", "34", "2340001"])
def test_no_part_of_a_number_that_is_masked_finds_it(found: Driver, typed: str) -> None:
    assert "Phone" not in {label for label, _ in labels_and_names(found, typed)}


@pytest.mark.parametrize("typed", ["", "  ", "*", "AND", "\"'); (", "title:*", "~", "无此人"])
def test_signs_and_words_of_the_index_are_nothing_but_text(found: Driver, typed: str) -> None:
    assert labels_and_names(found, typed) == set()


def test_other_units_people_and_disputes_are_not_found(found: Driver) -> None:
    seen = labels_and_names(found, "向阳", ["山南派出所"]) | labels_and_names(found, "单", ["山南派出所"])
    assert {label for label, _ in seen} <= {"Location"}
    assert ("Caller", "单晓梅") in labels_and_names(found, "单", ["河口派出所"])


def test_a_caller_comes_with_calls_and_numbers_and_a_place_with_what_it_lies_in(found: Driver) -> None:
    [caller] = [
        hit for hit in search(found, Whiteboard(found, None), "单晓梅", 5, normalise) if hit.node.label == "Caller"
    ]
    assert (caller.calls, caller.numbers) == (2, ("13812340001",))
    rooms = [hit for hit in search(found, Whiteboard(found, None), "501", 9, normalise) if hit.node.level == "room"]
    assert [hit.beside for hit in rooms] == [("向阳里小区3栋2单元",)]


def test_how_names_sound() -> None:
    assert sounds("青禾湾23栋") == "qhw23d qinghewan23dong"
    assert sounds("重庆路") == "cql chongqinglu"
    assert sounds("") == ""
    assert sounds_of_person("尉迟恭") == "ycg yuchigong wcg weichigong"
    assert sounds_of_person("张伟") == "zw zhangwei"

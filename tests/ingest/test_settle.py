"""Findings: bulk and single arrivals agree, decisions are obeyed, numbers last, and nothing moves without cause."""

from __future__ import annotations

import csv
import sqlite3
from contextlib import closing
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from neo4j import Driver

from graph.casework.decisions import merge, part, split, undo
from ingest.incident import COLUMNS
from ingest.sample import generate
from ingest.screening import screen
from ingest.settle import at_once, neighbourhood, second_process, settle_some
from ingest.settle.disputes import number
from ingest.settle.memory import memory_file
from ingest.settle.neighbourhood import PART
from tests.ingest.worlds import groups, load_file, picture, write_rows

ORDER = {name: (at, name) for at, name in enumerate("abcdefgh")}


def test_a_new_group_is_named_after_its_first_incident() -> None:
    found = number([frozenset("ba"), frozenset("c")], {}, ORDER)
    assert found.groups == {"D-a": frozenset("ab")}


def test_a_group_keeps_the_number_most_of_it_has() -> None:
    found = number([frozenset("abcd")], {"a": "D-a", "b": "D-b", "c": "D-b", "d": "D-b"}, ORDER)
    assert found.groups == {"D-b": frozenset("abcd")}
    assert found.merged == {"D-a": "D-b"}


def test_a_part_that_leaves_gets_a_number_of_its_own() -> None:
    found = number([frozenset("ab"), frozenset("cde")], dict.fromkeys("abcde", "D-a"), ORDER)
    assert found.groups == {"D-a": frozenset("cde"), "D-a-2": frozenset("ab")}


def test_a_dispute_whose_calls_all_stand_alone_is_gone() -> None:
    found = number([frozenset("a"), frozenset("b")], dict.fromkeys("ab", "D-a"), ORDER)
    assert (found.groups, found.merged, found.gone) == ({}, {}, frozenset({"D-a"}))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, str]]:
    out = tmp_path_factory.mktemp("sample") / "sample.csv"
    generate(240, 3, None, out)
    fields = {column: field for field, column in COLUMNS.items()}
    with out.open(encoding="utf-8-sig", newline="") as stream:
        read = [{fields[name]: value for name, value in row.items()} for row in csv.DictReader(stream)]
    last = {row["id"]: row for row in read}
    return sorted(last.values(), key=lambda row: (row["reported_at"], row["id"]))


@pytest.mark.parametrize("part", [PART, 1], ids=["whole parts", "no part beyond the disputes"])
def test_single_arrivals_in_time_order_equal_one_batch(
    graph: Driver, rows: list[dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    monkeypatch.setattr(neighbourhood, "PART", part)
    load_file(graph, write_rows(tmp_path / "all.csv", rows))
    batch = groups(graph)
    assert len(batch) > 5
    graph.execute_query("MATCH (n) DETACH DELETE n")
    base = len(rows) * 3 // 4
    load_file(graph, write_rows(tmp_path / "base.csv", rows[:base]))
    for at, row in enumerate(rows[base:]):
        load_file(graph, write_rows(tmp_path / f"{at}.csv", [row]))
    single = groups(graph)
    pairs = [{pair for group in found for pair in combinations(sorted(group), 2)} for found in (batch, single)]
    assert len(pairs[0] & pairs[1]) >= 0.98 * len(pairs[0] | pairs[1])


def test_with_another_process_beside_the_same_is_found_and_remembered(
    graph: Driver, rows: list[dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = write_rows(tmp_path / "all.csv", rows)
    load_file(graph, file)
    alone = picture(graph), anchors_by_id()
    graph.execute_query("MATCH (n) DETACH DELETE n")
    monkeypatch.setattr(second_process, "WORTH_IT", 0)
    monkeypatch.setattr(at_once, "_INDEXED_BESIDE", 0)
    load_file(graph, file)
    assert (picture(graph), anchors_by_id()) == alone


def anchors_by_id() -> set[tuple[int, int, str]]:
    """What single arrivals find their predecessors by: anchor's number, when, and whose it is."""
    with closing(sqlite3.connect(memory_file())) as connection:
        found = connection.execute("SELECT a.anchor, a.at_s, c.id FROM anchors a JOIN calls c ON c.row = a.row")
        return set(found.fetchall())


def test_screening_again_changes_nothing(graph: Driver, rows: list[dict[str, str]], tmp_path: Path) -> None:
    load_file(graph, write_rows(tmp_path / "all.csv", rows))
    before = picture(graph)
    screen(graph)
    assert picture(graph) == before


def test_the_order_of_rows_does_not_matter(graph: Driver, rows: list[dict[str, str]], tmp_path: Path) -> None:
    load_file(graph, write_rows(tmp_path / "all.csv", rows))
    before = groups(graph)
    graph.execute_query("MATCH (n) DETACH DELETE n")
    load_file(graph, write_rows(tmp_path / "back.csv", rows[::-1]))
    assert groups(graph) == before


def leak(number: int, address: str, day: int, **more: str) -> dict[str, str]:
    return {
        "id": f"L{number}",
        "reported_at": f"2026-03-{day:02d} 09:00:00",
        "phone": f"1380000000{number % 10}",
        "caller_name": "白建国",
        "address": address,
        "content": "楼上卫生间漏水，天花板渗水，要求赔偿",
        "unit": "滨河派出所",
        **more,
    }


HOME = "向阳里小区3栋2单元501室"


@pytest.fixture
def leaks(graph: Driver, tmp_path: Path) -> Driver:
    rows = [leak(1, HOME, day, id=f"L{day}") for day in (1, 3, 5, 7)]
    load_file(graph, write_rows(tmp_path / "leaks.csv", rows))
    assert groups(graph) == {frozenset({"L1", "L3", "L5", "L7"})}
    return graph


def test_a_split_is_obeyed_by_every_screening_until_undone(leaks: Driver) -> None:
    decision = split(leaks, "D-L1", ["L1", "L3"], "研判员")
    settle_some(leaks, ["L1", "L3", "L5", "L7"])
    parted = {frozenset({"L1", "L3"}), frozenset({"L5", "L7"})}
    assert groups(leaks) == parted
    screen(leaks)
    assert groups(leaks) == parted
    settle_some(leaks, undo(leaks, decision, "研判员"))
    assert groups(leaks) == {frozenset({"L1", "L3", "L5", "L7"})}


def load_pair(driver: Driver, tmp_path: Path, name: str, days: tuple[int, int], address: str, **columns: str) -> None:
    rows = [leak(days[0], address, day, id=f"{name}{day}", **columns) for day in days]
    load_file(driver, write_rows(tmp_path / f"{name}.csv", rows))
    assert frozenset(f"{name}{day}" for day in days) in groups(driver)


def load_noodles(driver: Driver, tmp_path: Path) -> None:
    text = "顾客称吃坏肚子要求赔偿，与店主争吵"
    load_pair(driver, tmp_path, "M", (2, 4), address="建设路12号老王面馆", caller_name="何秀英", content=text)


def test_a_number_merged_twice_leads_to_where_the_incidents_are(leaks: Driver, tmp_path: Path) -> None:
    load_noodles(leaks, tmp_path)
    text = "手机质量问题要求退款，商家不退"
    load_pair(leaks, tmp_path, "N", (6, 8), address="玉泉路8号手机店", caller_name="石小军", content=text)
    merge(leaks, ["D-M2", "D-N6"], "研判员")
    settle_some(leaks, ["M2", "N6"])
    merge(leaks, ["D-L1", "D-M2"], "研判员")
    settle_some(leaks, ["M2", "L1"])
    rows = leaks.execute_query("MATCH (d:Dispute) WHERE d.status = 'merged' RETURN d.id AS id, d.merged_into AS into")
    assert {row["id"]: row["into"] for row in rows.records} == {"D-M2": "D-L1", "D-N6": "D-L1"}


def test_a_merged_number_still_resolves(leaks: Driver, tmp_path: Path) -> None:
    load_noodles(leaks, tmp_path)
    merge(leaks, ["D-L1", "D-M2"], "研判员")
    settle_some(leaks, ["M2", "L1"])
    assert len(groups(leaks)) == 1
    [row] = leaks.execute_query("MATCH (d:Dispute {id: 'D-M2'}) RETURN d.merged_into AS into").records
    assert row["into"] == "D-L1"


def test_a_merge_undone_gives_the_status_back(leaks: Driver, tmp_path: Path) -> None:
    load_noodles(leaks, tmp_path)
    leaks.execute_query("MATCH (d:Dispute {id: 'D-M2'}) SET d.status = 'open'")
    decision = merge(leaks, ["D-L1", "D-M2"], "研判员")
    settle_some(leaks, ["M2", "L1"])
    settle_some(leaks, undo(leaks, decision, "研判员"))
    rows = leaks.execute_query("MATCH (d:Dispute) RETURN d.id AS id, d.status AS status, d.merged_into AS into").records
    assert {row["id"]: (row["status"], row["into"]) for row in rows} == {
        "D-L1": ("suggested", None),
        "D-M2": ("open", None),
    }


def test_a_number_merged_into_one_that_falls_apart_goes_with_it(leaks: Driver, tmp_path: Path) -> None:
    load_noodles(leaks, tmp_path)
    merge(leaks, ["D-L1", "D-M2"], "研判员")
    settle_some(leaks, ["M2", "L1"])
    everything = ["L1", "L3", "L5", "L7", "M2", "M4"]
    for place, incident in enumerate(everything[:-1]):
        part(leaks, [incident], everything[place + 1 :], "研判员")
    settle_some(leaks, everything)
    assert leaks.execute_query("MATCH (d:Dispute) RETURN count(d) AS n").records[0]["n"] == 0


def test_a_rejected_incident_stays_out_when_more_arrive(leaks: Driver, tmp_path: Path) -> None:
    part(leaks, ["L7"], ["L1", "L3", "L5"], "研判员")
    settle_some(leaks, ["L7"])
    load_file(leaks, write_rows(tmp_path / "more.csv", [leak(1, HOME, 9, id="L9")]))
    assert not any({"L7", "L1"} <= group for group in groups(leaks))


def test_a_late_record_finds_its_place(leaks: Driver, tmp_path: Path) -> None:
    load_file(leaks, write_rows(tmp_path / "late.csv", [leak(1, HOME, 2, id="L2")]))
    assert groups(leaks) == {frozenset({"L1", "L2", "L3", "L5", "L7"})}


def test_a_correction_moves_an_incident_out(leaks: Driver, tmp_path: Path) -> None:
    moved = leak(9, "玉泉路8号手机店", 7, id="L7", caller_name="何秀英", content="手机质量问题要求退款，商家不退")
    load_file(leaks, write_rows(tmp_path / "moved.csv", [moved]))
    assert groups(leaks) == {frozenset({"L1", "L3", "L5"})}


def test_the_graph_says_who_is_party_and_who_is_responsible(leaks: Driver) -> None:
    [row] = leaks.execute_query(
        "MATCH (u:Unit)-[:RESPONSIBLE_FOR]->(d:Dispute)<-[:PARTY_TO]-(p:Caller) "
        "RETURN u.key AS unit, collect(p.name) AS parties, d.kind AS kind, "
        "duration.inSeconds(d.first_at, d.last_at).seconds AS seconds"
    ).records
    assert (row["unit"], row["parties"], row["kind"]) == ("滨河派出所", ["白建国"], "漏水")
    assert timedelta(seconds=row["seconds"]) == timedelta(days=6)

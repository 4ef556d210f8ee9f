"""Decisions about callers in a real graph: merge, split, undo, settled singly or all at once, and keys that last."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock
from neo4j import Driver

from graph import settings
from graph.casework.callers import UnknownCaller, merge_callers, present_key, split_caller
from graph.casework.decisions import UnknownDecision, active, merge
from graph.one_writer import one_writer
from ingest.deciding import decide, undecide
from ingest.screening import screen
from ingest.settle import settle_some
from tests.ingest.worlds import groups, load_file, picture, write_rows

BAI, HE = "tel:13800000001:白建国", "tel:13800000002:何秀英"


def call(name: str, day: int, **more: str) -> dict[str, str]:
    row = {"id": name, "reported_at": f"2026-03-{day:02d} 09:00:00", "unit": "滨河派出所", "content": "咨询办证"}
    return row | more


BAIS = [call(f"B{day}", day, phone="13800000001", caller_name="白建国", address="向阳里小区3栋") for day in (1, 3, 5)]
HES = [call(f"H{day}", day, phone="13800000002", caller_name="何秀英", address="青禾湾8栋") for day in (2, 4)]
#: Strangers, so that one more call is few against all.
OTHERS = [call(f"S{n}", 1 + n % 28, phone=f"139000{n:05d}", caller_name="石小军") for n in range(80)]


@pytest.fixture
def world(graph: Driver, tmp_path: Path) -> Driver:
    load_file(graph, write_rows(tmp_path / "calls.csv", [*BAIS, *HES, *OTHERS]))
    assert callers(graph) == {BAI: {"B1", "B3", "B5"}, HE: {"H2", "H4"}}
    return graph


def callers(driver: Driver) -> dict[str, set[str]]:
    """Caller -> calls, strangers left out."""
    found = driver.execute_query(
        "MATCH (c:Caller)-[:REPORTED]->(i:Incident) WHERE NOT i.id STARTS WITH 'S' "
        "RETURN c.key AS key, collect(i.id) AS calls"
    ).records
    return {record["key"]: set(record["calls"]) for record in found}


def used(driver: Driver, key: str) -> set[str]:
    records = driver.execute_query(
        "MATCH (:Caller {key: $key})-[:USES]->(p:Phone) RETURN p.number AS n", key=key
    ).records
    return {record["n"] for record in records}


def unsettled(driver: Driver) -> int:
    found = driver.execute_query("MATCH (i:Incident) WHERE i.unsettled RETURN count(i) AS n").records[0]["n"]
    return int(found)


def test_merged_callers_are_one_with_both_phones_until_undone(world: Driver) -> None:
    before = picture(world)
    made = decide(world, lambda: merge_callers(world, [BAI, HE], "研判员", "同一人两个号码"))
    assert made.incidents == 5
    assert callers(world) == {BAI: {"B1", "B3", "B5", "H2", "H4"}}
    assert used(world, BAI) == {"13800000001", "13800000002"}
    assert unsettled(world) == 0
    decided = picture(world)
    screen(world)
    assert picture(world) == decided
    undecide(world, made.id, "研判员")
    nodes, links = picture(world)
    assert {node for node in nodes if "Decision" not in node[0]} == before[0]
    assert {link for link in links if link[1] not in {"JOINS", "PARTS"}} == before[1]


def test_a_merged_key_leads_to_the_present_one_also_after_screening(world: Driver) -> None:
    decide(world, lambda: merge_callers(world, [BAI, HE], "研判员"))
    assert present_key(world, HE) == present_key(world, BAI) == BAI
    screen(world)
    assert present_key(world, HE) == BAI


def test_a_key_merged_twice_leads_to_where_the_calls_are(world: Driver, tmp_path: Path) -> None:
    rows = [call("A1", 7, phone="13700000001", caller_name="安小梅")]
    load_file(world, write_rows(tmp_path / "third.csv", rows))
    decide(world, lambda: merge_callers(world, [BAI, HE], "研判员"))
    decide(world, lambda: merge_callers(world, [HE, "tel:13700000001:安小梅"], "研判员"))
    everyone = {"A1", "B1", "B3", "B5", "H2", "H4"}
    assert list(callers(world).values()) == [everyone]
    assert {present_key(world, key) for key in (BAI, HE, "tel:13700000001:安小梅")} == set(callers(world))


def test_a_key_that_an_id_number_replaced_leads_to_it(world: Driver, tmp_path: Path) -> None:
    row = call("B7", 7, phone="13800000001", caller_name="白建国", caller_id_number="999999198001010015")
    row["caller_id_number"] = _valid("99999919800101001")
    load_file(world, write_rows(tmp_path / "id.csv", [row]))
    assert present_key(world, BAI) == f"id:{row['caller_id_number']}"


def _valid(body: str) -> str:
    total = sum(int(d) * w for d, w in zip(body, (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), strict=True))
    return body + "10X98765432"[total % 11]


def test_split_off_calls_are_another_person_and_new_calls_stay(world: Driver, tmp_path: Path) -> None:
    made = decide(world, lambda: split_caller(world, BAI, ["B5"], "研判员"))
    parted = {BAI: {"B1", "B3"}, f"{BAI}#B5": {"B5"}, HE: {"H2", "H4"}}
    assert callers(world) == parted
    screen(world)
    assert callers(world) == parted
    load_file(world, write_rows(tmp_path / "more.csv", [BAIS[0] | {"id": "B9", "reported_at": "2026-03-09 09:00:00"}]))
    parted[BAI].add("B9")
    assert callers(world) == parted
    undecide(world, made.id, "研判员")
    assert callers(world)[BAI] == {"B1", "B3", "B5", "B9"}
    assert present_key(world, f"{BAI}#B5") == BAI


def test_of_two_decisions_the_later_holds(world: Driver) -> None:
    decide(world, lambda: split_caller(world, BAI, ["B5"], "研判员"))
    decide(world, lambda: merge_callers(world, [BAI, f"{BAI}#B5"], "研判员"))
    assert callers(world)[BAI] == {"B1", "B3", "B5"}


def single(world: Driver, ids: list[str]) -> None:
    settle_some(world, ids)


def whole(world: Driver, _ids: list[str]) -> None:
    screen(world)


@pytest.mark.parametrize("settled", [single, whole])
def test_a_decision_is_obeyed_whichever_way_is_settled(
    world: Driver, settled: Callable[[Driver, list[str]], None]
) -> None:
    merge_callers(world, [BAI, HE], "研判员")
    settled(world, ["H2"])
    split_caller(world, BAI, ["H2", "B1"], "研判员")
    settled(world, ["H2"])
    assert set(map(frozenset, callers(world).values())) == {frozenset({"B3", "B5", "H4"}), frozenset({"B1", "H2"})}


def test_single_arrivals_after_decisions_equal_one_screening(world: Driver, tmp_path: Path) -> None:
    decide(world, lambda: merge_callers(world, [BAI, HE], "研判员"))
    decide(world, lambda: split_caller(world, BAI, ["B1", "H2"], "研判员"))
    late = [
        call("H9", 9, phone="13800000002", caller_name="何女士"),
        call("B0", 8, phone="13800000001"),
        call("X1", 8, phone="13600000009", caller_name="白建国", address="向阳里小区5栋"),
        call("X2", 9, caller_name="何秀英", address="青禾湾"),
        call("X3", 10, caller_name="何秀英", address="玉泉路8号"),
    ]
    for row in late:
        load_file(world, write_rows(tmp_path / f"{row['id']}.csv", [row]))
    one_by_one = callers(world)
    assert {"B0", "B3", "B5", "H4"} in one_by_one.values()
    assert any({"B1", "H2", "H9", "X2", "X3"} <= calls for calls in one_by_one.values())
    screen(world)
    assert callers(world) == one_by_one


def test_the_disputes_of_a_merged_caller_name_him(world: Driver, tmp_path: Path) -> None:
    text = "楼上卫生间漏水，天花板渗水，要求赔偿"
    place = "玉泉里2栋1单元301室"
    rows = [
        call("L1", 11, phone="13800000002", caller_name="何秀英", address=place, content=text),
        call("L2", 12, phone="13800000002", caller_name="何秀英", address=place, content=text),
    ]
    load_file(world, write_rows(tmp_path / "leak.csv", rows))
    assert frozenset({"L1", "L2"}) in groups(world)
    decide(world, lambda: merge_callers(world, [BAI, HE], "研判员"))
    parties = world.execute_query("MATCH (p:Caller)-[:PARTY_TO]->(d:Dispute {id: 'D-L1'}) RETURN p.key AS key").records
    assert [party["key"] for party in parties] == [BAI]


def test_decisions_about_callers_and_disputes_do_not_mix(world: Driver) -> None:
    decide(world, lambda: merge_callers(world, [BAI, HE], "研判员"))
    assert active(world) == []
    assert [decision.action for decision in active(world, about="caller")] == ["merge"]
    with pytest.raises(ValueError, match="no such dispute"):
        merge(world, ["D-none", "D-nor-this"], "研判员")


def test_what_is_not_there_is_refused_and_nothing_is_kept(world: Driver) -> None:
    before = picture(world)
    with pytest.raises(UnknownCaller, match="tel:1:无"):
        merge_callers(world, [BAI, "tel:1:无"], "研判员")
    with pytest.raises(ValueError, match="one already"):
        merge_callers(world, [BAI, BAI], "研判员")
    with pytest.raises(UnknownCaller, match="H2"):
        split_caller(world, BAI, ["B1", "H2"], "研判员")
    with pytest.raises(ValueError, match="not all"):
        split_caller(world, BAI, ["B1", "B3", "B5"], "研判员")
    with pytest.raises(UnknownDecision):
        undecide(world, "nothing", "研判员")
    assert picture(world) == before


def test_only_one_writes_and_who_writes_may_go_on(world: Driver) -> None:
    [lock] = settings.home().glob("writer-*.lock")
    asked: list[str] = []
    with one_writer(asked.append), one_writer(asked.append):
        settle_some(world, ["B1"])
    assert asked == []
    held = FileLock(lock)
    held.acquire(timeout=0)

    def let_go(stage: str) -> None:
        if stage.startswith("waiting"):
            asked.append(stage)
            held.release()

    settle_some(world, ["B1"], let_go)
    assert len(asked) == 1

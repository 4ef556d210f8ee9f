"""Work read for boards, lists and the calendar: in order of date, in what somebody may see, at a cost that stays."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from neo4j import Driver

from graph.casework import boards, moves
from graph.casework.boards import Column, Load, Page, Wanted
from graph.casework.history import rebuilt
from graph.casework.moves import Actor, Refused, Work

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ANALYST = Actor("li", "analyst")
ISSUED, PLANNED = Column(("issued",)), Column(("planned",))

_WORLD = """CREATE (a:Unit {key: '河口派出所'}), (b:Unit {key: '山南派出所'}), (c:Unit {key: '治安大队'})
CREATE (a)-[:RESPONSIBLE_FOR]->(d:Dispute {id: 'D-1', title: '船只使用权', kind: '债务', level: 'high', unit: a.key})
CREATE (b)-[:RESPONSIBLE_FOR]->(e:Dispute {id: 'D-2', title: '药店噪音', kind: '邻里噪音', level: 'low', unit: b.key})
CREATE (:Directive {id: 'ZL-1', status: 'issued', deadline: $at + duration({days: 2}), order: '见面'})-[:ON]->(d)
CREATE (two:Directive {id: 'ZL-2', status: 'issued', deadline: $at + duration({days: 1}), moves: 1})-[:ON]->(e)
CREATE (two)-[:SENT_TO]->(c)
CREATE (:Directive {id: 'ZL-3', status: 'accepted', deadline: $at, moves: 4})-[:ON]->(d)
CREATE (:Directive {id: 'ZL-4', status: 'accepted', deadline: $at - duration({days: 1}), moves: 4})-[:ON]->(d)
CREATE (m:Mediation {id: 'TJ-1', status: 'planned', planned_at: $at, moves: 1, mediator: '王主任'})-[:ON]->(d)
CREATE (:Move {id: 'm', by: 'wang', name: 'begin'})-[:MOVED]->(m)"""


@pytest.fixture
def world(graph: Driver) -> Driver:
    """Two disputes of two units; a directive about the second is with a third unit."""
    graph.execute_query(_WORLD, at=NOW)
    return graph


def ids(cards: list[dict[str, Any]]) -> list[str]:
    return [card["id"] for card in cards]


def test_a_column_is_in_order_of_date_and_a_finished_one_begins_with_the_latest(world: Driver) -> None:
    [issued] = boards.columns(world, "directive", Wanted(), [ISSUED], 10)
    assert ids(issued) == ["ZL-2", "ZL-1"]
    assert [card["unit"] for card in issued] == ["治安大队", "河口派出所"]
    done = Column(boards.finished("directive"))
    assert ids(boards.columns(world, "directive", Wanted(), [done], 10, falling=True)[0]) == ["ZL-3", "ZL-4"]
    assert ids(boards.columns(world, "directive", Wanted(), [done], 1, falling=True)[0]) == ["ZL-3"]
    assert boards.counts(world, "directive", Wanted(), [ISSUED, done], 100) == [2, 2]
    assert boards.counts(world, "directive", Wanted(), [ISSUED], 1) == [1]


def test_a_span_begins_with_its_first_moment_and_ends_before_its_last(world: Driver) -> None:
    day = timedelta(days=1)
    spans = [Column(("issued",), NOW + day, NOW + 2 * day), Column(("issued",), None, NOW + day)]
    assert [ids(found) for found in boards.columns(world, "directive", Wanted(), spans, 10)] == [["ZL-2"], []]


SEEN: list[tuple[Wanted, list[str]]] = [
    (Wanted(), ["ZL-2", "ZL-1"]),
    (Wanted(units=["河口派出所"]), ["ZL-1"]),
    (Wanted(units=["治安大队"]), ["ZL-2"]),
    (Wanted(units=["山南派出所"]), ["ZL-2"]),
    (Wanted(units=[]), []),
    (Wanted(agency="住建局"), []),
    (Wanted(unit="治安大队"), ["ZL-2"]),
    (Wanted(unit="山南派出所"), []),
    (Wanted(unit="河口派出所"), ["ZL-1"]),
    (Wanted(about="邻里噪音"), ["ZL-2"]),
    (Wanted(text="船只"), ["ZL-1"]),
    (Wanted(text="zl-2"), ["ZL-2"]),
    (Wanted(text="见面"), ["ZL-1"]),
    (Wanted(text="' OR true //"), []),
    (Wanted(person="wang"), []),
]


@pytest.mark.parametrize("few", [0, 20_000])
@pytest.mark.parametrize(("wanted", "seen"), SEEN)
def test_what_is_seen_and_what_is_filtered(
    world: Driver, monkeypatch: pytest.MonkeyPatch, wanted: Wanted, seen: list[str], few: int
) -> None:
    """However it is gathered."""
    monkeypatch.setattr(boards, "_FEW_CALLS", few - 1)
    assert ids(boards.columns(world, "directive", wanted, [ISSUED], 10)[0]) == seen
    assert boards.counts(world, "directive", wanted, [ISSUED], 10) == [len(seen)]
    assert ids(boards.listed(world, "directive", wanted, Page(("issued",)))) == seen
    assert boards.total(world, "directive", wanted, ["issued"], 10) == len(seen)
    assert sorted(boards.some(world, "directive", wanted, ["ZL-1", "ZL-2"])) == sorted(seen)
    by_unit = boards.by_unit(world, "directive", wanted, 10, 10)
    assert sorted(card["id"] for _count, cards in by_unit.values() for card in cards) == sorted(seen)


def test_a_person_is_the_mediator_or_whoever_moved_it(world: Driver) -> None:
    for person, seen in (("王主任", ["TJ-1"]), ("王", ["TJ-1"]), ("wang", ["TJ-1"]), ("wan", [])):
        assert ids(boards.columns(world, "mediation", Wanted(person=person), [PLANNED], 10)[0]) == seen


def test_a_list_can_be_in_any_order_a_page_at_a_time(world: Driver) -> None:
    def listed(**asked: Any) -> list[str]:
        return ids(boards.listed(world, "directive", Wanted(), Page(("issued", "accepted"), **asked)))

    assert listed() == ["ZL-4", "ZL-3", "ZL-2", "ZL-1"]
    assert listed(rising=False) == ["ZL-1", "ZL-2", "ZL-3", "ZL-4"]
    assert listed(sort="number") == ["ZL-1", "ZL-2", "ZL-3", "ZL-4"]
    assert listed(sort="level") == ["ZL-1", "ZL-3", "ZL-4", "ZL-2"]
    assert listed(sort="state") == ["ZL-3", "ZL-4", "ZL-1", "ZL-2"]
    assert listed(sort="unit") == ["ZL-1", "ZL-3", "ZL-4", "ZL-2"]
    assert listed(sort="number", skip=1, limit=2) == ["ZL-2", "ZL-3"]


_MANY = """UNWIND range(1, $count) AS n
MATCH (d:Dispute {id: CASE n % 2 WHEN 0 THEN 'D-1' ELSE 'D-2' END})
CREATE (:Directive {id: 'ZL-9-' + right('0000' + n, 5), status: CASE WHEN n % 10 = 0 THEN 'issued' ELSE 'accepted' END,
  deadline: $at + duration({hours: n}), moves: 1})-[:ON]->(d)"""


def test_a_board_of_ten_thousand_costs_what_it_shows(world: Driver) -> None:
    """By what the server reads, not by the clock."""
    columns = [Column((state,)) for state in ("issued", "accepted")]
    costs = []
    for count in (1_000, 9_000):
        world.execute_query(_MANY.replace("'ZL-9-'", f"'ZL-{count}-'"), count=count, at=NOW)
        world.execute_query("CALL db.prepareForReplanning(300)")
        for falling in (False, True):
            text, given = boards.as_asked(world, "directive", Wanted(), columns, 30, falling=falling)
            costs.append(hits(world, text, given))
    assert max(costs) < 2_000, costs
    assert max(costs[2:]) < 1.2 * max(costs[:2]), costs


def hits(driver: Driver, text: str, given: dict[str, Any]) -> int:
    return _added(driver.execute_query("PROFILE " + text, given).summary.profile)


def _added(profile: Any) -> int:
    return int(profile.get("dbHits", 0)) + sum(map(_added, profile.get("children", ())))


def test_a_mediation_is_replanned_in_another_place_and_back(world: Driver) -> None:
    told: dict[str, object] = {"planned_at": "2026-03-03T15:00", "mediator": "白叔"}
    work = moves.begin(world, "mediation", ["D-1"], ANALYST, given=told, at=NOW).moved[0][0]
    before = boards.some(world, "mediation", Wanted(), [work.id])[work.id]
    assert before["held_in"] is None
    later: dict[str, object] = {"planned_at": "2026-03-05T10:00", "place": "社区会议室"}
    done = moves.make(world, work, "replan", ANALYST, seen=1, given=later, at=NOW)
    now = boards.some(world, "mediation", Wanted(), [work.id])[work.id]
    assert (now["state"], now["held_in"], f"{now['due']:%m-%d %H:%M}") == ("planned", "社区会议室", "03-05 10:00")
    moves.take_back(world, done.act, ANALYST, NOW)
    again = boards.some(world, "mediation", Wanted(), [work.id])[work.id]
    assert (again["held_in"], again["due"]) == (None, before["due"])
    assert rebuilt("mediation", moves.history(world, work))[0] == "planned"
    with pytest.raises(Refused, match="fact: planned_at missing"):
        moves.make(world, work, "replan", ANALYST, seen=3, given={"place": "所里"}, at=NOW)


def test_the_load_of_a_mediator(world: Driver) -> None:
    world.execute_query(
        "MATCH (d:Dispute {id: 'D-1'}) "
        "UNWIND [['held', null, 40], ['performed', 'agreement', -40], ['refused', 'refused', -1], "
        "['cancelled', null, 0]] AS one "
        "CREATE (:Mediation {id: one[0], status: one[0], result: one[1], mediator: '王主任', "
        "planned_at: $at + duration({days: one[2]})})-[:ON]->(d)",
        at=NOW,
    )
    month = NOW.replace(day=1, hour=0)
    found = boards.loads(world, ["王主任", "nobody"], month, month + timedelta(days=31))
    assert found == {"王主任": Load(in_hand=2, this_month=2, agreed=1, not_agreed=1), "nobody": Load()}


def test_work_that_is_not_there_is_not_found(world: Driver) -> None:
    assert boards.some(world, "visit", Wanted(), ["ZL-1"]) == {}
    assert moves.works_of_act(world, "nothing") == []
    with pytest.raises(Refused, match="unknown"):
        moves.standing(world, Work("mediation", "ZL-1"))

"""Disputes and the work on them go from state to state as states.toml says, whoever moves them and however many do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings, strategies
from neo4j import Driver

from graph.casework import moves
from graph.casework.history import rebuilt
from graph.casework.moves import Actor, Done, Refused, Work
from graph.casework.states import Kind, machines

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OFFICER, ANALYST = Actor("wang", "investigator"), Actor("li", "analyst")
D1 = Work("dispute", "D-1")
TOLD: dict[str, object] = {
    "reason": "双方到所说明",
    "case_number": "J2026001",
    "outcome": "settled",
    "visit_due": "2026-03-09",
    "held_at": "2026-03-02T15:00",
    "terms": "按原价收购船只",
    "perform_by": "2026-04-01",
    "performed": "yes",
    "feedback": "已见面",
    "satisfaction": "5",
    "order": "见面调解，化解积怨",
    "direction": "vertical",
    "deadline": "2026-03-12T18:00",
    "planned_at": "2026-03-02T14:30",
    "mediator": "白某叔叔",
    "due": "2026-03-09",
    "made_at": "2026-03-09T10:00",
    "answer_clear": "clear",
    "other_kept": "partly",
    "new_conflict": "none",
}


@pytest.fixture
def dispute(graph: Driver) -> Driver:
    """A graph with one dispute, as screening leaves it."""
    graph.execute_query("CREATE (:Dispute {id: 'D-1', status: 'suggested', title: '船只使用权'})")
    return graph


def move(driver: Driver, work: Work, name: str, who: Actor = ANALYST) -> Done:
    """The move by somebody who has just looked."""
    seen = moves.standing(driver, work).version
    return moves.make(driver, work, name, who, seen=seen, given=TOLD, at=NOW)


def begun(driver: Driver, kind: Kind) -> Work:
    """New work on the dispute."""
    return moves.begin(driver, kind, ["D-1"], ANALYST, given=TOLD, at=NOW).moved[0][0]


def kept(driver: Driver, work: Work) -> dict[str, object]:
    """The node's own properties, times as Python's."""
    label = machines()[work.kind].label
    row = driver.execute_query(f"MATCH (w:{label} {{id: $id}}) RETURN w", id=work.id).records[0]["w"]
    return {name: value.to_native() if hasattr(value, "to_native") else value for name, value in row.items()}


def test_from_the_first_meeting_to_the_last_visit_and_open_again(dispute: Driver) -> None:
    mediation = begun(dispute, "mediation")
    assert (mediation.id, moves.standing(dispute, D1).state) == ("TJ-2026-0001", "mediating")
    for name in ("hold", "agree", "await", "perform"):
        move(dispute, mediation, name, OFFICER)
    assert moves.standing(dispute, D1).state == "agreed"
    assert kept(dispute, mediation) | {"result": "agreement", "terms": "按原价收购船只"} == kept(dispute, mediation)
    closing = move(dispute, D1, "close", OFFICER)
    [(visit, state)] = [(work, state) for work, state in closing.moved if work.kind == "visit"]
    assert (state, str(kept(dispute, visit)["due"])) == ("due", "2026-03-09")
    assert kept(dispute, D1)["closed_at"] == NOW
    move(dispute, visit, "make")
    move(dispute, visit, "dissatisfy")
    assert moves.standing(dispute, D1).state == "reopened"
    assert kept(dispute, visit)["satisfied"] is False
    told = [(made.name, made.by, made.reason) for made in moves.history(dispute, D1)]
    assert told == [
        ("mediate", "li", ""),
        ("agree", "wang", ""),
        ("close", "wang", ""),
        ("reopen", "li", "双方到所说明"),
    ]


def test_taking_back_takes_back_all_that_was_started_and_begun(dispute: Driver) -> None:
    move(dispute, begun(dispute, "mediation"), "refuse")
    closing = move(dispute, D1, "close")
    visit = closing.moved[1][0]
    moves.take_back(dispute, closing.act, ANALYST, NOW)
    assert moves.standing(dispute, D1).state == "not_agreed"
    assert not {"closed_at", "outcome", "visit_due"} & kept(dispute, D1).keys()
    with pytest.raises(Refused, match="unknown"):
        moves.standing(dispute, visit)
    [undone] = [made for made in moves.history(dispute, D1) if made.undone_at]
    assert (undone.name, undone.undone_by) == ("close", "li")
    with pytest.raises(Refused, match="undone"):
        moves.take_back(dispute, closing.act, ANALYST, NOW)


def test_what_something_came_after_stays(dispute: Driver) -> None:
    mediation = begun(dispute, "mediation")
    hold = move(dispute, mediation, "hold")
    move(dispute, mediation, "agree")
    with pytest.raises(Refused, match="later: agree li"):
        moves.take_back(dispute, hold.act, ANALYST, NOW)
    directive = begun(dispute, "directive")
    receiving = move(dispute, directive, "receive", OFFICER)
    with pytest.raises(Refused, match="not_undoable"):
        moves.take_back(dispute, receiving.act, OFFICER, NOW)


def test_the_second_of_two_people_is_told_who_was_first(dispute: Driver) -> None:
    seen = moves.standing(dispute, D1).version
    moves.make(dispute, D1, "reject", OFFICER, seen=seen, given=TOLD, at=NOW)
    with pytest.raises(Refused, match="stale: reject wang"):
        moves.make(dispute, D1, "escalate", ANALYST, seen=seen, given=TOLD, at=NOW)
    assert moves.standing(dispute, D1).state == "rejected"


def test_of_many_at_once_one_moves_it(dispute: Driver) -> None:
    seen = moves.standing(dispute, D1).version

    def try_it(number: int) -> str:
        try:
            moves.make(dispute, D1, "reject", Actor(f"p{number}", "analyst"), seen=seen, given=TOLD, at=NOW)
        except Refused as refused:
            return refused.why
        return "done"

    with ThreadPoolExecutor(8) as pool:
        said = sorted(pool.map(try_it, range(8)))
    assert said == ["done"] + ["stale"] * 7
    assert len(moves.history(dispute, D1)) == 1


def test_numbers_of_a_year_have_no_gaps_whoever_asks_at_once(dispute: Driver) -> None:
    def ask(number: int) -> str | None:
        try:
            target = "D-1" if number % 3 else "D-nowhere"
            return moves.begin(dispute, "directive", [target], ANALYST, given=TOLD, at=NOW).moved[0][0].id
        except Refused:
            return None

    with ThreadPoolExecutor(6) as pool:
        found = sorted(filter(None, pool.map(ask, range(18))))
    assert found == [f"ZL-2026-{number:04d}" for number in range(1, 13)]
    turned = moves.begin(dispute, "directive", ["D-1"], ANALYST, given=TOLD, at=NOW + timedelta(days=365))
    assert turned.moved[0][0].id == "ZL-2027-0001"


@pytest.mark.parametrize(
    ("name", "who", "given", "said"),
    [
        ("close", ANALYST, TOLD, "state: suggested"),
        ("reject", Actor("zhao", "dispatcher"), TOLD, "role: dispatcher"),
        ("direct", ANALYST, TOLD, "role: analyst"),
        ("reject", ANALYST, {}, "fact: reason missing"),
        ("reject", ANALYST, {"reason": "  "}, "fact: reason missing"),
        ("reject", ANALYST, {"reason": "x" * 10_001}, "fact: reason not_understood"),
        ("dance", ANALYST, TOLD, "unknown: dance"),
    ],
)
def test_a_refused_move_says_why(dispute: Driver, name: str, who: Actor, given: dict[str, object], said: str) -> None:
    with pytest.raises(Refused) as refused:
        moves.make(dispute, D1, name, who, seen=0, given=given, at=NOW)
    assert str(refused.value) == said
    assert moves.history(dispute, D1) == []


@pytest.mark.parametrize(
    ("fact", "value"),
    [("outcome", "magic"), ("visit_due", "soon"), ("visit_due", "2026-02-30")],
)
def test_facts_that_make_no_sense_are_refused(dispute: Driver, fact: str, value: str) -> None:
    move(dispute, begun(dispute, "mediation"), "refuse")
    with pytest.raises(Refused, match=f"fact: {fact} not_understood"):
        moves.make(dispute, D1, "close", ANALYST, seen=2, given=TOLD | {fact: value}, at=NOW)


@dataclass
class World:
    """A dispute with its work, and the acts that were done on them."""

    driver: Driver
    works: list[Work] = field(default_factory=lambda: [D1])
    acts: list[str] = field(default_factory=list)

    def step(self, number: int) -> None:
        """Something somebody may try: a move of some work, new work, or taking something back. Many are refused."""
        tries = [(work, name) for work in self.works for name in (m.name for m in machines()[work.kind].moves)]
        number, kind = divmod(number, 8)
        try:
            if kind == 0:
                done = moves.begin(
                    self.driver, ("directive", "mediation")[number % 2], ["D-1"], ANALYST, given=TOLD, at=NOW
                )
            elif kind == 1 and self.acts:
                done = moves.take_back(self.driver, self.acts[number % len(self.acts)], ANALYST, NOW)
            else:
                work, name = tries[number % len(tries)]
                by_hand = machines()[work.kind].move(name).roles
                who = Actor("li", min(by_hand)) if by_hand else None
                if who is None:
                    done = moves.follow(self.driver, work, name, by="system", given=TOLD, at=NOW)
                else:
                    seen = moves.standing(self.driver, work).version
                    done = moves.make(self.driver, work, name, who, seen=seen, given=TOLD, at=NOW)
        except Refused:
            return
        self.acts.append(done.act)
        self.works += [work for work, _ in done.moved if work not in self.works]

    def check(self) -> None:
        """Each state is one of the kind's, every step was one of its moves, and the history leads to what is there."""
        for work in list(self.works):
            try:
                standing = moves.standing(self.driver, work)
            except Refused:
                self.works.remove(work)  # begun by an act that was taken back
                continue
            machine, made = machines()[work.kind], moves.history(self.driver, work)
            assert standing.state in machine.states
            at = made[0].source if made else standing.state
            for one in [one for one in made if one.undone_at is None]:
                assert one.source == at
                assert one.name == "begin" or (
                    at in machine.move(one.name).sources and machine.move(one.name).to == one.to
                )
                at = one.to
            state, properties = rebuilt(work.kind, made)
            assert (state if made else standing.state) == standing.state
            there = kept(self.driver, work)
            assert {name: there.get(name) for name in properties} == properties


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(strategies.lists(strategies.integers(0, 100_000), min_size=6, max_size=16))
def test_no_sequence_leads_to_an_impossible_state_and_the_history_rebuilds_it(driver: Driver, steps: list[int]) -> None:
    driver.execute_query("MATCH (n) DETACH DELETE n")
    driver.execute_query("CREATE (:Dispute {id: 'D-1', status: 'suggested'})")
    world = World(driver)
    for step in steps:
        world.step(step)
        world.check()

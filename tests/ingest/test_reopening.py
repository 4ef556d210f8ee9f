"""A call about a closed dispute opens it again, by whichever way it comes in; one from before the closing does not."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from neo4j import Driver

from graph import settings
from graph.casework import moves
from graph.casework.moves import Actor, Work
from ingest.arrival import arrive
from tests.ingest.test_arrival import call, file_of
from tests.ingest.worlds import load_file

MATTER = Work("dispute", "D-L1")
CLOSED_AT = datetime(2026, 3, 10, 12, tzinfo=settings.zone())


@pytest.fixture
def closed(graph: Driver, tmp_path: Path) -> Driver:
    """A leak that was called about on 1 and 3 March, mediated in vain and closed on the 10th."""
    load_file(graph, file_of(tmp_path / "leaks.csv", call("L1", 1), call("L3", 3)))
    officer = Actor("wang", "investigator")
    planned = {"planned_at": CLOSED_AT, "mediator": "王调解"}
    refused = {"held_at": CLOSED_AT, "reason": "不愿调解"}
    [(mediation, _), _] = moves.begin(graph, "mediation", [MATTER.id], officer, given=planned, at=CLOSED_AT).moved
    moves.make(graph, mediation, "refuse", officer, seen=1, given=refused, at=CLOSED_AT)
    done = {"outcome": "court", "visit_due": "2026-03-20"}
    moves.make(graph, MATTER, "close", officer, seen=2, given=done, at=CLOSED_AT)
    return graph


def reasons(driver: Driver) -> list[str]:
    """Why the dispute was opened again, each time."""
    return [made.reason for made in moves.history(driver, MATTER) if made.name == "reopen"]


def test_a_call_within_seven_days_is_a_false_closure(closed: Driver) -> None:
    arrive(closed, call("L15", 15))
    assert moves.standing(closed, MATTER).state == "reopened"
    assert reasons(closed) == ["办结后又有警情 L15（假闭环）"]
    arrive(closed, call("L16", 16))
    assert reasons(closed) == ["办结后又有警情 L15（假闭环）"]


def test_a_later_one_opens_it_and_is_none(closed: Driver, tmp_path: Path) -> None:
    load_file(closed, file_of(tmp_path / "later.csv", call("L20", 20), call("L22", 22)))
    assert moves.standing(closed, MATTER).state == "reopened"
    assert reasons(closed) == ["办结后又有警情 L20"]


def test_a_call_from_before_the_closing_that_comes_in_late_opens_nothing(closed: Driver, tmp_path: Path) -> None:
    arrive(closed, call("L5", 5))
    load_file(closed, file_of(tmp_path / "late.csv", call("L6", 6)))
    assert moves.standing(closed, MATTER).state == "closed"
    assert reasons(closed) == []
    arrive(closed, call("L5", 5, content="楼上卫生间漏水，天花板渗水，要求赔偿，又漏了"))
    assert moves.standing(closed, MATTER).state == "closed"


def test_another_matter_opens_nothing(closed: Driver) -> None:
    arrive(closed, call("X1", 12, phone="13700000009", caller_name="何某", address="黄河路8号", content="手机被盗"))
    assert moves.standing(closed, MATTER).state == "closed"

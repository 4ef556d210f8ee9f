"""Callers of long ago are forgotten, others are not, and nothing brings them back."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from neo4j import Driver

from graph import settings
from ingest.arrival import arrive
from ingest.forgetting import due, forget
from ingest.incident import Incident
from ingest.load import Known
from ingest.screening import screen
from tests.ingest.worlds import groups, load_file, picture, write_rows
from web.numbers import erased

BEFORE = datetime(2024, 1, 1, tzinfo=UTC)
OLD_PHONE, OLD_ID, OLD_NAME = "13800000001", "110101199003071234", "欧阳静"
KEPT_PHONE, SWITCHBOARD = "13900000002", "057188880001"


def call(number: str, at: str, **columns: str) -> dict[str, str]:
    base = {"id": number, "reported_at": at, "unit": "河口派出所", "address": "向阳里小区3栋2单元501室"}
    return base | {"content": "楼上漏水，要求赔偿"} | columns


OLD = [
    call(
        "A1",
        "2019-03-01 09:00:00",
        phone=OLD_PHONE,
        caller_name=OLD_NAME,
        caller_id_number=OLD_ID,
        content=f"{OLD_NAME}称楼上漏水，身份证{OLD_ID}，回电{OLD_PHONE}",
        outcome=f"已联系{OLD_NAME}（{OLD_PHONE}）",
    ),
    call("A2", "2019-03-03 09:00:00", phone=OLD_PHONE, caller_name=OLD_NAME),
    call("A3", "2019-04-01 09:00:00", phone=SWITCHBOARD, caller_name="司马青", address="东风路88号金桂苑9栋"),
]
KEPT = [
    call("B1", "2019-03-05 09:00:00", phone=KEPT_PHONE, caller_name="诸葛云"),
    call("B2", "2025-03-05 09:00:00", phone=KEPT_PHONE, caller_name="诸葛云", content="又漏水"),
    call("B3", "2025-04-05 09:00:00", phone=SWITCHBOARD, caller_name="上官红", address="东风路88号金桂苑9栋"),
]


@pytest.fixture
def world(graph: Driver, tmp_path: Path) -> Path:
    """Both kinds of callers; the first call was corrected once."""
    first = OLD[0] | {"content": f"{OLD_NAME}先说是邻居噪音，电{OLD_PHONE}"}
    load_file(graph, write_rows(tmp_path / "first.csv", [first]))
    file = write_rows(tmp_path / "calls.csv", [*OLD, *KEPT])
    load_file(graph, file)
    return file


def held(driver: Driver) -> str:
    """All that the graph and what is remembered beside it hold, as one text."""
    with sqlite3.connect(settings.home() / "matching.sqlite") as memory:
        tables = [name for (name,) in memory.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = [memory.execute(f"SELECT * FROM {name}").fetchall() for name in tables]
    return str(picture(driver)) + str(rows)


def test_who_called_is_gone_from_every_version_and_the_rest_stays(graph: Driver, world: Path) -> None:
    assert world
    before = held(graph)
    assert all(secret in before for secret in (OLD_PHONE, OLD_ID, OLD_NAME, "司马青"))
    together = groups(graph)
    assert due(graph, BEFORE) == ["A1", "A2", "A3"]
    assert forget(graph, BEFORE, erased) == 3
    after = held(graph)
    assert [secret for secret in (OLD_PHONE, OLD_ID, OLD_NAME, "司马青") if secret in after] == []
    assert all(kept in after for kept in (KEPT_PHONE, SWITCHBOARD, "诸葛云", "上官红", "某人称楼上漏水"))
    assert groups(graph) == together
    assert due(graph, BEFORE) == []
    assert forget(graph, BEFORE, erased) == 0


def test_nothing_brings_them_back(graph: Driver, world: Path) -> None:
    forget(graph, BEFORE, erased)
    after = picture(graph)
    counts = load_file(graph, world).counts
    assert (counts.new, counts.corrected, counts.unchanged) == (0, 0, 6)
    counts = load_file(graph, write_rows(world.with_name("part.csv"), OLD)).counts
    assert (counts.new, counts.corrected, counts.unchanged) == (0, 0, 3)
    old = Incident(
        "A2",
        datetime(2019, 3, 3, 1, 0, tzinfo=UTC),
        phone=OLD_PHONE,
        caller_name=OLD_NAME,
        address="向阳里小区3栋2单元501室",
        content="楼上漏水，要求赔偿",
        unit="河口派出所",
    )
    assert arrive(graph, old).outcome == "unchanged"
    screen(graph)
    assert [secret for secret in (OLD_PHONE, OLD_ID, OLD_NAME) if secret in held(graph)] == []
    assert {node for node in picture(graph)[0] if "Incident" in node[0]} == {
        node for node in after[0] if "Incident" in node[0]
    }


def test_a_correction_that_is_new_is_taken_and_forgotten_in_its_turn(graph: Driver, world: Path) -> None:
    forget(graph, BEFORE, erased)
    fresh = OLD[1] | {"outcome": "补录：当年已调解"}
    assert load_file(graph, write_rows(world.with_name("fresh.csv"), [fresh])).counts.corrected == 1
    assert due(graph, BEFORE) == ["A2"]
    forget(graph, BEFORE, erased)
    assert OLD_PHONE not in held(graph)
    assert "补录" in held(graph)


@pytest.mark.parametrize(
    ("content", "live", "forgotten", "differs"),
    [
        ("now", False, False, False),
        ("now", True, True, False),
        ("new", False, False, True),
        ("new", True, True, True),
        ("past", False, False, False),
        ("past", True, False, True),
        ("past", True, True, False),
    ],
)
def test_which_record_is_a_correction(content: str, live: bool, forgotten: bool, differs: bool) -> None:
    known = Known("now", frozenset({"past"}), forgotten)
    assert known.differs(content, live=live) is differs

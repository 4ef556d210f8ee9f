"""What is remembered beside the graph: kept, found again, corrected, and noticed to be stale."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.facts import read
from ingest.incident import Incident
from ingest.recollection import Recollection
from ingest.resolve.anchor_numbers import anchor_number, kind_of
from ingest.resolve.anchors import Anchor, anchors
from ingest.settle.memory import Memory
from ingest.settle.memory.links import Tie
from ingest.settle.standing import Matter

DAY = 86_400
PHONE = anchor_number(Anchor("phone", "13800000001"))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Memory]:
    opened = Memory(tmp_path / "matching.sqlite")
    yield opened
    opened.close()


def call(name: str, day: int, **said: str) -> Recollection:
    usual = {
        "phone": "13800000001",
        "caller_name": "白建国",
        "address": "向阳里小区3栋2单元501室",
        "content": "楼上漏水",
    }
    at = datetime.fromtimestamp(1_800_000_000 + day * DAY, UTC)
    return read(Incident(name, at, **(usual | said))).recollection


def kept(memory: Memory, *calls: Recollection) -> list[int]:
    with memory.changing():
        memory.calls.put(calls)
    memory.anchors.index()
    rows = memory.calls.rows([one.id for one in calls])
    return [rows[one.id] for one in calls]


def at(day: int) -> int:
    return 1_800_000_000 + day * DAY


def test_calls_come_back_in_time_order_with_caller_and_anchors(memory: Memory) -> None:
    late, early = kept(memory, call("b", 5), call("a", 1))
    with memory.changing():
        memory.findings.put_callers([(late, "tel:1")])
    found = list(memory.calls.in_time_order())
    assert [(one.row, one.profile.id, one.profile.caller) for one in found] == [(early, "a", ""), (late, "b", "tel:1")]
    profile = found[0].profile
    assert list(found[0].anchors) == [anchor_number(anchor) for anchor in anchors(profile)]
    assert [kind_of(number) for number in found[0].anchors] == [anchor.kind for anchor in anchors(profile)]


@given(st.lists(st.integers(0, 40), max_size=25), st.integers(0, 40), st.integers(1, 30), st.integers(1, 9))
def test_the_latest_before_are_found_with_all_of_the_last_second(
    tmp_path_factory: pytest.TempPathFactory, days: list[int], day: int, reach: int, least: int
) -> None:
    memory = Memory(tmp_path_factory.mktemp("memory") / "matching.sqlite")
    rows = dict(enumerate(kept(memory, *(call(f"c{n}", d, address="") for n, d in enumerate(days)))))
    near = sorted(((d, rows[n]) for n, d in enumerate(days) if day - reach <= d <= day), key=lambda one: -one[0])
    found = memory.anchors.before(PHONE, at(day), reach * DAY, least)
    taken = near[:least]
    expected = {row for d, row in near if taken and d >= taken[-1][0]}
    assert (set(found), len(found)) == (expected, len(expected))
    memory.close()


def test_a_correction_keeps_the_row_and_moves_its_anchors(memory: Memory) -> None:
    [row] = kept(memory, call("a", 1))
    with memory.changing():
        memory.findings.put_callers([(row, "tel:1")])
    assert kept(memory, call("a", 3, phone="13900000002", address="")) == [row]
    assert memory.anchors.at(PHONE) == []
    for number in (anchor_number(Anchor("phone", "13900000002")), anchor_number(Anchor("caller", "tel:1"))):
        assert memory.anchors.before(number, at(9), 9 * DAY, 5) == [row]
        assert memory.anchors.before(number, at(2), 9 * DAY, 5) == []
    assert memory.calls.standings([row])[row].profile.phone == "13900000002"


def test_another_caller_is_another_anchor(memory: Memory) -> None:
    one, other = kept(memory, call("a", 1), call("b", 2))
    for callers in ([(one, "tel:1"), (other, "tel:1")], [(other, "tel:2")]):
        with memory.changing():
            memory.findings.put_callers(callers)
    assert memory.anchors.at(anchor_number(Anchor("caller", "tel:1"))) == [one]
    assert memory.anchors.at(anchor_number(Anchor("caller", "tel:2"))) == [other]


def test_both_of_two_anchors(memory: Memory) -> None:
    here, _ = kept(memory, call("a", 1), call("b", 2, address="玉泉路8号"))
    name, place = (anchor_number(Anchor(*a)) for a in (("full_name", "白建国"), ("base", "estate:向阳里小区")))
    assert memory.anchors.at_both(name, place) == [here]


def test_links_are_found_from_both_ends_and_go_with_a_call(memory: Memory) -> None:
    a, b, c = kept(memory, call("a", 1), call("b", 2), call("c", 3))
    strong, weak = Tie(b, a, 2.5, "place:+2.0 phone:+0.5"), Tie(c, b, -0.5, "")
    with memory.changing():
        memory.links.put([strong, weak])
        memory.findings.put_matters([Matter(row, "D-a", 2.5, "", "machine") for row in (a, b)])
    assert memory.links.of([b]) == [strong, weak]
    assert memory.links.tied([b], 0.0) == {a}
    assert list(memory.links.inside_disputes()) == [strong]
    with memory.changing():
        memory.drop(["b"])
    assert list(memory.links.every()) == []
    assert memory.findings.of_disputes(["D-a"]) == {a}
    assert b not in memory.anchors.at(PHONE)


def test_a_row_is_never_another_calls(memory: Memory) -> None:
    [first] = kept(memory, call("a", 1))
    with memory.changing():
        memory.drop(["a"])
    [second] = kept(memory, call("b", 2))
    assert second > first
    assert memory.anchors.at(PHONE) == [second]


def test_a_change_that_fails_leaves_nothing_also_not_in_the_cache(memory: Memory) -> None:
    [row] = kept(memory, call("a", 1))

    def fail() -> None:
        with memory.changing(records="later"):
            memory.findings.put_callers([(row, "tel:1")])
            assert memory.calls.standings([row])[row].caller == "tel:1"
            raise OSError

    with pytest.raises(OSError):
        fail()
    assert memory.calls.standings([row])[row].caller == ""
    assert memory.step.records == ""


def test_what_another_process_wrote_is_seen(memory: Memory) -> None:
    [row] = kept(memory, call("a", 1))
    assert memory.calls.standings([row])[row].caller == ""
    other = Memory(memory.path)
    with other.changing(findings="theirs"):
        other.findings.put_callers([(row, "tel:1")])
    other.close()
    memory.refresh()
    assert (memory.calls.standings([row])[row].caller, memory.step.findings) == ("tel:1", "theirs")


@dataclass(frozen=True, slots=True)
class Change:
    """What one of two processes does with one call, or with two."""

    by: int
    what: str
    call: int
    other: int


CHANGES = st.builds(
    Change,
    st.integers(0, 1),
    st.sampled_from(("caller", "matter", "link", "unlink", "correct", "drop", "many", "new", "fail", "fail new")),
    st.integers(0, 3),
    st.integers(4, 7),
)


def do(memory: Memory, change: Change, rows: list[int], number: int) -> None:
    first, second = rows[change.call], rows[change.other]
    with memory.changing():
        match change.what:
            case "caller":
                memory.findings.put_callers([(first, f"tel:{number}")])
            case "matter":
                memory.findings.put_matters([Matter(first, f"D-{number}", 1.0, "", "machine")])
            case "link":
                memory.links.put([Tie(second, first, float(number), "caller:+1.0")])
            case "unlink":
                memory.links.drop([(second, first)])
            case "correct":
                memory.calls.put([call(str(change.call), 1 + number, content=f"噪音扰民{number}")])
            case "drop":
                memory.drop([str(change.other)])
            case "many":
                memory.findings.put_matters([Matter(row, f"D-{number}", 2.0, "", "machine") for row in rows] * 300)
            case "new":
                memory.calls.put([call(f"new {number}", number)])
            case "fail new":
                memory.calls.put([call("in vain", number)])
                told(memory, ROWS)
                raise ValueError
            case "fail":
                memory.findings.put_callers([(first, "nobody")])
                raise ValueError


@settings(max_examples=60, deadline=None)
@given(st.lists(CHANGES, max_size=12))
def test_two_processes_know_what_the_other_one_changed(done: list[Change]) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "matching.sqlite"
        two = Memory(path), Memory(path)
        rows = kept(two[0], *(call(str(number), number) for number in range(8)))
        for number, change in enumerate(done):
            for memory in two:
                memory.refresh()
                held = told(memory, ROWS)
                anew = Memory(path)
                assert held == told(anew, ROWS)
                anew.close()
            with suppress(ValueError):
                do(two[change.by], change, rows, number)
        for memory in two:
            memory.close()


#: Those that the calls have, and those that more would have.
ROWS = range(1, 24)


def told(memory: Memory, rows: Sequence[int]) -> tuple[object, ...]:
    return (
        memory.calls.standings(rows),
        memory.calls.orders(rows),
        [memory.links.of([row]) for row in rows],
        memory.step,
    )


@pytest.mark.parametrize("damage", ["another version", "no database"])
def test_a_file_that_cannot_be_understood_is_begun_anew(tmp_path: Path, damage: str) -> None:
    path = tmp_path / "matching.sqlite"
    memory = Memory(path)
    kept(memory, call("a", 1))
    memory.close()
    if damage == "another version":
        with sqlite3.connect(path) as connection:
            connection.execute("UPDATE facts SET value = 'older' WHERE name = 'made_by'")
        connection.close()
    else:
        path.write_bytes(b"no database" * 1_000)
    again = Memory(path)
    assert (again.calls.count(), again.step.records) == (0, "")
    again.close()

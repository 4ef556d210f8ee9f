"""Rejected rows survive the way through the quarantine file; formulas do not run; a killed run can go on."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from graph.export.cells import neutralise, restore
from ingest.incident import Incident
from ingest.mapping import make_mapping
from ingest.quarantine import COLUMNS, Quarantine, Rejection, quarantine_path
from ingest.records import read_record
from ingest.sources import Row, open_source

HEADING = ("接警单编号", "报警时间", "报警内容")
CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\ufffd"), max_size=20)


def rejected(number: int, content: str = "吵架") -> tuple[Rejection, Row]:
    row = Row(number, dict(zip(HEADING, (f"A{number}", "2024-02-30", content), strict=True)), "calls.csv")
    return Rejection(number, "报警时间", "2024-02-30", "不存在的日期或时间", "calls.csv"), row


@pytest.fixture
def path(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "calls.csv"


def entries(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def numbers(path: Path) -> list[int]:
    return [int(cells[-4]) for cells in entries(path)[1:]]


@given(CELLS)
@example("=1+1")
@example("'=1+1")
@example("''@x")
@example("'quoted'")
@example("+86 138")
def test_neutralising_is_undone_and_leaves_no_formula(text: str) -> None:
    cell = neutralise(text)
    assert restore(cell) == text
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents=st.lists(CELLS, min_size=1, max_size=8))
@example(contents=["=cmd|' /C calc'!A0", "'+1", 'a\n"b",c;d'])
def test_the_rows_come_back_as_they_were(tmp_path: Path, contents: list[str]) -> None:
    path = tmp_path / "calls.csv"
    path.unlink(missing_ok=True)
    quarantine = Quarantine(path, HEADING)
    for number, content in enumerate(contents, start=2):
        quarantine.add(*rejected(number, content))
    quarantine.flush()
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    source = open_source(path)
    assert source.columns == HEADING + COLUMNS
    assert [row.values["报警内容"] for row in source.rows()] == contents


def test_a_mended_file_is_taken_and_what_was_not_mended_refused_again(path: Path) -> None:
    quarantine = Quarantine(path, HEADING)
    for number in (2, 3):
        quarantine.add(*rejected(number))
    quarantine.flush()
    path.write_bytes(path.read_bytes().replace(b"A2,2024-02-30", b"A2,2024-02-29"))
    source = open_source(path)
    mapping = make_mapping(source)
    zone, now = ZoneInfo("Asia/Shanghai"), datetime(2026, 1, 1, tzinfo=UTC)
    first, second = (read_record(row, mapping, zone, now) for row in source.rows())
    assert isinstance(first, Incident)
    assert isinstance(second, Rejection)
    assert mapping.unmapped == ()
    again = Quarantine(path.with_name("again.csv"), source.columns)
    again.add(second, next(source.rows(start=2)))
    again.flush()
    assert entries(again.path)[0] == [*HEADING, *COLUMNS]


def test_entries_name_row_column_value_and_reason(path: Path) -> None:
    quarantine = Quarantine(path, HEADING)
    rejection, row = rejected(12)
    quarantine.add(rejection, row)
    quarantine.flush()
    assert entries(path)[1] == ["A12", "2024-02-30", "吵架", "12", "报警时间", "2024-02-30", "不存在的日期或时间"]
    assert str(rejection) == "calls.csv 第 12 行「报警时间」：不存在的日期或时间：2024-02-30"


def test_no_entry_no_file(path: Path) -> None:
    quarantine = Quarantine(path, HEADING)
    quarantine.flush()
    quarantine.keep_through(0)
    assert not path.exists()
    assert quarantine.count == 0


def test_a_resumed_run_drops_what_came_after_its_last_progress(path: Path) -> None:
    quarantine = Quarantine(path, HEADING)
    for number in (3, 8, 15):
        quarantine.add(*rejected(number))
    quarantine.flush()
    resumed = Quarantine(path, HEADING)
    assert resumed.count == 3
    resumed.keep_through(8)
    assert resumed.count == 2
    resumed.add(*rejected(15))
    resumed.flush()
    assert numbers(path) == [3, 8, 15]
    resumed.keep_through(0)
    assert not path.exists()


@pytest.mark.parametrize("content", ["吵架", 'a "b"\n, c'])
def test_a_write_cut_at_any_byte_is_mended(path: Path, content: str) -> None:
    quarantine = Quarantine(path, HEADING)
    quarantine.add(*rejected(3))
    quarantine.flush()
    committed = path.read_bytes()
    quarantine.add(*rejected(12, content))
    quarantine.flush()
    whole = path.read_bytes()
    for cut in range(len(committed), len(whole) + 1):
        path.write_bytes(whole[:cut])
        resumed = Quarantine(path, HEADING)
        resumed.keep_through(3)
        assert path.read_bytes() == committed
        resumed.add(*rejected(12, content))
        resumed.flush()
        assert path.read_bytes() == whole


def test_waiting_entries_are_dropped_too(path: Path) -> None:
    quarantine = Quarantine(path, HEADING)
    for number in (3, 8):
        quarantine.add(*rejected(number))
    quarantine.keep_through(3)
    assert quarantine.count == 1
    quarantine.flush()
    assert numbers(path) == [3]


def test_files_of_one_name_have_quarantines_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FENGQIAO_HOME", str(tmp_path))
    one, other = (quarantine_path("三月/警情.xlsx[表 1]", fingerprint) for fingerprint in ("a" * 64, "b" * 64))
    assert one != other
    assert one.parent == tmp_path.resolve() / "quarantine"
    assert one.name == "三月_警情.xlsx_表_1_.0e59208c.csv"

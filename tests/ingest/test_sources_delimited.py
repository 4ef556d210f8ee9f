"""Delimited text comes back as it was written, in every encoding and separator; damage stays in its row."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from ingest.sources import SourceError, open_source

HEADING = ["接警单编号", "报警时间", "警情地址", "报警内容"]
CHINESE = st.text(st.sampled_from("阳光花园3栋二单元，。；“”老王说：不还钱\n \"',;\t|abc'7"), max_size=40)
ROWS = st.lists(st.tuples(st.integers(1, 10**9).map(str), CHINESE, CHINESE, CHINESE), min_size=1, max_size=30)
REUSED_PATH = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def written(rows: Sequence[tuple[str, ...]], delimiter: str = ",", heading: list[str] = HEADING) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerows([heading, *rows])
    return stream.getvalue()


def read(path: Path, start: int = 0) -> list[tuple[str, ...]]:
    return [tuple(row.values.values()) for row in open_source(path).rows(start)]


@REUSED_PATH
@given(
    rows=ROWS,
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16"]),
    delimiter=st.sampled_from(",;\t|"),
    suffix=st.sampled_from([".csv", ".txt", ".xls"]),
)
@example(rows=[("1", "二\n行", 'say "no"', "a;b|c\td")], encoding="gb18030", delimiter=";", suffix=".csv")
def test_what_is_written_is_read(
    tmp_path: Path, rows: list[tuple[str, ...]], encoding: str, delimiter: str, suffix: str
) -> None:
    path = tmp_path / f"calls{suffix}"
    path.write_bytes(written(rows, delimiter).encode(encoding))
    source = open_source(path)
    assert source.columns == tuple(HEADING)
    assert read(path) == rows
    assert [row.number for row in source.rows()] == list(range(2, len(rows) + 2))
    assert all(row.defect is None for row in source.rows())


@REUSED_PATH
@given(rows=ROWS, start=st.integers(0, 32))
def test_reading_can_begin_after_any_row(tmp_path: Path, rows: list[tuple[str, ...]], start: int) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(written(rows), encoding="utf-8")
    assert read(path, start) == rows[max(0, start - 1) :]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_undecodable_bytes_stay_in_their_row(tmp_path: Path, encoding: str) -> None:
    rows = [(str(n), "2024-03-01 08:00", "幸福路1号", "邻居半夜吵闹，请民警到场处理") for n in range(5)]
    lines = written(rows).encode(encoding).split(b"\r\n")
    lines[3] = lines[3][:-3] + b"\xff\xff" + lines[3][-1:]
    path = tmp_path / "calls.csv"
    path.write_bytes(b"\r\n".join(lines))
    damaged = ["\ufffd" in "".join(row.values.values()) for row in open_source(path).rows()]
    assert damaged == [False, False, True, False, False]


def test_an_open_quote_costs_one_row_only(tmp_path: Path) -> None:
    rows = [(str(n), "2024-03-01", "幸福路", "他说“好”") for n in range(3000)]
    lines = written(rows).split("\r\n")
    lines[10] = '9,2024-03-01,"幸福路,内容'
    lines[2000] = '1999,2024-03-01,"幸福"路,内容'
    path = tmp_path / "calls.csv"
    path.write_text("\r\n".join(lines), encoding="utf-8")
    found = list(open_source(path).rows())
    assert [row.number for row in found if row.defect] == [11, 2001]
    assert len(found) == 3000
    defect = found[9].defect
    assert defect is not None
    assert defect.value == lines[10]


def test_an_open_quote_at_the_end_is_found(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text('编号,时间,内容\n1,2024-03-01,好\n2,2024-03-02,"未完\n3,2024-03-03,好\n', encoding="utf-8")
    assert [(row.values["编号"], bool(row.defect)) for row in open_source(path).rows()] == [
        ("1", False),
        ("", True),
        ("3", False),
    ]


def test_too_many_and_too_few_cells_are_defects(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("编号,时间,内容\n1,2024-03-01,a\n2,2024-03-01,b,c\n3,2024-03-01,d,,\n4,2024-0", encoding="utf-8")
    reasons = [row.defect.reason if row.defect else "" for row in open_source(path).rows()]
    assert [bool(reason) for reason in reasons] == [False, True, False, True]
    assert "多于" in reasons[1]
    assert "少于" in reasons[3]


def test_a_writer_that_leaves_out_blank_ends_is_understood(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("编号,时间,内容,案号\n1,2024-03-01,a\n2,2024-03-01,b\n3,2024-03-01,c,X\n", encoding="utf-8")
    found = list(open_source(path).rows())
    assert [row.values["案号"] for row in found] == ["", "", "X"]
    assert not any(row.defect for row in found)


def test_titles_above_the_heading_and_blank_rows_are_passed_over(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("某县三月警情,,,\n\n编号,时间,,时间\n1,2024-03-01,x,y\n,,,\n2,2024-03-02,x,y\n", encoding="utf-8")
    source = open_source(path)
    assert source.columns == ("编号", "时间", "列3", "时间_2")
    assert [(row.number, row.values["编号"]) for row in source.rows()] == [(4, "1"), (6, "2")]


def test_the_fingerprint_follows_the_bytes(tmp_path: Path) -> None:
    first, same, other = (tmp_path / name for name in ("a.csv", "b.csv", "c.csv"))
    first.write_text("编号,时间\n1,2\n", encoding="utf-8")
    same.write_bytes(first.read_bytes())
    other.write_text("编号,时间\n1,3\n", encoding="utf-8")
    assert open_source(first).fingerprint == open_source(same).fingerprint != open_source(other).fingerprint


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\n\n", "empty"),
        (b",,\n,,\n", "no rows"),
        (b"<html><table>", "web page"),
        (b"%PDF-1.7", "PDF"),
    ],
)
def test_what_is_no_table_is_refused_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(content)
    with pytest.raises(SourceError, match=said) as refusal:
        open_source(path)
    assert "\n" not in str(refusal.value)


def test_a_missing_file_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="No such file"):
        open_source(tmp_path / "none.csv")

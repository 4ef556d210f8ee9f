"""Tables as files: exact texts back, nothing a spreadsheet would run, whole or not at all."""

from __future__ import annotations

import csv
import json
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.export import tables
from graph.export.cells import csv_cell, is_formula, plain, restore
from graph.export.output import ExportError

HEAD = ("id", "risk", "escalated", "at")
ROW = ("JJ1", 0.5, True, datetime(2024, 2, 29, 16, 0, tzinfo=UTC))
HOSTILE = ["=1+1", "+1", "-1", "@A1", "\t=1", "＝1", " =1", "'=1", "'", "plain", '",\n', "000123", "1e5"]


@given(st.text())
def test_what_is_neutralised_can_be_restored_and_nothing_starts_a_formula(text: str) -> None:
    cell = csv_cell(text)
    assert restore(cell) == text
    assert not is_formula(cell) or cell.startswith("'")


def test_values_are_written_as_the_exports_promise() -> None:
    assert [plain(value) for value in (*ROW, None, ["a", "b"])] == ["JJ1", 0.5, 1, "2024-03-01 00:00:00", "", "a；b"]


def test_csv_has_a_bom_the_head_and_fixed_decimals(tmp_path: Path) -> None:
    written = tables.write([ROW], HEAD, tmp_path / "out.csv").read_bytes()
    assert written == b"\xef\xbb\xbfid,risk,escalated,at\r\nJJ1,0.5000,1,2024-03-01 00:00:00\r\n"


@pytest.mark.parametrize("suffix", [".csv", ".json", ".xlsx"])
def test_hostile_texts_come_back_and_are_never_formulas(tmp_path: Path, suffix: str) -> None:
    output = tables.write([[text] for text in HOSTILE], ["id"], tmp_path / f"out{suffix}")
    if suffix == ".csv":
        with output.open(encoding="utf-8-sig", newline="") as file:
            head, *rows = csv.reader(file)
        assert [restore(row[0]) for row in rows] == HOSTILE
        assert not [row[0] for row in rows if row[0][:1] in "=+-@\t＝ "]
    elif suffix == ".json":
        records = json.loads(output.read_text(encoding="utf-8"))
        head = list(records[0])
        assert [record["id"] for record in records] == HOSTILE
    else:
        sheet = openpyxl.load_workbook(output).worksheets[0]
        first, *cells = [row[0] for row in sheet.iter_rows()]
        head = [str(first.value)]
        assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}
        assert [cell.value for cell in cells] == HOSTILE
        with zipfile.ZipFile(output) as parts:
            assert b"<f>" not in parts.read("xl/worksheets/sheet1.xml")
    assert head == ["id"]


@pytest.mark.parametrize(("suffix", "size"), [(".csv", 7), (".json", 5)])
def test_a_table_without_rows_is_still_a_table(tmp_path: Path, suffix: str, size: int) -> None:
    assert tables.write([], ["id"], tmp_path / f"out{suffix}").stat().st_size in (size, 3)


def test_further_rows_go_on_another_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "SHEET_ROWS", 2)
    book = openpyxl.load_workbook(tables.write([[1], [2], [3]], ["n"], tmp_path / "out.xlsx"))
    assert [[row[0] for row in sheet.values] for sheet in book] == [["n", 1, 2], ["n", 3]]


def test_a_failure_half_way_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    def rows() -> Iterator[list[str]]:
        yield ["1"]
        raise RuntimeError("lost")

    output = tmp_path / "out.csv"
    output.write_text("old")
    with pytest.raises(RuntimeError, match="lost"):
        tables.write(rows(), ["id"], output)
    assert output.read_text() == "old"
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("out.pdf", "a table cannot be written to the suffix '.pdf'; it can be .csv, .json, .xlsx"),
        ("out", "a table cannot be written to a file without a suffix; it can be .csv, .json, .xlsx"),
        ("missing/out.csv", "No such file or directory"),
    ],
)
def test_a_file_that_cannot_be_written_is_one_clear_error(tmp_path: Path, name: str, says: str) -> None:
    with pytest.raises(ExportError) as caught:
        tables.write([], ["id"], tmp_path / name)
    assert says in str(caught.value)

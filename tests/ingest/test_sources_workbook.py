"""Workbooks: values, dates of both systems, sheets, row numbers as the spreadsheet program shows them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.incident import Incident
from ingest.mapping import make_mapping
from ingest.records import read_record
from ingest.sources import SourceError, open_source

SHANGHAI = ZoneInfo("Asia/Shanghai")
SECONDS = st.datetimes(datetime(1990, 1, 2), datetime(2024, 12, 31)).map(lambda when: when.replace(microsecond=0))
TEXT = st.text(st.sampled_from("幸福路12号 abc，。\n<&>\"'="), max_size=30)


def write(path: Path, rows: Sequence[Sequence[object]], date_1904: bool = False, sheet: str = "警情") -> None:
    book = xlsxwriter.Workbook(path, {"date_1904": date_1904, "strings_to_formulas": False})
    page = book.add_worksheet(sheet)
    dates = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
    for place, row in enumerate(rows):
        for column, cell in enumerate(row):
            if isinstance(cell, datetime):
                page.write_datetime(place, column, cell, dates)
            elif cell != "":
                page.write(place, column, cell)
    book.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(st.integers(1, 10**11), SECONDS, TEXT), min_size=1, max_size=12), old=st.booleans())
def test_times_numbers_and_texts_come_back(tmp_path: Path, rows: list[tuple[int, datetime, str]], old: bool) -> None:
    path = tmp_path / "calls.xlsx"
    heading = ["接警单编号", "报警时间", "报警内容", "来电号码"]
    write(path, [heading, *([number, when, text, 13800001111] for number, when, text in rows)], date_1904=old)
    source = open_source(path)
    mapping = make_mapping(source)
    found = [read_record(row, mapping, SHANGHAI, datetime.now(UTC)) for row in source.rows()]
    records = [record for record in found if isinstance(record, Incident)]
    assert [(record.id, record.reported_at, record.phone) for record in records] == [
        (str(number), when.replace(tzinfo=SHANGHAI), "13800001111") for number, when, _ in rows
    ]
    assert [row.number for row in source.rows()] == list(range(2, len(rows) + 2))


@pytest.mark.parametrize("old", [False, True])
def test_serial_days_without_a_date_format_follow_the_workbook(tmp_path: Path, old: bool) -> None:
    when = datetime(2024, 3, 1, 8, 5, 9)
    serial = (when - (datetime(1904, 1, 1) if old else datetime(1899, 12, 30))) / timedelta(days=1)
    path = tmp_path / "calls.xlsx"
    write(path, [["编号", "时间", "内容"], ["A1", serial, "吵架"]], date_1904=old)
    source = open_source(path)
    record = read_record(next(source.rows()), make_mapping(source), SHANGHAI, datetime.now(UTC))
    assert isinstance(record, Incident)
    assert record.reported_at == when.replace(tzinfo=SHANGHAI)


def test_rows_are_numbered_as_on_the_sheet(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    write(
        path, [[""], ["三月警情统计"], [""], ["编号", "时间", "内容"], ["A1", "2024-03-01", "x"], [""], ["A2", "", ""]]
    )
    source = open_source(path)
    assert source.columns == ("编号", "时间", "内容")
    assert [(row.number, row.values["编号"]) for row in source.rows()] == [(5, "A1"), (7, "A2")]
    assert [row.number for row in source.rows(start=5)] == [7]
    assert source.total == 3


def test_a_sheet_is_chosen_by_name_and_the_first_with_content_else(tmp_path: Path) -> None:
    path = tmp_path / "calls.xlsx"
    book = openpyxl.Workbook()
    book.active.title = "空"  # type: ignore[union-attr]
    for name in ("一月", "二月"):
        book.create_sheet(name).append(["编号", "时间", name])
        book[name].append(["1", "2024-01-01", "x"])
    book.save(path)
    assert open_source(path).columns[2] == "一月"
    assert open_source(path, sheet="二月").columns[2] == "二月"
    assert open_source(path).fingerprint != open_source(path, sheet="二月").fingerprint
    with pytest.raises(SourceError, match="一月, 二月"):
        open_source(path, sheet="三月")


def test_a_broken_workbook_and_a_sheet_of_a_text_file_are_refused(tmp_path: Path) -> None:
    broken = tmp_path / "calls.xlsx"
    broken.write_bytes(b"PK\x03\x04" + b"\x00" * 50)
    with pytest.raises(SourceError, match="not a workbook"):
        open_source(broken)
    text = tmp_path / "calls.csv"
    text.write_text("编号,时间\n", encoding="utf-8")
    with pytest.raises(SourceError, match="--sheet"):
        open_source(text, sheet="一月")


def remade(path: Path, sheet: Callable[[bytes], bytes]) -> Path:
    """A workbook with its one sheet's XML as ``sheet`` makes it."""
    write(path, [["接警单编号", "报警内容"], ["1", "漏水"]])
    with zipfile.ZipFile(path) as packed:
        members = {name: packed.read(name) for name in packed.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in members.items():
            packed.writestr(name, sheet(content) if name.endswith("sheet1.xml") else content)
    return path


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY x SYSTEM "file:///etc/hostname">', '<!ENTITY y "calls"><!ENTITY x "&y;&y;&y;&y;">'],
    ids=["a file of the machine", "a text that grows"],
)
def test_no_entity_of_a_workbooks_xml_is_resolved(tmp_path: Path, entity: str) -> None:
    def with_entity(content: bytes) -> bytes:
        head, declared, rest = content.partition(b"?>")
        cells = b'<row r="3"><c r="A3" t="inlineStr"><is><t>2</t></is></c>'
        cells += b'<c r="B3" t="inlineStr"><is><t>&x;</t></is></c></row></sheetData>'
        return head + declared + f"<!DOCTYPE worksheet [{entity}]>".encode() + rest.replace(b"</sheetData>", cells)

    with pytest.raises(SourceError, match="not a workbook that can be read"):
        list(open_source(remade(tmp_path / "calls.xlsx", with_entity)).rows())


def test_a_workbook_that_unpacks_to_more_than_it_says_is_refused(tmp_path: Path) -> None:
    large = 64 << 20
    path = remade(tmp_path / "calls.xlsx", lambda content: content.replace(b"<sheetData>", b"<!--" + b"-" * large))
    with zipfile.ZipFile(path) as packed:
        [real] = [one.file_size for one in packed.infolist() if one.file_size > large]
    path.write_bytes(path.read_bytes().replace(real.to_bytes(4, "little"), (1000).to_bytes(4, "little")))
    with zipfile.ZipFile(path) as packed:
        assert sum(one.file_size for one in packed.infolist()) < 100_000
    with pytest.raises(SourceError, match="larger than its declared"):
        list(open_source(path).rows())

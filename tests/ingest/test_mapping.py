"""Columns find their fields by heading; a mapping file goes before the guess and says what is wrong with it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.incident import COLUMNS, Incident
from ingest.mapping import Mapping, MappingError, make_mapping
from ingest.mapping.aliases import meaning, normal
from ingest.mapping.describe import describe
from ingest.records import read_record
from ingest.sources import open_source

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EXAMPLES = Path(__file__).parents[2] / "docs" / "examples"

Map = Callable[..., Mapping]


@pytest.fixture
def mapped(tmp_path: Path) -> Map:
    """A function from headings, and perhaps a mapping file's text, to the mapping."""

    def make(*headings: str, toml: str = "") -> Mapping:
        source = tmp_path / "calls.csv"
        source.write_text(",".join(f'"{heading}"' for heading in headings) + "\n", encoding="utf-8")
        file = tmp_path / "mapping.toml"
        file.write_text(toml, encoding="utf-8")
        return make_mapping(open_source(source), file if toml else None)

    return make


def columns(mapping: Mapping) -> dict[str, tuple[str, ...]]:
    return {plan.field: plan.columns for plan in mapping.plans}


def test_the_default_headings_are_exact(mapped: Map) -> None:
    mapping = mapped(*COLUMNS.values())
    assert columns(mapping) == {field: (name,) for field, name in COLUMNS.items()}
    assert {plan.how for plan in mapping.plans} == {"exact"}
    assert mapping.unmapped == ()


def test_pinyin_abbreviations_are_known(mapped: Map) -> None:
    mapping = mapped(
        "jjdbh", "BJSJ", "bjrlxdh", "bjrxm", "afdd", "bjnr", "cjqk", "gxdwmc", "jqxzmc", "cjmj", "ajbh", "xh"
    )
    assert columns(mapping) == {
        "id": ("jjdbh",),
        "reported_at": ("BJSJ",),
        "phone": ("bjrlxdh",),
        "caller_name": ("bjrxm",),
        "address": ("afdd",),
        "category": ("jqxzmc",),
        "content": ("bjnr",),
        "outcome": ("cjqk",),
        "unit": ("gxdwmc",),
        "officer": ("cjmj",),
        "case_number": ("ajbh",),
    }
    assert {plan.how for plan in mapping.plans} == {"pinyin"}
    assert mapping.unmapped == ("xh",)


def test_a_hotline_export_is_known(mapped: Map) -> None:
    mapping = mapped("留言编号", "留言用户", "留言主题", "留言时间", "留言详情", "点赞数")
    assert columns(mapping) == {
        "id": ("留言编号",),
        "reported_at": ("留言时间",),
        "caller_name": ("留言用户",),
        "content": ("留言主题", "留言详情"),
    }
    values = {"留言主题": "路灯不亮", "留言详情": "小区门口路灯坏了"}
    take = next(plan.take for plan in mapping.plans if plan.field == "content")
    assert take(values) == "路灯不亮\n小区门口路灯坏了"
    assert take(values | {"留言主题": "路灯坏了"}) == "小区门口路灯坏了"
    assert take(values | {"留言主题": ""}) == "小区门口路灯坏了"


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        (" 报警时间（年月日）", "reported_at"),
        ("报警 时间:", "reported_at"),
        ("*来电号码[必填]", "phone"),
        ("处警单位名称", "unit"),
        ("警情类别名称", "category"),
        ("Call_Time", "reported_at"),
        ("caller-phone", "phone"),
        ("ＩＤ", "id"),
        ("工单编号", "id"),
        ("受理时间", "reported_at"),
        ("诉求人联系电话", "phone"),
        ("事发地点", "address"),
        ("诉求内容", "content"),
        ("办理结果", "outcome"),
        ("承办单位", "unit"),
        ("公民身份号码", "caller_id_number"),
        ("slsj", "reported_at"),
        ("序号", None),
        ("处警单位代码", None),
        ("经度", None),
        ("", None),
    ],
)
def test_headings_in_other_dress(heading: str, field: str | None) -> None:
    found = meaning(heading)
    assert (found.field if found else None) == field


@given(
    st.sampled_from(list(COLUMNS.items())), st.text(" \t_-*：:·", max_size=4), st.sampled_from(["", "(必填)", "【1】"])
)
def test_dress_changes_no_meaning(column: tuple[str, str], padding: str, bracket: str) -> None:
    field, name = column
    found = meaning(padding + name[:2] + padding + name[2:] + bracket)
    assert found is not None
    assert (found.field, found.how) == (field, "exact")


def test_no_listed_heading_means_two_things() -> None:
    table = tomllib.loads(
        (Path(__file__).parents[2] / "ingest" / "mapping" / "aliases.toml").read_text(encoding="utf-8")
    )
    places: dict[str, set[tuple[str, int]]] = {}
    for field in COLUMNS:
        for position, part in enumerate(table[field]["part"]):
            for heading in [*part.get("names", []), *part.get("pinyin", []), *part.get("english", [])]:
                places.setdefault(normal(heading), set()).add((field, position))
    assert {heading for heading, found in places.items() if len(found) > 1} == set()


def test_the_better_of_two_headings_wins_and_the_other_is_reported(mapped: Map) -> None:
    mapping = mapped("案发时间", "报警时间", "接警单编号", "警情地址", "联系电话", "来电号码")
    assert mapping.columns_of("reported_at") == ("报警时间",)
    assert mapping.columns_of("phone") == ("来电号码",)
    assert mapping.unmapped == ("案发时间", "联系电话")


def test_missing_columns_are_one_line_that_lists_what_there_is(mapped: Map) -> None:
    with pytest.raises(MappingError) as error:
        mapped("接警单编号", "甲", "乙")
    message = str(error.value)
    assert "报警时间" in message
    assert "address, content and caller" in message
    assert "接警单编号, 甲, 乙" in message
    assert "\n" not in message


def test_quarantine_columns_are_passed_over(mapped: Map) -> None:
    mapping = mapped(*COLUMNS.values(), "隔离行号", "隔离列", "隔离值", "隔离原因")
    assert mapping.unmapped == ()


def test_a_mapping_file_goes_before_the_guess(mapped: Map) -> None:
    mapping = mapped(
        "号", "d", "t", "addr", "twp", "报警内容", "备注",
        toml="""
        time_zone = "America/New_York"
        time_formats = ["%d.%m.%Y %H:%M"]
        id = { hash = ["d", "t", "addr"] }
        "报警时间" = { columns = ["d", "t"], join = " " }
        address = { template = "{addr}, {twp}" }
        content = "备注"
        unit = { constant = "指挥中心" }
        """,
    )  # fmt: skip
    row = {"号": "", "d": "01.03.2024", "t": "08:05", "addr": "MAIN ST", "twp": "NORTH", "报警内容": "x", "备注": "y"}
    made = {plan.field: plan.take(row) for plan in mapping.plans}
    assert made["reported_at"] == "01.03.2024 08:05"
    assert made["address"] == "MAIN ST, NORTH"
    assert (made["content"], made["unit"], len(made["id"])) == ("y", "指挥中心", 20)
    assert mapping.unmapped == ("号", "报警内容")
    assert (str(mapping.time_zone), mapping.time_formats) == ("America/New_York", ("%d.%m.%Y %H:%M",))


@pytest.mark.parametrize(
    ("addr", "twp", "made"),
    [("A", "B", "No. A, B!"), ("A", "", "No. A!"), ("", "B", "B!"), (" ", None, "")],
)
def test_a_template_leaves_no_dangling_commas(mapped: Map, addr: str, twp: str | None, made: str) -> None:
    mapping = mapped("编号", "时间", "addr", "twp", toml='address = { template = "No. {addr}, {twp}!" }')
    take = next(plan.take for plan in mapping.plans if plan.field == "address")
    assert take({"addr": addr, "twp": twp}) == made


@given(
    st.lists(st.text("ab", max_size=3), min_size=3, max_size=3),
    st.lists(st.text("ab", max_size=3), min_size=3, max_size=3),
)
def test_hashes_are_equal_only_for_equal_values(one: list[str], other: list[str]) -> None:
    from ingest.mapping.plan import hashed

    take = hashed(("x", "y", "z"))
    assert (take(dict(zip("xyz", one, strict=True))) == take(dict(zip("xyz", other, strict=True)))) is (one == other)


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('adress = "地址"', "adress: no such key"),
        ('address = { colums = ["地址"] }', "address.colums: no such key"),
        ('address = { columns = ["地址"], constant = "x" }', "address: give exactly one"),
        ("address = {}", "address: give exactly one"),
        ("address = { columns = [] }", "address.columns:"),
        ("address = 5", "address:"),
        ('address = { template = "x" }', "names no {column}"),
        ('address = { constant = "x", join = "," }', "join goes with columns"),
        ('address = "地直"', "no column '地直' (did you mean '地址'?); it has: 编号, 时间, 地址"),
        ('time_zone = "Mars/Base"', "time_zone: 'Mars/Base' is no IANA time zone"),
        ('time_formats = ["%H:%M"]', "time_formats.0: '%H:%M' is no time format"),
        ('address = "地址"\n"警情地址" = "地址"', "address: given twice"),
        ("address = ", "not valid TOML"),
        ('警情地址 = "地址"', "a Chinese key stands in quotes"),
    ],
)
def test_a_wrong_mapping_file_is_one_line_with_key_and_reason(mapped: Map, toml: str, said: str) -> None:
    with pytest.raises(MappingError) as error:
        mapped("编号", "时间", "地址", toml=toml)
    assert said in str(error.value)
    assert str(error.value).startswith("mapping.toml: ")
    assert "\n" not in str(error.value)


def test_a_missing_mapping_file_is_one_line(tmp_path: Path) -> None:
    source = tmp_path / "calls.csv"
    source.write_text("编号,时间,地址\n", encoding="utf-8")
    with pytest.raises(MappingError, match=r"none\.toml: cannot be read"):
        make_mapping(open_source(source), tmp_path / "none.toml")


def test_the_description_names_columns_ways_and_first_rows(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text("bjnr,编号,时间,x\n吵架,A1,2024-03-01 08:00,1\n吵架,,2024-03-01,2\n", encoding="utf-8")
    source = open_source(path)
    said = "\n".join(describe(source, make_mapping(source), SHANGHAI, NOW))
    for part in (
        "<-  bjnr  [pinyin]",
        "<-  编号  [alias]",
        "not used: x",
        "2024-03-01 08:00:00+08:00",
        "row 3: quarantined",
    ):
        assert part in said


def test_the_worked_example_reads_calls_without_an_id(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_text(
        "lat,lng,desc,zip,title,timeStamp,twp,addr,e\n"
        "40.1,-75.2,ELM ST; NORTH; Station 1;,19000,EMS: FALL VICTIM,2015-12-10 17:40:00,NORTH,ELM ST & OAK AVE,1\n"
        "40.1,-75.2,ELM ST; ; Station 1;,19000,EMS: FALL VICTIM,2015-12-10 17:40:00,,ELM ST & OAK AVE,1\n",
        encoding="utf-8",
    )
    source = open_source(path)
    mapping = make_mapping(source, EXAMPLES / "calls-for-service.toml")
    first, second = (read_record(row, mapping, SHANGHAI, NOW) for row in source.rows())
    assert isinstance(first, Incident)
    assert isinstance(second, Incident)
    assert (first.address, second.address) == ("ELM ST & OAK AVE, NORTH", "ELM ST & OAK AVE")
    assert first.reported_at == datetime(2015, 12, 10, 22, 40, tzinfo=UTC)
    assert first.id != second.id

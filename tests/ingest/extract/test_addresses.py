"""Addresses: spellings of one place are one chain of levels, neighbours are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.extract.addresses import parse, points_back
from ingest.extract.mentions import Level, Place

HOME = ((Level.ESTATE, "向阳花园"), (Level.BUILDING, "3"), (Level.UNIT, "2"), (Level.ROOM, "501"))


@pytest.mark.parametrize(
    "written",
    [
        "向阳花园3栋2单元501",
        "向阳花园3号楼二单元五楼501室",
        "向阳花园3-2-501",
        "向阳花园３座２单元５楼１号",
        "向阳花园三栋二单元501号",
        "向阳花园 3 # 2单元 501",
        "向阳花园3幢2单元0501室",
        "向阳花园3号楼2单元501房间",
    ],
)
def test_one_home(written: str) -> None:
    assert parse(written).parts == HOME


def _chinese(number: int) -> str:
    digits = "零一二三四五六七八九"
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else digits[tens] + "十") + (digits[ones] if ones else "")


@given(st.integers(1, 40), st.integers(1, 6), st.integers(1, 33), st.integers(1, 8))
def test_spellings_of_any_home_agree(building: int, unit: int, floor: int, door: int) -> None:
    room = f"{floor}{door:02d}"
    spellings = [
        f"向阳花园{building}栋{unit}单元{room}",
        f"向阳花园{_chinese(building)}号楼{_chinese(unit)}单元{_chinese(floor)}楼{room}室",
        f"向阳花园{building}-{unit}-{room}",
        f"向阳花园{building}座{unit}单元{floor}楼{door}号",
    ]
    assert len({parse(spelling) for spelling in spellings}) == 1
    assert parse(spellings[0]) != parse(f"向阳花园{building + 1}栋{unit}单元{room}")


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("建设路12号", {Level.ROAD: "建设路", Level.NUMBER: "建设路12号"}),
        ("建设路十二号", {Level.NUMBER: "建设路12号"}),
        (
            "东江市河西区建设路12号向阳花园3栋",
            {
                Level.CITY: "东江市",
                Level.DISTRICT: "河西区",
                Level.NUMBER: "建设路12号",
                Level.ESTATE: "向阳花园",
                Level.BUILDING: "3",
            },
        ),
        (
            "河西区柳林镇大石村五组66号",
            {
                Level.DISTRICT: "河西区",
                Level.STREET: "柳林镇",
                Level.VILLAGE: "大石村",
                Level.ROAD: "大石村5组",
                Level.NUMBER: "大石村5组66号",
            },
        ),
        ("大石村5组", {Level.VILLAGE: "大石村", Level.ROAD: "大石村5组"}),
        ("建设路李记面馆", {Level.ROAD: "建设路", Level.POI: "李记面馆"}),
        ("李记面馆（建设路12号）", {Level.NUMBER: "建设路12号", Level.POI: "李记面馆"}),
        ("建设路小学", {Level.POI: "建设路小学"}),
        ("河西区老街坊酒吧", {Level.DISTRICT: "河西区", Level.POI: "老街坊酒吧"}),
        ("河西区铁路公寓14号楼", {Level.DISTRICT: "河西区", Level.ESTATE: "铁路公寓", Level.BUILDING: "14"}),
        ("和平小学", {Level.POI: "和平小学"}),
        (
            "A市A5区云谷花园6栋",
            {Level.CITY: "A市", Level.DISTRICT: "A5区", Level.ESTATE: "云谷花园", Level.BUILDING: "6"},
        ),
        ("K8县", {Level.DISTRICT: "K8县"}),
        ("锦绣新村9号楼", {Level.ESTATE: "锦绣新村", Level.BUILDING: "9"}),
        ("黑水路12巷3栋", {Level.ROAD: "黑水路十二巷", Level.BUILDING: "3"}),
        ("海滨路1065弄17号", {Level.NUMBER: "海滨路1065弄", Level.BUILDING: "17"}),
        ("向阳花园二期6栋", {Level.ESTATE: "向阳花园2期", Level.BUILDING: "6"}),
        ("向阳花园8号楼2单元十一楼", {Level.BUILDING: "8", Level.UNIT: "2", Level.FLOOR: "11"}),
    ],
)
def test_levels(written: str, parts: dict[Level, str]) -> None:
    place = parse(written)
    assert {level: place.at(level) for level in parts} == parts


@pytest.mark.parametrize("tail", ["附近", "对面", "门口", "旁边", "南门", "中心花园", "地下车库", "内"])
def test_landmark_words_are_noted_and_change_no_place(tail: str) -> None:
    place = parse("向阳花园" + tail)
    assert place == parse("向阳花园")
    assert place.near == tail


def test_crossings_have_no_order() -> None:
    place = parse("建设路与文昌北街交叉口")
    assert place.at(Level.POI)
    assert place == parse("文昌北街和建设路路口") == parse("建设路与文昌北街交叉口北侧")
    assert place != parse("建设路与文昌南街交叉口")


def test_distance_from_a_crossing_gives_the_named_place() -> None:
    assert parse("建设路与文昌北街交叉口东南200米向阳花园3栋").at(Level.ESTATE) == "向阳花园"


@pytest.mark.parametrize(
    "written", ["", " ", "无", "不详", "未提供", "-", "N/A", "同上次地址", "还是上次那里", "老地方"]
)
def test_nothing_is_no_place(written: str) -> None:
    assert parse(written) == Place()


def test_reference_to_an_earlier_address_is_told() -> None:
    assert points_back("同上次地址")
    assert not points_back("向阳花园3栋")


def test_foreign_address_is_equal_to_its_equal() -> None:
    place = parse("ELM ST & DEAD END, SPRINGFIELD")
    assert place == parse("elm st &  dead end,  Springfield ")
    assert place.at(Level.POI)
    assert place != parse("ELM CT & DEAD END, SPRINGFIELD")


@given(st.text(max_size=60))
def test_any_text_is_parsed_into_distinct_levels(text: str) -> None:
    levels = [level for level, _ in parse(text).parts]
    assert len(levels) == len(set(levels))
    assert levels == sorted(levels, key=list(Level).index)

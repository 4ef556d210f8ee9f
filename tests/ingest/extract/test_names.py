"""People: surnames, masked names and forms of address, with the part each plays."""

from __future__ import annotations

import pytest

from ingest.extract import names
from ingest.extract.mentions import PersonMention


@pytest.mark.parametrize(
    ("written", "surname", "given", "full"),
    [
        ("白建国", "白", "建国", True),
        ("白某", "白", "", False),
        ("白某国", "白", "国", False),
        ("白某某", "白", "", False),
        ("白先生", "白", "", False),
        ("老白", "白", "", False),
        ("姓白的", "白", "", False),
        ("欧阳建国", "欧阳", "建国", True),
        ("欧阳女士", "欧阳", "", False),
        ("买买提·艾力", "买买提", "艾力", True),
        ("白建国（代）", "白", "建国", True),
    ],
)
def test_column(written: str, surname: str, given: str, full: bool) -> None:
    person = names.from_column(written)
    assert person is not None
    assert (person.surname, person.given, person.full, person.role) == (surname, given, full, "caller")


@pytest.mark.parametrize("written", ["", "路人", "匿名", "不详", "热心群众", "无名氏", "报警人"])
def test_nobody_in_particular(written: str) -> None:
    assert names.from_column(written) is None


def roles(text: str, source: str = "content", known: PersonMention | None = None) -> dict[str, str]:
    return {found.person.name: found.person.role for found in names.find(text, source, known)}


def test_caller_and_opponent_in_the_call() -> None:
    assert roles("张伟报警称与李某发生争执，姓王的也动了手") == {
        "张伟": "caller",
        "李某": "opponent",
        "姓王的": "opponent",
    }


def test_the_caller_is_known_again_in_the_note() -> None:
    caller = names.from_column("白建国")
    found = roles("白某国表示满意，李秀芳承认欠款，民警陈刚、辅警处置，经网格员赵玉兰调解", "outcome", caller)
    assert found == {"白某国": "caller", "李秀芳": "opponent", "陈刚": "officer", "赵玉兰": "mediator"}


@pytest.mark.parametrize(
    "text",
    [
        "国家规定明天全国停电",
        "高空抛物砸到车子",
        "从于是开始，金额不对",
        "安全检查，严重违规",
        "万元欠款",
        "管理费太高",
        "周一上午马路边",
    ],
)
def test_ordinary_words_are_nobody(text: str) -> None:
    assert names.find(text, "content") == []


def test_a_name_is_no_shop() -> None:
    assert roles("在王姐包子铺门口") == {}


@pytest.mark.parametrize(
    ("one", "other", "can"),
    [
        ("白建国", "白某国", True),
        ("白建国", "白某", True),
        ("白建国", "白先生", True),
        ("白建国", "白某明", False),
        ("白建国", "李某", False),
        ("白建国", "白建军", False),
    ],
)
def test_compatible(one: str, other: str, can: bool) -> None:
    first, second = names.from_column(one), names.from_column(other)
    assert first is not None
    assert second is not None
    assert names.compatible(first, second) is can

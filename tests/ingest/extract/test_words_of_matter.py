"""Kinds, dangers, references, flags, topics and things: what is said, and what is denied."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from graph.settings import PROJECT_ROOT
from ingest.extract import dangers, flags, kinds, references, things, topics
from ingest.extract.words import tagged


@pytest.mark.parametrize(
    ("category", "content", "kind"),
    [
        ("邻里纠纷", "楼上卫生间漏水，天花板都泡坏了", "leak"),
        ("噪声投诉", "楼上小孩天天跺脚，吵得睡不着", "noise"),
        ("纠纷", "包工头拖欠工资，工人讨薪", "wages"),
        ("纠纷", "借了五万块钱不还，有借条", "debt"),
        ("家庭纠纷", "丈夫酒后打老婆，要离婚", "family"),
        ("纠纷", "兄弟几个不管老人，赡养费没人出", "support"),
        ("纠纷", "父亲去世后，兄妹争遗产和遗嘱", "inheritance"),
        ("纠纷", "房东不退押金，换锁不让租客进门", "rental"),
        ("纠纷", "合伙人不分红，查账不给看账目", "business"),
        ("纠纷", "邻居遛狗不牵绳，咬伤孩子", "pets"),
        ("纠纷", "前男友纠缠，分手后要分手费", "emotional"),
        ("纠纷", "网上发帖造谣，短视频侮辱名誉", "online"),
        ("医患纠纷", "手术后家属在护士站闹", "medical"),
        ("校园纠纷", "班主任体罚学生", "school"),
    ],
)
def test_kind(category: str, content: str, kind: str) -> None:
    found, confidence = kinds.classify(category, content, "")
    assert found == kind
    assert 0.5 < confidence <= 1.0


def test_vague_text_has_no_kind() -> None:
    assert kinds.classify("纠纷", "跟人吵起来了，过来一下", "双方不欢而散") == ("", 0.0)


def test_every_kind_has_a_chinese_name_and_words() -> None:
    assert len(kinds.NAMES) == 27
    assert len(set(kinds.NAMES.values())) == len(kinds.NAMES)


@pytest.mark.parametrize(
    ("text", "graded"),
    [
        ("双方争吵，对方拿刀杀人", {"争吵": 1, "拿刀": 4, "杀人": 5}),
        ("没有打人，无人受伤", {}),
        ("双方未动手，暂未发现凶器", {}),
        ("他没走，还打了我", {"打了": 2}),
        ("打电话说在打麻将", {}),
        ("扬言同归于尽", {"扬言": 3, "同归于尽": 4}),
    ],
)
def test_dangers(text: str, graded: dict[str, int]) -> None:
    assert {danger.term: danger.grade for danger in dangers.find(text, "content")} == graded


@pytest.mark.parametrize(
    ("text", "points"),
    [("上次处理过，今天又来", True), ("多次报警一直没解决", True), ("楼上漏水到我家", False), ("", False)],
)
def test_references(text: str, points: bool) -> None:
    assert bool(references.find(text)) is points


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (("无效警情", "电话接通后无人说话", "回拨无人接听", False), (True, False, False)),
        (("其他", "不小心按到紧急呼叫", "误拨，无警情", False), (True, False, False)),
        (("骚扰电话", "辱骂接警员，反复拨打", "同号码多次骚扰，已警告", False), (True, True, False)),
        (("群众求助", "路灯不亮", "不属于公安职责，已指引市政12345", True), (False, False, True)),
        (("求助", "钥匙忘带，要开锁", "提供开锁公司电话", True), (False, False, True)),
        (("邻里纠纷", "楼上漏水，对方动手推了我", "双方各执一词，调解未达成一致", True), (False, False, False)),
        (("盗窃", "电动车在楼下被偷", "受理，调监控", True), (False, False, False)),
    ],
)
def test_flags(record: tuple[str, str, str, bool], expected: tuple[bool, bool, bool]) -> None:
    category, content, outcome, has_place = record
    assert flags.judge(category, content, outcome, has_place=has_place) == expected


@pytest.mark.parametrize("seed", [0, 4, 7])
def test_flags_do_not_hang_on_the_order_of_a_set(seed: int) -> None:
    """The weights of this record add up to all but nothing, and Python orders sets of words by a number of its own."""
    texts = ("其他", "盐仓东路372号有人报警称谎称家里着火", "到场核查无此事，谎报警情，行政处罚")
    program = f"from ingest.extract import flags; print(flags.judge(*{texts!r}, has_place=True))"
    environment = os.environ | {"PYTHONHASHSEED": str(seed)}
    told = subprocess.run(
        [sys.executable, "-c", program], cwd=PROJECT_ROOT, env=environment, check=True, capture_output=True, text=True
    )
    assert told.stdout.split() == ["(True,", "False,", "False)"]


def test_topics_fold_synonyms_and_leave_out_set_phrases_and_amounts() -> None:
    first = topics.select(topics.telling(tagged(topics.mask("报警人称楼上渗水，天花板泡坏，索赔3000元", []))))
    second = topics.select(topics.telling(tagged(topics.mask("来电人说楼上漏水，天花板泡坏，索赔五千块钱", []))))
    assert first == second
    assert "漏水" in first
    assert not {"报警人", "来电人", "3000", "元"} & set(first)


@pytest.mark.parametrize(
    ("text", "plate"),
    [
        ("车牌浙A12345挡路", "浙A12345"),
        ("京AD12345堵门", "京AD12345"),
        ("沪B·6X493", "沪B6X493"),
        ("买的A股跌了", ""),
        ("车牌B12345", "B12345"),
    ],
)
def test_plates(text: str, plate: str) -> None:
    assert [thing.name for _, _, thing in things.plates(text)][:1] == ([plate] if plate else [])


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [("我在鑫源泰和科技公司上班", "company", "鑫源泰和科技公司"), ("孩子在柳溪小学被打", "school", "柳溪小学")],
)
def test_named_things(text: str, kind: str, name: str) -> None:
    assert (kind, name) in [(thing.kind, thing.name) for thing in things.names(tagged(text))]


@pytest.mark.parametrize("text", ["这家公司不退钱", "学校不管", "饭店里吵架"])
def test_common_nouns_are_no_names(text: str) -> None:
    assert things.names(tagged(text)) == []

"""What befalls once is told from a quarrel that goes on."""

from __future__ import annotations

import pytest

from ingest.extract.events import NAMES, classify


@pytest.mark.parametrize(
    ("category", "content", "outcome", "event"),
    [
        ("走失", "老人出门后联系不上", "已找到，送返家中", "missing"),
        ("", "捡到一个黑色钱包，寻找失主", "", "lost"),
        ("诈骗", "对着屏幕刷单被骗三万元", "紧急止付", "fraud"),
        ("群众求助", "房门反锁进不去，请开锁", "", "locked_out"),
        ("", "小区停电两小时了", "供电所抢修", "utility"),
    ],
)
def test_a_happening_is_told(category: str, content: str, outcome: str, event: str) -> None:
    found, confidence = classify(category, content, outcome)
    assert found == event
    assert 0 < confidence <= 1


@pytest.mark.parametrize(
    ("category", "content", "outcome"),
    [
        ("邻里纠纷", "楼上停水管爆了不赔偿，对方多次威胁", "双方调解未成"),
        ("", "又来堵门，上次报过警，对方不还欠款", ""),
        ("", "", ""),
    ],
)
def test_a_quarrel_is_no_happening(category: str, content: str, outcome: str) -> None:
    assert classify(category, content, outcome) == ("", 0.0)


def test_words_of_a_quarrel_speak_against() -> None:
    _, alone = classify("", "停在路边的车被偷了", "")
    _, quarrelled = classify("", "停在路边的车被偷了，对方上次威胁过", "")
    assert quarrelled < alone


def test_every_event_has_a_name() -> None:
    assert all(NAMES.values())

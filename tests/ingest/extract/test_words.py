"""rjieba in jieba's place: the same cut without new-word guessing, and where they part."""

from __future__ import annotations

import jieba
import pytest
import rjieba

AGREE = (
    "楼上卫生间漏水天花板都泡坏了",
    "老板拖欠工资三个月一直不发",
    "双方因停车问题发生争执后协商解决",
    "邻居家的狗半夜叫个不停影响休息",
    "物业公司停电停水逼业主交物业费",
)


@pytest.mark.parametrize("text", AGREE)
def test_both_cut_alike(text: str) -> None:
    assert rjieba.Jieba().cut(text, False) == jieba.lcut(text, HMM=False)


def test_they_part_at_mixed_letters_and_digits() -> None:
    """Known difference, harmless here: plates and amounts are masked before texts are cut."""
    text = "买了iPhone15 Pro"
    assert "".join(rjieba.Jieba().cut(text, False)) == "".join(jieba.lcut(text, HMM=False)) == text

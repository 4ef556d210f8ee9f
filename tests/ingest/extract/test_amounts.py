import pytest

from ingest.extract.amounts import find, number


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("欠我三万元", (30_000.0,)),
        ("要求赔偿2.5万", (25_000.0,)),
        ("押金3000块不退", (3_000.0,)),
        ("拖欠工资12,800元", (12_800.0,)),
        ("先付了500元，又付了两千零五十元", (500.0, 2_050.0)),
        ("借了一万二没还", (12_000.0,)),
    ],
)
def test_sums_of_money_are_read_in_yuan(text: str, yuan: tuple[float, ...]) -> None:
    assert find(text) == yuan


@pytest.mark.parametrize(
    "text", ["3栋2单元501室", "住在18楼", "玉泉路208号", "一百多人围着", "三块地被占", "拨打12345"]
)
def test_what_numbers_or_counts_something_is_no_money(text: str) -> None:
    assert find(text) == ()


@pytest.mark.parametrize(
    ("written", "value"), [("十五", 15), ("两百零三", 203), ("三百五", 350), ("一亿", 100_000_000)]
)
def test_chinese_numerals(written: str, value: float) -> None:
    assert number(written) == value

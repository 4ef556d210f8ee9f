"""Amounts of money in yuan: 3000块, 2.5万, 三万元, 一万二, ￥1,280.

What is counted in other units (三块地, 两千人) is no money; a bare number is money only behind a word of paying.
"""

from __future__ import annotations

import re

from ingest.extract.text import once_a_text

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {
    char: value for value, char in enumerate("〇壹贰叁肆伍陆柒捌玖")
}
_DIGITS |= {"两": 2, "俩": 2}
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
_LARGE = {"万": 10_000, "萬": 10_000, "亿": 100_000_000}

_N = "".join([*_DIGITS, *_UNITS, *_LARGE])
_PAID = (
    r"(?:欠款?|赔偿?|花了?|退还?|付了?|还了?|借了?|给了?|给到|收了?|扣了?|交了?|垫付?了?|转了?|罚款?|要价?|要我|开价|报价"
    r"|定金|押金|工资|款|费|金额|金|价|礼|值|损失|只肯赔|索赔|充值|转账|补偿|拖欠|合计|总共|一共|共计?|各投了?|亏了?|涨[到了]|降到"
    r"|每[亩月天年平人户套台次]|一[亩平套台座天年次]|一个月|月租)"
)
_TAIL = (
    r"(?=$|(?:的)?(?:违约金|押金|[定订]金|工[资钱]|赔偿|补偿|[^，。]{0,2}费|[欠借货酒餐房]款|彩礼|礼金|利息|酒水|工程款)"
    r"|[，,。；;、！!？?）)\s不没才就还给未你我他她的])"
)
#: 三千六, 三百五: a numeral that leaves its last unit unsaid is a sum, unless it numbers or counts something.
_ROUND = re.compile(r"[百千][一二三四五六七八九]$")
_NUMBERED = frozenset("号楼栋幢室层单期路村组天岁人户个点多")
_ARABIC = re.compile(
    r"(?P<sign>[￥¥]\s?)?(?<![\dA-Za-z.\-])(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)\s?(?P<more>多|余|几)?"
    r"(?P<scale>[十百千万亿]|[wWkK](?![A-Za-z0-9]))?(?P<after>多|余)?(?P<unit>元|圆|块|人民币)?(?P<end>.?)"
)
_DIGIT = re.compile(r"\d")
_CHINESE = re.compile(
    rf"(?P<number>[{_N}]{{1,12}})(?P<more>多|余|几)?(?P<scale>万)?(?P<unit>元|圆|块|人民币)?(?P<end>.?)"
)
#: Without one of these a Chinese numeral is no sum.
_LARGE_OR_UNIT = re.compile(r"[百佰千仟万萬亿元圆块人]")
_BEHIND = re.compile(_PAID + r"(?:我|他|她|了|是|为|共|约|大概|其|：|:)?$")
#: What a number with 万, or with 块, may be counting instead of yuan.
_COUNTED = frozenset("人户平亩公吨米张次个条名件辆头只克瓦斤伏册位株棵里字粉单份年天岁")
_BLOCKS = frozenset("地田石砖玻木瓷板肉布铁招草空菜补抹")
#: 三块牌子 is no money, 800块牌账 is.
_MOST_BLOCKS = 20
_LEAST = 10.0
#: 两块三一斤: a price by the piece, not a sum.
_GOES_ON = re.compile(rf"[{''.join(_DIGITS)}](?:一|每)?[斤两个只尾条]|[{''.join(_DIGITS)}](?=[，。,])")


@once_a_text
def find(text: str) -> tuple[float, ...]:
    """Every amount of narrowed ``text`` in yuan, in order, each once."""
    found: list[tuple[int, float]] = []
    if _DIGIT.search(text):
        found += [(m.start(), value) for m in _ARABIC.finditer(text) if (value := _arabic(m, text))]
    if _LARGE_OR_UNIT.search(text):
        found += [(m.start(), value) for m in _CHINESE.finditer(text) if (value := _chinese(m, text))]
    return tuple(dict.fromkeys(value for _, value in sorted(found)))


def _arabic(match: re.Match[str], text: str) -> float:
    value = float(match["number"].replace(",", ""))
    scale = (match["scale"] or "").lower()
    value *= {"w": 10_000, "k": 1000, **_UNITS, **_LARGE}.get(scale, 1)
    if match["unit"]:
        return 0.0 if _is_blocks(match, value) else value
    if match["sign"] or (scale and scale in "万亿" and match["end"] not in _COUNTED):
        return value
    rest = text[match.end("number") :]
    bare = not scale and value >= _LEAST and re.match(_TAIL, rest) and len(match["number"]) < 8
    return value if bare and _BEHIND.search(text[max(0, match.start() - 6) : match.start()]) else 0.0


def _chinese(match: re.Match[str], text: str) -> float:
    if match.start() and text[match.start() - 1] in "0123456789.第":
        return 0.0
    written = match["number"]
    value = number(written) * (10_000 if match["scale"] else 1)
    if match["unit"]:
        return 0.0 if _is_blocks(match, value) or _GOES_ON.match(text, match.end("unit")) else value
    if ("万" in written or match["scale"]) and (written[0] in _DIGITS or written[0] in "十拾"):
        return value if match["end"] not in _COUNTED else 0.0
    if _ROUND.search(written):
        return value if match["end"] not in _COUNTED | _NUMBERED else 0.0
    large = any(char in "百佰千仟" for char in written) and written[0] in _DIGITS
    if large and re.match(_TAIL, text[match.end("number") :]):
        return value if _BEHIND.search(text[max(0, match.start() - 6) : match.start()]) else 0.0
    return 0.0


def _is_blocks(match: re.Match[str], value: float) -> bool:
    end = match["end"]
    return match["unit"] == "块" and (end in _BLOCKS or (end == "牌" and value < _MOST_BLOCKS)) and end != ""


def number(written: str) -> float:
    """The value of a Chinese numeral; a last digit behind 百, 千 or 万 counts tenths of it (一万二 is 12000).

    >>> number("三万"), number("一万二"), number("两千零五十"), number("三百五")
    (30000.0, 12000.0, 2050.0, 350.0)
    """
    total, section, pending, last, gap = 0, 0, 0, 1, False
    for char in written:
        if char in _DIGITS:
            pending = pending * 10 + _DIGITS[char] if pending else _DIGITS[char]
            gap = gap or char in "零〇"
        elif char in _UNITS:
            last, gap = _UNITS[char], False
            section += (pending or 1) * last
            pending = 0
        else:
            last, gap = _LARGE[char], False
            total = (total + section + pending or 1) * last
            section = pending = 0
    if pending and pending < 10 and last >= 100 and not gap:
        pending *= last // 10
    return float(total + section + pending)

"""The record of a follow-up visit (回访记录): made already, or to be filled in by hand on the way."""

from __future__ import annotations

from typing import Any

from graph.casework.states import facts, machines
from graph.export.papers.content import BLANK, Paper, Part, Table
from web.casework.papers import chinese, matter
from web.casework.papers.gathering import Gathered

#: What is asked at a visit, in the order of the paper: the facts of the move that says how satisfied somebody is.
_ASKED = tuple(
    name for move in (machines()["visit"].move("satisfy"),) for name in (*move.needs, *move.may) if name != "reason"
)


def paper(gathered: Gathered) -> Paper:
    """The paper."""
    told = gathered.told
    made = gathered.last("make")
    fields = [
        ("应回访日期", chinese.day(told.get("due"))),
        ("实际回访时间", chinese.moment(told.get("made_at")) or BLANK),
        ("回访人", gathered.by("make") if made else BLANK),
        *matter.fields(gathered.matters),
    ]
    rows = tuple((facts()[name].zh, _answer(name, told.get(name))) for name in _ASKED)
    parts = [
        Part("回访内容", table=Table(("问题", "回答"), rows, (1, 1))),
        matter.people(gathered.matters),
        _conclusion(gathered),
    ]
    return Paper(
        "回访记录",
        gathered.work.id,
        chinese.day(made.at) if made else gathered.day,
        tuple(fields),
        tuple(part for part in parts if part),
        (f"被回访人（签名）：{BLANK}", f"回访人（签名）：{BLANK}"),
    )


def _answer(name: str, told: Any) -> str:
    """An answer in words; before there is one, what to tick or room to write."""
    fact = facts()[name]
    options = [words for words, _english in fact.choices.values()]
    match fact.type:
        case "choice" if told is not None:
            return fact.choices[told][0]
        case "choice":
            return "　".join(f"□{words}" for words in options)
        case "yes_no" if told is not None:
            return "是" if told else "否"
        case "yes_no":
            return "□是　□否"
        case "score" if told is None:
            return "　".join(f"□{score}" for score in range(1, 6))
    return BLANK if told is None else str(told)


def _conclusion(gathered: Gathered) -> Part:
    last = gathered.last("satisfy", "dissatisfy")
    if last is None:
        return Part("回访结论", ("□满意　□不满意",))
    said = [machines()["visit"].states[last.to].zh + "。"]
    if last.name == "dissatisfy":
        said.append("理由：" + last.reason)
        said.append("依照规定，该矛盾纠纷重新打开，继续化解。")
    return Part("回访结论", tuple(said))

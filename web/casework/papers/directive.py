"""A directive (研判指令) as a paper: to whom, about what, what is asked for until when, on what grounds."""

from __future__ import annotations

from dataclasses import replace

from graph.casework.states import facts
from graph.export.papers.content import BLANK, Paper, Part
from web.casework.papers import chinese, matter
from web.casework.papers.gathering import Gathered


def paper(gathered: Gathered) -> Paper:
    """The paper."""
    told = gathered.told
    directions = facts()["direction"].choices
    direction = directions[told["direction"]][0] if told.get("direction") in directions else ""
    fields = [
        ("主送单位", "、".join(gathered.units) or "未指定"),
        *([("指令类别", direction)] if direction else []),
        ("反馈期限", chinese.moment(told.get("deadline"))),
        *matter.fields(gathered.matters),
    ]
    parts = [
        Part("指令内容", (str(told.get("order", "")),)),
        _course(gathered),
        *map(_annexed, (_grounds(gathered), matter.people(gathered.matters), matter.calls(gathered.matters))),
    ]
    return Paper(
        "研判指令",
        gathered.work.id,
        gathered.day,
        tuple(fields),
        tuple(part for part in parts if part),
        (f"签发人：{gathered.begun_by()}", f"签发日期：{gathered.day}", f"签收人：{BLANK}", f"签收日期：{BLANK}"),
    )


def _annexed(part: Part | None) -> Part | None:
    return replace(part, heading=f"附：{part.heading}") if part else None


def _grounds(gathered: Gathered) -> Part | None:
    """Why, for disputes that the order itself does not name: a drafted one gives its grounds."""
    said = []
    for one in gathered.matters:
        if one.row["dispute_id"] in str(gathered.told.get("order", "")):
            continue
        why = "、".join(one.risks)
        said.append(f"{matter.named(one)}：{matter.since(one)}{f'研判理由：{why}。' if why else ''}")
    return Part("研判依据", tuple(said)) if said else None


def _course(gathered: Gathered) -> Part | None:
    """What became of it so far."""
    received, back = gathered.last("receive"), gathered.last("feed_back")
    said = []
    if received:
        said.append(f"{chinese.moment(received.at)}由{gathered.by('receive')}签收。")
    if back:
        said.append(f"{chinese.moment(back.at)}由{gathered.by('feed_back')}反馈：{gathered.told.get('feedback', '')}")
    return Part("办理情况", tuple(said)) if said else None

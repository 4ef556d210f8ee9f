"""A people's mediation agreement (人民调解协议书): the parties by side, the facts, the terms, by when, and who signs.

What it has to say follows article 29 of the People's Mediation Law (人民调解法). It goes into the hands of both sides:
what somebody told the police in a call is not in it, nor who called how often.
"""

from __future__ import annotations

from collections.abc import Sequence

from graph.export.papers.content import BLANK, Paper, Part, Table
from web.casework.papers import chinese, matter
from web.casework.papers.gathering import Gathered, Row

_HEAD = ("当事人", "姓名", "身份证件号码", "联系电话", "住址")
_WIDTHS = (3, 3, 5, 4, 5)


def paper(gathered: Gathered) -> Paper:
    """The paper. What the records do not have (addresses, documents of identity) is left to be written in by hand."""
    told = gathered.told
    held = chinese.moment(told.get("held_at") or told.get("planned_at"))
    return Paper(
        "人民调解协议书",
        gathered.work.id,
        chinese.day(agreed.at) if (agreed := gathered.last("agree")) else gathered.day,
        (("调解时间", held), ("调解人", str(told.get("mediator", "")))),
        (
            Part("一、当事人", table=_parties(gathered)),
            Part("二、纠纷主要事实、争议事项", tuple(_facts(gathered))),
            Part("三、经调解，双方自愿达成如下协议", (str(told.get("terms", "")),)),
            Part("四、履行方式和期限", (_performance(gathered),)),
            Part("", ("本协议自双方当事人签名、盖章或者按指印，调解人签名之日起生效。双方当事人、调解组织各执一份。",)),
        ),
        (
            f"甲方（签名或按指印）：{BLANK}",
            f"乙方（签名或按指印）：{BLANK}",
            f"调解人（签名）：{BLANK}",
            f"记录人（签名）：{BLANK}",
            "调解组织（盖章）：",
            "日期：＿＿＿＿年＿＿月＿＿日",
        ),
    )


def _parties(gathered: Gathered) -> Table:
    """Who stands on which side. Who was only mentioned is no party; an empty line waits for whoever is not known."""
    rows = [
        *_side("甲方", [one for each in gathered.matters for one in each.people.get("caller", [])]),
        *_side("乙方", [one for each in gathered.matters for one in each.people.get("opponent", [])]),
    ]
    return Table(_HEAD, tuple(rows), _WIDTHS)


def _side(called: str, people: Sequence[Row]) -> list[tuple[str, ...]]:
    known = list({person["person_key"]: person for person in people}.values())
    if not known:
        return [(called, "", "", "", "")]
    return [(called, person["person"] or "", "", "\n".join(person["phones"][:2]), "") for person in known]


def _facts(gathered: Gathered) -> list[str]:
    said = []
    for one in gathered.matters:
        row = one.row
        where = f"，地点为{row['place']}" if row["place"] else ""
        title, kind = row["title"] or "矛盾纠纷", row["kind"] or ""
        about = title if kind in title else f"{title}（{kind}）"
        said.append(f"双方因{about}发生纠纷{where}。{matter.since(one)}")
    return said


def _performance(gathered: Gathered) -> str:
    by = gathered.told.get("perform_by")
    return f"履行期限：{chinese.day(by)}前。" if by else f"履行方式和期限：{BLANK}"

"""What every paper says of the dispute that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from graph.export.papers.content import Part, Table
from web.casework.papers import chinese
from web.casework.papers.gathering import MOST_CALLS, Matter, Row

SIDES = {"caller": "报警人", "opponent": "对方", "named": "被提及人"}
LEVELS = {"critical": "极高", "high": "高", "medium": "中", "low": "低"}
NO_NAME = "姓名不详"
_LONGEST = 120


def named(matter: Matter) -> str:
    """The dispute with its number."""
    return f"{matter.row['title'] or matter.row['kind'] or '矛盾纠纷'}（{matter.row['dispute_id']}）"


def fields(matters: Sequence[Matter]) -> list[tuple[str, str]]:
    """The disputes in lines of the paper's head."""
    found = []
    for matter in matters:
        row = matter.row
        kind = row["kind"] or ""
        said = [
            named(matter),
            kind if kind not in (row["title"] or "") else "",
            f"风险{LEVELS[row['level']]}" if row["level"] in LEVELS else "",
        ]
        found.append(("矛盾纠纷", "，".join(filter(None, said))))
        found.append(("地点", row["place"] or "不详"))
    return found


def since(matter: Matter) -> str:
    """How often it was reported, and when."""
    row = matter.row
    first, last = chinese.day(row["first_at"]), chinese.day(row["last_at"])
    span = first if first == last else f"{first}至{last}"
    return f"{span}，公安机关共接报相关警情{row['visible']}起。"


def people(matters: Sequence[Matter]) -> Part | None:
    """Who is in it, by side; None when nobody is known."""
    rows = [
        (SIDES.get(side, side), person["person"] or NO_NAME, "\n".join(person["phones"]), str(person["calls"]))
        for matter in matters
        for side, those in matter.people.items()
        for person in those
    ]
    if not rows:
        return None
    return Part("涉及人员", table=Table(("身份", "姓名", "联系电话", "报警次数"), tuple(rows), (3, 4, 5, 3)))


def calls(matters: Sequence[Matter]) -> Part | None:
    """Its calls; None without any."""
    rows = [_call(call) for matter in matters for call in matter.calls]
    if not rows:
        return None
    left = sum(max(0, matter.row["visible"] - len(matter.calls)) for matter in matters)
    said = (f"只列最早的{MOST_CALLS}起，另有{left}起未列。",) if left else ()
    return Part("警情清单", said, Table(("报警时间", "接警单编号", "报警内容"), tuple(rows), (4, 4, 9)))


def _call(call: Row) -> tuple[str, str, str]:
    content = " ".join((call["content"] or "").split())
    shown = content if len(content) <= _LONGEST else content[: _LONGEST - 1] + "…"
    return chinese.short(call["reported_at"]), call["incident_id"], shown

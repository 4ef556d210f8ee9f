"""One caller on one page: phones, names, calls, what was decided, and why all this is one person."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from neo4j import Driver

from graph import settings
from graph.casework.callers import present_key
from graph.casework.decisions import Decision, active
from ingest.recollection import Recollection
from ingest.resolve.who import fullest_name
from ingest.settle.mending import recollections
from ingest.settle.standing import About, Standing, query


@dataclass(frozen=True, slots=True)
class CallerCard:
    """What is known of a caller. ``asked`` is the key that was asked for, ``key`` the present one."""

    asked: str
    key: str
    name: str
    phones: Mapping[str, int]
    names: Mapping[str, int]
    id_numbers: Mapping[str, int]
    calls: Sequence[Standing]
    reasons: Sequence[str]

    def text(self) -> str:
        """The card as an officer reads it."""
        moved = f"（{self.asked} 已并入）" if self.asked != self.key else ""
        lines = [f"报警人 {self.key}{moved}  {self.name or '姓名不详'}  警情 {len(self.calls)} 起"]
        for title, found in (("电话", self.phones), ("姓名", self.names), ("证件号", self.id_numbers)):
            if found:
                lines.append(f"  {title} " + "、".join(f"{what}（{count}）" for what, count in found.items()))
        lines += [f"  归为一人 {reason}" for reason in self.reasons]
        for call in self.calls:
            at = datetime.fromtimestamp(call.profile.at_s, settings.zone()).isoformat(sep=" ", timespec="seconds")
            about = call.about.dispute if call.about else "-"
            said = (at[:19], call.id, call.profile.phone or "-", call.account or "-", about, call.place_name)
            lines.append("    " + "  ".join(said).rstrip())
        return "\n".join(lines)


def caller_card(driver: Driver, key: str) -> CallerCard:
    """The card of the caller with this key, or of the one it was merged into. UnknownCaller."""
    present = present_key(driver, key)
    disputes = {record["id"]: record["dispute"] for record in query(driver, "calls_of_caller", key=present)}
    calls = sorted(
        (_standing(kept, present, disputes[kept.id]) for kept in recollections(driver, sorted(disputes))),
        key=lambda call: call.profile.order,
    )
    names = dict(_counted(call.account for call in calls))
    decisions = active(driver, [call.id for call in calls], "caller")
    return CallerCard(
        key,
        present,
        fullest_name(names),
        _counted(call.profile.phone for call in calls),
        names,
        _counted(call.profile.id_number for call in calls),
        calls,
        list(_reasons(calls, decisions)),
    )


def _standing(kept: Recollection, caller: str, dispute: str | None) -> Standing:
    """The call as read from the graph's own text: a card is shown whether or not the memory is current."""
    about = About(dispute, 0.0, (), "") if dispute else None
    return Standing.of(0, kept.profile, kept.shown, caller, about)


def _reasons(calls: Sequence[Standing], decisions: Sequence[Decision]) -> Iterator[str]:
    """What holds the calls together, the surest first; nothing for a single call."""
    ids = {call.id for call in calls}
    for decision in decisions:
        joined = len(decision.joined & ids)
        if joined > 1:
            yield f"人工认定 {decision.id}：{decision.by} 认定其中 {joined} 起为同一人"
        if (decision.left | decision.right) & ids:
            yield f"人工认定 {decision.id}：{decision.by} 认定另一些警情不是此人"
    phones_of = _several((call.profile.id_number, call.profile.phone or "无号码") for call in calls)
    for id_number, phones in phones_of.items():
        yield f"证件号 {id_number} 见于 {phones.total()} 起（{'、'.join(phones)}）"
    names_of = _several((call.profile.phone, call.account or "未留姓名") for call in calls)
    for phone, names in names_of.items():
        yield f"电话 {phone} 报警 {names.total()} 起，所留姓名相合（{'、'.join(names)}）"
    at = _several(
        (f"{call.call().said.name}@{site.partition(':')[2]}", call.profile.phone or "无号码")
        for call in calls
        for site in call.call().sites
    )
    for name_at, phones in at.items():
        if len(phones) > 1:
            name, _, site = name_at.partition("@")
            yield f"全名 {name} 与地点 {site} 相同（{'、'.join(sorted(phones))}）"


def _several(pairs: Iterable[tuple[str, str]]) -> dict[str, Counter[str]]:
    """What stands in two calls or more, with how often each other thing stands beside it; '' is nothing."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for what, beside in pairs:
        if what:
            found[what][beside] += 1
    return {what: beside for what, beside in sorted(found.items()) if beside.total() > 1}


def _counted(values: Iterator[str]) -> dict[str, int]:
    return dict(Counter(value for value in values if value).most_common())

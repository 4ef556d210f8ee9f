"""Groups of incidents become disputes: a lasting number, a title, and what can be said of the whole."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph.analysis.risk import Call, assess
from graph.analysis.sounds import sounds
from ingest.extract.kinds import NAMES
from ingest.resolve.units import unit_key
from ingest.settle.standing import Standing


@dataclass(frozen=True, slots=True)
class Numbering:
    """Which dispute each group is; ``merged`` maps numbers that were swallowed to the one that holds their calls."""

    groups: dict[str, frozenset[str]]
    merged: dict[str, str]
    gone: frozenset[str]


def number(
    groups: Iterable[frozenset[str]],
    now: Mapping[str, str],
    order: Mapping[str, tuple[int, str]],
    is_taken: Callable[[str], bool] = lambda _: False,
) -> Numbering:
    """Give every group of two or more a dispute id that lasts.

    Args:
        groups: the groups found; single incidents are no dispute.
        now: incident -> dispute it is about at present.
        order: incident -> (time, id).
        is_taken: whether calls that are not among these are about a dispute of this name.

    A group keeps the number that most of its incidents have; a new one is named after its first incident.
    """
    wanted = sorted((group for group in groups if len(group) > 1), key=lambda group: min(order[i] for i in group))
    claims = sorted(
        (-count, min(order[i] for i in group), dispute, at)
        for at, group in enumerate(wanted)
        for dispute, count in Counter(now[i] for i in group if i in now).items()
    )
    chosen: dict[int, str] = {}
    taken: set[str] = set()
    for _, _, dispute, at in claims:
        if at not in chosen and dispute not in taken:
            chosen[at] = dispute
            taken.add(dispute)
    known = taken | set(now.values())
    for at, group in enumerate(wanted):
        if at not in chosen:
            chosen[at] = _fresh(min(group, key=lambda i: order[i]), lambda name: name in known or is_taken(name))
            known.add(chosen[at])
    numbered = {chosen[at]: group for at, group in enumerate(wanted)}
    holder = {incident: dispute for dispute, group in numbered.items() for incident in group}
    merged, gone = _fate(set(now.values()) - set(numbered), now, holder)
    return Numbering(numbered, merged, gone)


def _fresh(first: str, is_known: Callable[[str], bool]) -> str:
    name, again = f"D-{first}", 2
    while is_known(name):
        name, again = f"D-{first}-{again}", again + 1
    return name


def _fate(
    emptied: set[str], now: Mapping[str, str], holder: Mapping[str, str]
) -> tuple[dict[str, str], frozenset[str]]:
    """Where the calls of emptied disputes went: into another one, or nowhere."""
    went: dict[str, Counter[str]] = {dispute: Counter() for dispute in emptied}
    for incident, dispute in now.items():
        if dispute in emptied and incident in holder:
            went[dispute][holder[incident]] += 1
    merged = {old: min(to.items(), key=lambda item: (-item[1], item[0]))[0] for old, to in went.items() if to}
    return merged, frozenset(emptied - set(merged))


def describe(members: Sequence[Standing]) -> dict[str, Any]:
    """The properties of the dispute that these incidents (two or more, any order) are about."""
    calls = sorted(members, key=lambda standing: standing.profile.order)
    kind = _kind(calls)
    place = _place(calls)
    risk = assess(
        [Call(s.profile.at_s, s.profile.danger, s.caller, s.profile.refers_back, s.case_number) for s in calls],
        kind,
    )
    title = f"{place or _opening(calls)} {NAMES[kind]}".strip()
    return {
        "title": title,
        "sounds": sounds(title),
        "kind": NAMES[kind],
        "unit": _most(unit_key(standing.unit) for standing in calls),
        "place": place,
        "incidents": len(calls),
        "escalated": any(standing.case_number for standing in calls),
        "risk": risk.score,
        "level": risk.level,
        "risk_reasons": list(risk.reasons),
    }


def _kind(calls: Sequence[Standing]) -> str:
    votes: Counter[str] = Counter()
    for standing in calls:
        if standing.profile.kind:
            votes[standing.profile.kind] += max(1, round(10 * standing.profile.kind_confidence))
    return min(votes.items(), key=lambda item: (-item[1], item[0]))[0] if votes else "other"


def _place(calls: Sequence[Standing]) -> str:
    """The name of the place most calls give; of equals the finer, which has the longer key."""
    names = {s.place_key: s.place_name for s in calls if s.place_key}
    votes = Counter(s.place_key for s in calls if s.place_key)
    return names[min(votes, key=lambda key: (-votes[key], -len(key), key))] if votes else ""


def _opening(calls: Sequence[Standing]) -> str:
    """How the first call that says anything begins, up to its first stop: a name for a matter without a place."""
    said = next((standing.opening for standing in calls if standing.opening), "")
    return re.split(r"[，。；！？,;!?\n]", said, maxsplit=1)[0]


def _most(values: Iterable[str]) -> str:
    votes = Counter(value for value in values if value)
    return min(votes.items(), key=lambda item: (-item[1], item[0]))[0] if votes else ""

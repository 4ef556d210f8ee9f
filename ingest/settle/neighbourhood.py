"""The part of the graph that a few incidents can change: fetched by anchors, callers and present disputes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

from neo4j import Driver

from ingest.resolve.anchors import CAPS, LOOK_BACK_S, Anchor, anchors
from ingest.resolve.index_words import month, token
from ingest.resolve.profile import Profile
from ingest.settle.standing import Standing, query, standings

#: Incidents fetched at one anchor at once; more are there only at hubs, which are then read month by month.
_AT_ONCE = 400
_ROUNDS = 10
_MONTH_S = 28 * 86_400

#: (epoch seconds, id) of incidents.
Moments = list[tuple[int, str]]


class Neighbourhood:
    """Answers, from the graph, which calls came before or after a call at each of its anchors."""

    def __init__(self, driver: Driver, fresh: Mapping[str, Standing]) -> None:
        """``fresh`` are incidents whose callers were found anew; they stand for what the graph holds of them."""
        self._driver = driver
        self._at: dict[Anchor, Moments] = {}
        self._profiles: dict[str, Standing] = dict(fresh)
        self._fresh = fresh

    def standing(self, ids: Iterable[str]) -> dict[str, Standing]:
        """The incidents with these ids, fetched once."""
        wanted = sorted(set(ids))
        missing = [i for i in wanted if i not in self._profiles]
        if missing:
            self._profiles |= standings(self._driver, missing)
        return {i: self._profiles[i] for i in wanted if i in self._profiles}

    def predecessors(self, profiles: Sequence[Profile]) -> dict[str, dict[Anchor, Moments]]:
        """Per profile and anchor: the calls before it within the look-back, latest first, at most the anchor's cap."""
        self._read_anchors(profiles)
        return {profile.id: {a: self._before(profile, a) for a in anchors(profile)} for profile in profiles}

    def successors(self, profiles: Sequence[Profile]) -> set[str]:
        """The calls after these that compare, or would compare, themselves with them."""
        self._read_anchors(profiles)
        found: set[str] = set()
        for profile in profiles:
            for anchor in anchors(profile):
                after = sorted(m for m in self._at[anchor] if m > profile.order and m[0] - profile.at_s <= LOOK_BACK_S)
                found.update(i for _, i in after[: CAPS[anchor.kind]])
        return found

    def _before(self, profile: Profile, anchor: Anchor) -> Moments:
        earlier = [m for m in self._at[anchor] if m < profile.order and profile.at_s - m[0] <= LOOK_BACK_S]
        return sorted(earlier, reverse=True)[: CAPS[anchor.kind]]

    def _read_anchors(self, profiles: Sequence[Profile]) -> None:
        wanted = {a: profile for profile in profiles for a in anchors(profile) if a not in self._at}
        callers = {a.key: a for a in wanted if a.kind == "caller"}
        words = {token(a): a for a in wanted if a.kind != "caller"}
        self._at.update({a: [] for a in wanted})
        for record in query(self._driver, "by_caller", callers=sorted(callers)):
            held = _moments(record["incidents"])
            self._at[callers[record["token"]]] = [moment for moment in held if moment[1] not in self._fresh]
        for standing in self._fresh.values():
            if standing.caller in callers:
                self._at[callers[standing.caller]].append(standing.profile.order)
        for record in query(self._driver, "by_anchor", tokens=sorted(words), limit=_AT_ONCE):
            anchor = words[record["token"]]
            moments = _moments(record["incidents"])
            hub = len(moments) >= _AT_ONCE
            self._at[anchor] = self._month_by_month(anchor, profiles) if hub else moments

    def _month_by_month(self, anchor: Anchor, profiles: Sequence[Profile]) -> Moments:
        """The calls of a hub that lie nearest to the profiles at it: whole months until the cap is met."""
        found: dict[str, int] = {}
        for profile in profiles:
            if anchor not in anchors(profile):
                continue
            for step in (-1, 1):
                near: dict[str, int] = {}
                for months in range(1 + LOOK_BACK_S // _MONTH_S):
                    near |= self._in_month(anchor, month(profile.at_s + step * months * _MONTH_S))
                    beyond = sum((at - profile.at_s) * step > 0 for at in near.values())
                    if beyond >= CAPS[anchor.kind]:
                        break
                found |= near
        return sorted((at, i) for i, at in found.items())

    def _in_month(self, anchor: Anchor, word: str) -> dict[str, int]:
        phrase = f"+{token(anchor)} +{word}"
        records = query(self._driver, "by_anchor", tokens=[phrase], limit=1_000_000)
        return {i: at for record in records for i, at in record["incidents"]}


def _moments(incidents: Iterable[tuple[str, int]]) -> Moments:
    return [(at, i) for i, at in incidents]


def widen(driver: Driver, ids: Collection[str]) -> set[str]:
    """The incidents together with all that are about the same disputes now."""
    found = set(ids)
    found.update(record["id"] for record in query(driver, "dispute_members", ids=sorted(ids)))
    return found

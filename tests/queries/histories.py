"""Random histories of calls: how they are drawn, put into the graph, and counted the slow and plain way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from neo4j import Driver

from graph import settings

DAY_S = 86_400
WINDOWS = (7, 30, 365)
LEVELS = ("city", "street", "road", "village", "number", "estate", "poi", "building", "unit", "floor", "room")
SITES = frozenset(LEVELS) - {"city", "street", "road"}
#: Four days before a leap day, at night, so that windows cross it.
START = datetime(2024, 2, 25, 23, 30, tzinfo=ZoneInfo("Asia/Shanghai"))

#: Count, first and last epoch second of the earliest window with the most calls.
Best = tuple[int, int, int]


@dataclass(frozen=True)
class Call:
    at_s: int
    dispute: str
    caller: str
    phone: str
    unit: str
    places: tuple[int, ...]


@dataclass(frozen=True)
class History:
    """Calls ('' where something is unknown), places as (level, index of the wider one or -1), merged disputes."""

    calls: tuple[Call, ...]
    places: tuple[tuple[str, int], ...]
    merged: frozenset[str]

    def around(self, place: int) -> Iterator[int]:
        """``place`` and what it lies within."""
        while place >= 0:
            yield place
            place = self.places[place][1]


def _offsets() -> st.SearchStrategy[int]:
    """Seconds after the start: on, beside and between the edges of every window."""
    edge = st.sampled_from([days * DAY_S for days in (0, *WINDOWS, 14, 372)])
    beside = st.sampled_from([0, 0, 0, 1, -1, 2])
    anywhere = st.integers(0, 400 * DAY_S)
    return st.one_of(st.builds(int.__add__, edge, beside), st.integers(0, 3), anywhere)


@st.composite
def histories(draw: st.DrawFn) -> History:
    """A history of up to 40 calls about up to 4 disputes."""
    places = tuple(
        (draw(st.sampled_from(LEVELS)), draw(st.integers(-1, index - 1))) for index in range(draw(st.integers(0, 6)))
    )
    at = st.lists(st.sampled_from(range(len(places))), max_size=2, unique=True) if places else st.just([])
    call = st.builds(
        Call,
        at_s=_offsets().map(int(START.timestamp()).__add__),
        dispute=st.sampled_from(["", "D1", "D1", "D2", "D3", "D4"]),
        caller=st.sampled_from(["", "c1", "c1", "c2", "c3"]),
        phone=st.sampled_from(["", "p1", "p2"]),
        unit=st.sampled_from(["", "u1"]),
        places=at.map(tuple),
    )
    return History(
        calls=tuple(draw(st.lists(call, max_size=40))),
        places=places,
        merged=frozenset(draw(st.lists(st.just("D4"), max_size=1))),
    )


def together(batch: Sequence[History]) -> History:
    """One history of several that have nothing to do with each other: a graph loaded once tries them all."""
    calls: list[Call] = []
    places: list[tuple[str, int]] = []
    merged: set[str] = set()
    for number, one in enumerate(batch):
        calls += [_renamed(call, f"{number}-", len(places)) for call in one.calls]
        merged |= {f"{number}-{dispute}" for dispute in one.merged}
        shift = len(places)
        places += [(level, wider + shift if wider >= 0 else -1) for level, wider in one.places]
    return History(tuple(calls), tuple(places), frozenset(merged))


def _renamed(call: Call, prefix: str, shift: int) -> Call:
    names = {name: getattr(call, name) for name in ("dispute", "caller", "phone", "unit")}
    prefixed = {name: f"{prefix}{value}" for name, value in names.items() if value}
    return replace(call, **prefixed, places=tuple(place + shift for place in call.places))  # type: ignore[arg-type]


_LOAD = """
UNWIND [''] + $merged AS id
MERGE (:Dispute {id: id, merged_into: 'another'})
WITH count(*) AS done
CALL () {
  UNWIND range(0, size($places) - 1) AS n
  CREATE (l:Location {key: toString(n), name: 'place ' + n + ';', level: $places[n][0]})
  WITH l, n
  WHERE $places[n][1] >= 0
  MATCH (wider:Location {key: toString($places[n][1])})
  CREATE (l)-[:WITHIN]->(wider)
}
CALL () {
  UNWIND $calls AS call
  CREATE (i:Incident {id: call.id, reported_at: datetime({epochSeconds: call.at, timezone: 'Asia/Shanghai'})})
  FOREACH (key IN call.callers | MERGE (c:Caller:Person {key: key}) CREATE (c)-[:REPORTED]->(i))
  FOREACH (key IN call.phones | MERGE (p:Phone {number: key}) CREATE (p)-[:REPORTED]->(i))
  FOREACH (key IN call.units | MERGE (u:Unit {key: key}) CREATE (i)-[:HANDLED_BY]->(u))
  FOREACH (key IN call.places | MERGE (l:Location {key: key}) CREATE (i)-[:AT]->(l))
  FOREACH (key IN call.disputes | MERGE (d:Dispute {id: key}) CREATE (i)-[:ABOUT]->(d))
}
"""


def load(driver: Driver, history: History) -> None:
    """Make the graph hold ``history`` and nothing else."""
    calls = [
        {
            "id": f"i{number}",
            "at": call.at_s,
            "callers": [call.caller] if call.caller else [],
            "phones": [call.phone] if call.phone else [],
            "units": [call.unit] if call.unit else [],
            "disputes": [call.dispute] if call.dispute else [],
            "places": [str(place) for place in call.places],
        }
        for number, call in enumerate(history.calls)
    ]
    with driver.session(database=settings.read("NEO4J_DATABASE")) as session:
        session.run("MATCH (n) DETACH DELETE n").consume()
        places = [list(place) for place in history.places]
        session.run(_LOAD, calls=calls, places=places, merged=sorted(history.merged)).consume()


def best(calls: Iterable[Call], window: int, enough: Callable[[list[Call]], bool] = bool) -> Best:
    """The fullest window that is ``enough``, by trying each call as its first; (0, 0, 0) when there is none."""
    calls = list(calls)
    found = [(0, 0, 0)]
    for start in calls:
        inside = [call for call in calls if 0 <= call.at_s - start.at_s <= window * DAY_S]
        if enough(inside):
            found.append((len(inside), start.at_s, max(call.at_s for call in inside)))
    return min(found, key=_order)


def _order(one: Best) -> tuple[int, int, int]:
    return (-one[0], one[1], one[2])


def repeats(history: History, pattern: str, window: int, minimum: int) -> set[tuple[str, Best]]:
    """What the rule of ``pattern`` says of every dispute."""
    rows = set()
    for dispute in {call.dispute for call in history.calls} - {""} - history.merged:
        calls = [call for call in history.calls if call.dispute == dispute]
        tried = (best(*group) for group in _groups(history, calls, pattern, window))
        fullest = min(tried, key=_order, default=(0, 0, 0))
        if fullest[0] >= max(minimum, 1):
            rows.add((dispute, fullest))
    return rows


def _groups(
    history: History, calls: list[Call], pattern: str, window: int
) -> Iterator[tuple[list[Call], int, Callable[[list[Call]], bool]]]:
    if pattern == "matter":
        yield calls, window, lambda inside: len({call.caller for call in inside} - {""}) >= 2
        return
    for subject, of_subject in _by_subject(history, calls, "location" if pattern == "place" else pattern).items():
        if subject:
            yield of_subject, window, bool


def hotspots(history: History, kind: str, window: int, minimum: int) -> set[tuple[str, Best]]:
    """Every subject of ``kind`` with at least ``minimum`` calls in one window."""
    subjects = _by_subject(history, list(history.calls), kind)
    counted = {(subject, best(calls, window)) for subject, calls in subjects.items() if subject}
    return {row for row in counted if row[1][0] >= minimum}


def _by_subject(history: History, calls: list[Call], kind: str) -> dict[str, list[Call]]:
    subjects: dict[str, list[Call]] = {}
    for call in calls:
        if kind == "location":
            around = {place for exact in call.places for place in history.around(exact)}
            names = {str(place) for place in around if history.places[place][0] in SITES}
        else:
            names = {getattr(call, kind)}
        for name in names:
            subjects.setdefault(name, []).append(call)
    return subjects

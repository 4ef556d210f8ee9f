"""Pairs of calls of which it is doubtful whether they are one matter, the ones most worth a person's look first.

Two calls that are kept apart are doubtful when their link is near the line; of two matters only the nearest pair is
taken. A call inside a dispute is doubtful when even its best link there is weak. How much a look is worth is how
doubtful the pair is, weighted by the risk of what it touches. Pairs that people have decided about are left out.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from neo4j import Driver

from graph import settings
from graph.casework.decisions import active
from graph.statements import statements
from ingest.resolve.units import unit_key
from ingest.settle.memory import as_it_stands, memory_file
from ingest.settle.memory.links import Tie
from ingest.settle.standing import BATCH, Standing
from ingest.settle.steps import step_of

CYPHER = statements(Path(__file__).with_suffix(".cypher"))

#: Links that are looked at, those nearest the line.
_NEAREST = 20_000
#: A call whose best link inside its dispute is below this, in log-odds, may not belong there.
_WEAK = 3.0
#: What a look is worth where nothing is at risk, beside a risk of 0 to 1.
_AT_LEAST = 0.25
#: Risk of a call that stands alone, for each grade of danger in it.
_PER_GRADE = 0.12


@dataclass(frozen=True, slots=True)
class Doubtful:
    """A pair of calls: ``score`` in log-odds that they are one matter, ``value`` of a look (0 to 1.25).

    ``together``: the machine has them in one dispute. ``units``: keys of the units that handled them, '' for none.
    """

    later: str
    earlier: str
    score: float
    reasons: tuple[str, ...]
    together: bool
    units: tuple[str, str]
    risk: float

    @property
    def value(self) -> float:
        """4p(1-p) is 1 on the line and falls to either side."""
        likely = 1 / (1 + math.exp(-self.score))
        return 4 * likely * (1 - likely) * (_AT_LEAST + self.risk)


def doubtful(driver: Driver, each_unit: int) -> list[Doubtful]:
    """The most valuable pairs first, about ``each_unit`` of every unit; none while nothing was settled.

    Cost: one walk over all links that are remembered, and about 1 ms for each call of those nearest the line.
    """
    path = memory_file()
    if not path.exists():
        return []
    with as_it_stands(path) as (calls, links):
        ties = [(tie, False) for tie in links.nearest_apart(_NEAREST)]
        ties += [(tie, True) for tie in links.weakest_inside(_WEAK, _NEAREST)]
        standings = calls.standings(sorted({end for tie, _ in ties for end in (tie.later, tie.earlier)}))
    # A link is dropped and found anew while calls are settled; one whose call is gone is of no use.
    known = [(tie, inside) for tie, inside in ties if tie.later in standings and tie.earlier in standings]
    decided = _Decided(driver)
    risks = _risks(driver, {s.about.dispute for s in standings.values() if s.about})
    found = [
        _pair(tie, inside, (standings[tie.later], standings[tie.earlier]), risks)
        for tie, inside in known
        if not decided.about(standings[tie.later].id, standings[tie.earlier].id)
    ]
    return list(_best(sorted(found, key=lambda pair: (-pair.value, pair.later, pair.earlier)), each_unit))


def step(driver: Driver) -> str:
    """A token that changes whenever calls were grouped anew: until then the same pairs are doubtful."""
    return step_of(driver).findings


def _pair(tie: Tie, inside: bool, ends: tuple[Standing, Standing], risks: Mapping[str, float]) -> Doubtful:
    of_disputes = [risks.get(end.about.dispute, 0.0) for end in ends if end.about]
    of_words = [_PER_GRADE * end.profile.danger for end in ends]
    later, earlier = ends
    return Doubtful(
        later.id,
        earlier.id,
        tie.score,
        tuple(tie.reasons.split()),
        inside,
        (unit_key(later.unit), unit_key(earlier.unit)),
        min(1.0, max(of_disputes + of_words)),
    )


def _best(ordered: Iterable[Doubtful], each_unit: int) -> Iterator[Doubtful]:
    """Those that are among the first of either of their units."""
    taken: Counter[str] = Counter()
    for pair in ordered:
        if any(taken[unit] < each_unit for unit in pair.units):
            taken.update(set(pair.units))
            yield pair


def _risks(driver: Driver, disputes: Collection[str]) -> dict[str, float]:
    ids = sorted(disputes)
    found: dict[str, float] = {}
    for start in range(0, len(ids), BATCH):
        asked: Sequence[str] = ids[start : start + BATCH]
        records = driver.execute_query(
            CYPHER["risks"], ids=asked, database_=settings.read("NEO4J_DATABASE"), routing_="r"
        ).records
        found |= {record["id"]: record["risk"] for record in records}
    return found


class _Decided:
    """What people decided, by call."""

    def __init__(self, driver: Driver) -> None:
        self._of: dict[str, list[tuple[str, int]]] = defaultdict(list)
        for made in active(driver):
            for side, members in enumerate((made.joined, made.left, made.right)):
                for call in members:
                    self._of[call].append((made.id, side))

    def about(self, one: str, other: str) -> bool:
        """Whether a decision in force says that the two are one matter, or that they are not."""
        mine, theirs = self._of.get(one, ()), self._of.get(other, ())
        return any(
            here == there and (side == 0) == (across == 0) and (side == 0 or side != across)
            for here, side in mine
            for there, across in theirs
        )

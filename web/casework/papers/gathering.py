"""What a paper is made of: the work with all that was told of it, its disputes and people, as the visitor sees it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from graph.analysis import risk
from graph.casework import history, moves, sent_to
from graph.casework.history import BEGIN, Made
from graph.casework.moves import Standing, Work
from ingest.extract.kinds import NAMES
from web import reading
from web.casework import shown
from web.casework.papers import chinese
from web.disputes.sides import by_side
from web.graph_link import link
from web.models import Account
from web.visitor import database, visitor

#: Calls of a dispute that a paper lists; the others are counted.
MOST_CALLS = 50

Row = dict[str, Any]


@dataclass(frozen=True)
class Matter:
    """A dispute of the work: its row, its people by side, its calls, and why it is a risk, in words."""

    row: Row
    people: Mapping[str, Sequence[Row]]
    calls: Sequence[Row]
    risks: Sequence[str]


@dataclass(frozen=True)
class Gathered:
    """All that a paper says. ``told`` has every fact and time of the work; ``whole``: numbers of people are shown."""

    work: Work
    standing: Standing
    told: Mapping[str, Any]
    made: Sequence[Made]
    matters: Sequence[Matter]
    units: Sequence[str]
    names: Mapping[str, str]
    whole: bool

    @property
    def day(self) -> str:
        """When the work began, as a day."""
        return chinese.day(self.made[0].at) if self.made else ""

    def last(self, *names: str) -> Made | None:
        """The last move of one of these names that is in force."""
        return next((one for one in reversed(self.made) if one.name in names and one.undone_at is None), None)

    def by(self, *names: str) -> str:
        """Who made that move, by the name that people know; '' for nobody."""
        made = self.last(*names)
        return self.names.get(made.by, made.by) if made else ""

    def begun_by(self) -> str:
        """Who began the work."""
        return self.by(BEGIN)


def gather(work: Work, standing: Standing) -> Gathered:
    """The work, which the caller has seen that the visitor may see. Numbers are whole where he has unmasked them."""
    disputes = [dispute for dispute in standing.disputes if reading.rows("dispute_one", dispute=dispute)]
    whole = shown.whole(disputes)
    made = shown.masked(link().ask(lambda driver: moves.history(driver, work)), visitor().role, whole=whole)
    _state, told = history.rebuilt(work.kind, made)
    units = link().ask(lambda driver: sent_to.units(driver, work.id)) if work.kind == "directive" else []
    return Gathered(
        work,
        standing,
        told,
        made,
        [_matter(dispute, whole) for dispute in disputes],
        units,
        _names({one.by for one in made}),
        whole,
    )


def _matter(dispute: str, whole: bool) -> Matter:
    [row] = reading.rows("dispute_one", unmasked=whole, dispute=dispute)
    return Matter(
        row,
        by_side(reading.rows("dispute_people", unmasked=whole, dispute=dispute)),
        reading.rows("dispute_calls", unmasked=whole, dispute=dispute, limit=MOST_CALLS),
        [risk.say(reason, "zh", NAMES) for reason in row["risk_reasons"]],
    )


def _names(accounts: set[str]) -> dict[str, str]:
    """Account -> what people call it."""
    with database().reading() as sql:
        found = sql.execute(select(Account.name, Account.display_name).where(Account.name.in_(accounts))).all()
    return {name: display or name for name, display in found}

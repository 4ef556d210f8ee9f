"""Who stands on which side of the disputes of a mediation, and what was tried before with the same people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from web import reading
from web.casework import shown
from web.disputes.sides import by_side

Row = dict[str, Any]


@dataclass(frozen=True)
class Background:
    """``people``: side -> who. ``tried``: earlier work with its result, the latest first."""

    people: dict[str, list[Row]]
    tried: Sequence[Row]


def background(disputes: Iterable[str], without: str = "") -> Background:
    """Of the disputes, as far as the visitor may see them; ``without`` is the number of the work that is looked at."""
    asked = list(disputes)
    whole = shown.whole(asked)
    people = {
        row["person_key"]: row
        for dispute in asked
        for row in reading.rows("dispute_people", unmasked=whole, dispute=dispute)
    }
    # Others' disputes are not among those that were unmasked.
    tried = {row["work_id"]: row for dispute in asked for row in reading.rows("tried_before", dispute=dispute)}
    return Background(by_side(people.values()), [row for row in tried.values() if row["work_id"] != without])

"""How far two people who judged the same pair agree: percent, and Cohen's kappa, which takes chance out of it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from web.models import Account
from web.review.tables import DIFFERENT, SAME, SKIP, UNSURE, ReviewAnswer, ReviewPair

#: What two people can say of a pair, in the order of the table.
SAID = (SAME, DIFFERENT, UNSURE)


@dataclass(frozen=True)
class Agreement:
    """``pairs`` were judged twice, ``agreed`` alike. ``kappa`` is None where it says nothing: too few, or all alike.

    ``table``: (first, second) -> how many.
    """

    pairs: int
    agreed: int
    kappa: float | None
    table: dict[tuple[str, str], int]


@dataclass(frozen=True)
class Reviewer:
    """What one person said: how many of each."""

    account: Account
    said: Counter[str]


def judged(sql: Session) -> list[tuple[ReviewPair, list[ReviewAnswer]]]:
    """Every pair of which something was said and not taken back, with that, the first first; the latest pair first."""
    pairs = sql.scalars(select(ReviewPair).where(ReviewPair.answers.any()).order_by(ReviewPair.id.desc()))
    found = [(pair, [one for one in pair.answers if one.undone_at is None and one.answer != SKIP]) for pair in pairs]
    return [(pair, said) for pair, said in found if said]


def agreement(said: Iterable[Sequence[ReviewAnswer]]) -> Agreement:
    """Of the first two words on each pair that has two."""
    twice = [(first.answer, second.answer) for first, second in (words[:2] for words in said if len(words) > 1)]
    agreed = sum(first == second for first, second in twice)
    return Agreement(len(twice), agreed, _kappa(twice), dict(Counter(twice)))


def _kappa(twice: Sequence[tuple[str, str]]) -> float | None:
    if len({word for words in twice for word in words}) < 2:
        return None
    from sklearn.metrics import cohen_kappa_score  # it takes a second to import, and few pages need it

    found = float(cohen_kappa_score([first for first, _ in twice], [second for _, second in twice]))
    return None if math.isnan(found) else found


def reviewers(sql: Session) -> list[Reviewer]:
    """Everybody who judged anything, who judged most first."""
    of: dict[int, Reviewer] = {}
    for answer in sql.scalars(select(ReviewAnswer).where(ReviewAnswer.undone_at.is_(None))):
        of.setdefault(answer.account_id, Reviewer(answer.account, Counter())).said[answer.answer] += 1
    return sorted(of.values(), key=lambda one: (-one.said.total(), one.account.name))

"""The queue: filled from what settling found doubtful, and given out so that no two people have the same pair."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, delete, exists, func, or_, select, update
from sqlalchemy.orm import Session

from ingest.doubtful import Doubtful
from web.clock import now
from web.models import Account
from web.review.tables import SKIP, UNSURE, ReviewAnswer, ReviewFilling, ReviewPair

#: How long a pair on somebody's screen is kept from others.
LEASE = timedelta(minutes=10)
#: Pairs of each unit that are in the queue at most.
EACH_UNIT = 200
#: The queue is filled anew at most so often.
_FILL_EVERY = timedelta(minutes=2)


def ever_filled(sql: Session) -> bool:
    """Whether there is a queue at all."""
    return sql.get(ReviewFilling, 1) is not None


def stale(sql: Session, step: str) -> bool:
    """Whether calls were grouped anew since the queue was filled, and long enough ago to look again."""
    held = sql.get(ReviewFilling, 1)
    return held is None or (held.step != step and now() - held.at >= _FILL_EVERY)


def claim(sql: Session, step: str) -> bool:
    """Whether the caller is to fill it now; then nobody else is for a while."""
    held = sql.get(ReviewFilling, 1)
    if held is None or not stale(sql, step):
        return False
    held.at = now()
    return True


def fill(sql: Session, found: Iterable[Doubtful], step: str) -> None:
    """Put these pairs into the queue. Those nobody has on the screen or has judged, and that are no more, leave it."""
    wanted = {(pair.later, pair.earlier): pair for pair in found}
    held = {(row.later, row.earlier): row for row in sql.scalars(select(ReviewPair))}
    at = now()
    for key, row in held.items():
        pair = wanted.get(key)
        if pair:
            _describe(row, pair)
        elif not row.answers and not _on_a_screen(row, at):
            sql.delete(row)
    fresh = [pair for key, pair in wanted.items() if key not in held]
    sql.add_all(_describe(ReviewPair(later=pair.later, earlier=pair.earlier, wanted=1), pair) for pair in fresh)
    sql.merge(ReviewFilling(id=1, step=step, at=at))


def _describe(row: ReviewPair, pair: Doubtful) -> ReviewPair:
    row.score, row.reasons, row.together = pair.score, " ".join(pair.reasons), pair.together
    row.value = pair.value
    row.later_unit, row.earlier_unit = pair.units
    return row


def _on_a_screen(row: ReviewPair, at: datetime) -> bool:
    return row.leased_until is not None and row.leased_until > at


def held_by(sql: Session, account: Account) -> ReviewPair | None:
    """The pair that the account has on its screen; it goes on having it."""
    mine = select(ReviewPair).where(ReviewPair.leased_to == account.id, ReviewPair.leased_until > now())
    found = sql.scalars(mine.limit(1)).one_or_none()
    if found:
        found.leased_until = now() + LEASE
    return found


def take(sql: Session, account: Account, units: Sequence[str] | None, passed: Sequence[int]) -> ReviewPair | None:
    """The most valuable pair that nobody has on the screen and the account has not judged; it is leased to it.

    ``units``: only pairs that one of these handled; None for all. ``passed``: numbers of pairs not to give.
    In one statement, so that of two people who ask at once only one gets it.
    """
    at = now()
    free = or_(ReviewPair.leased_until.is_(None), ReviewPair.leased_until <= at)
    wanted = select(ReviewPair.id).where(free, *_for(account, units), ReviewPair.id.not_in(passed))
    while True:
        number = sql.scalars(wanted.order_by(ReviewPair.value.desc(), ReviewPair.id).limit(1)).one_or_none()
        if number is None:
            return None
        mine = update(ReviewPair).where(ReviewPair.id == number, free)
        taken = mine.values(leased_to=account.id, leased_until=at + LEASE).returning(ReviewPair.id)
        if sql.execute(taken).one_or_none():
            return sql.get_one(ReviewPair, number, populate_existing=True)


def _for(account: Account, units: Sequence[str] | None) -> list[ColumnElement[bool]]:
    """That a pair still wants a judgement, of this account as well, and is of its units."""
    said = select(func.count()).where(
        ReviewAnswer.pair_id == ReviewPair.id, ReviewAnswer.undone_at.is_(None), ReviewAnswer.answer != SKIP
    )
    own = exists().where(
        ReviewAnswer.pair_id == ReviewPair.id,
        ReviewAnswer.undone_at.is_(None),
        ReviewAnswer.account_id == account.id,
    )
    conditions: list[ColumnElement[bool]] = [said.scalar_subquery() < ReviewPair.wanted, ~own]
    if units is not None:
        conditions.append(or_(ReviewPair.later_unit.in_(units), ReviewPair.earlier_unit.in_(units)))
    return conditions


def waiting(sql: Session, account: Account, units: Sequence[str] | None) -> int:
    """How many pairs wait for the account, those on others' screens among them."""
    return sql.scalar(select(func.count()).select_from(ReviewPair).where(*_for(account, units))) or 0


def drop(sql: Session, number: int) -> None:
    """Take a pair out whose calls are no more."""
    judged = exists().where(ReviewAnswer.pair_id == ReviewPair.id)
    sql.execute(update(ReviewPair).where(ReviewPair.id == number).values(wanted=0, leased_to=None, leased_until=None))
    sql.execute(delete(ReviewPair).where(and_(ReviewPair.id == number, ~judged)))


def counts(sql: Session) -> dict[str, Any]:
    """How many pairs are in the queue, judged, and when it was filled."""
    judged = select(func.count(ReviewAnswer.pair_id.distinct())).where(
        ReviewAnswer.undone_at.is_(None), ReviewAnswer.answer.not_in((SKIP, UNSURE))
    )
    filling = sql.get(ReviewFilling, 1)
    return {
        "pairs": sql.scalar(select(func.count()).select_from(ReviewPair)) or 0,
        "judged": sql.scalar(judged) or 0,
        "filled_at": filling.at if filling else None,
    }

"""What somebody says of a pair: kept, followed by a decision where it is the first word on it, and taken back."""

from __future__ import annotations

from dataclasses import dataclass
from zlib import crc32

from sqlalchemy import select
from sqlalchemy.orm import Session

from graph import thresholds
from web.clock import now
from web.models import Account
from web.review.queue import LEASE, held_by
from web.review.tables import DIFFERENT, SAME, SKIP, UNSURE, ReviewAnswer, ReviewPair


def first_word(pair: ReviewPair) -> bool:
    """Whether nobody's word on the two has led to a decision, or it was taken back: then what is said becomes one."""
    return not any(one.decision for one in pair.answers if one.undone_at is None)


def wants_second(pair: ReviewPair) -> bool:
    """Whether the pair is of the share that a second reviewer judges as well: told by its calls, so nobody chooses."""
    share = thresholds.in_force()["second_review"]
    return crc32(f"{pair.earlier} {pair.later}".encode()) % 100 < share


@dataclass(frozen=True)
class Claimed:
    """What somebody said, by its number, and whether it is the first word on the pair: then a decision follows."""

    answer: int
    decides: bool


def claim(sql: Session, account: Account, number: int, answer: str) -> Claimed | None:
    """Keep what the account says of the pair that it has on the screen, which leaves it; None when it has not.

    Within one writing session: of two clicks one counts.
    """
    pair = held_by(sql, account)
    if pair is None or pair.id != number:
        return None
    decides = answer in (SAME, DIFFERENT) and first_word(pair)
    said = ReviewAnswer(pair_id=pair.id, account_id=account.id, answer=answer, at=now())
    sql.add(said)
    if answer == UNSURE or (answer != SKIP and wants_second(pair)):
        pair.wanted = max(pair.wanted, 2)
    pair.leased_to = pair.leased_until = None
    sql.flush()
    return Claimed(said.id, decides)


def decided(sql: Session, number: int, decision: str) -> None:
    """Which decision followed from what was said."""
    sql.get_one(ReviewAnswer, number).decision = decision


def withdraw(sql: Session, account: Account, number: int) -> None:
    """What was said counts as not said, since the graph could not obey; the pair is on the screen again."""
    answer = sql.get_one(ReviewAnswer, number)
    pair = sql.get_one(ReviewPair, answer.pair_id)
    sql.delete(answer)
    _give(pair, account)


def latest(sql: Session, account: Account) -> tuple[ReviewAnswer, ReviewPair] | None:
    """What the account said last and has not taken back, and of which pair."""
    mine = select(ReviewAnswer).where(ReviewAnswer.account_id == account.id, ReviewAnswer.undone_at.is_(None))
    found = sql.scalars(mine.order_by(ReviewAnswer.id.desc()).limit(1)).one_or_none()
    return (found, sql.get_one(ReviewPair, found.pair_id)) if found else None


def take_back(sql: Session, account: Account, answer: ReviewAnswer, pair: ReviewPair) -> None:
    """What was said counts no more, and the pair is on the account's screen again unless another has it."""
    answer.undone_at = now()
    for other in sql.scalars(select(ReviewPair).where(ReviewPair.leased_to == account.id)):
        other.leased_to = other.leased_until = None
    _give(pair, account)


def _give(pair: ReviewPair, account: Account) -> None:
    """Onto the account's screen, unless somebody else has it."""
    at = now()
    if pair.leased_until is None or pair.leased_until <= at or pair.leased_to == account.id:
        pair.leased_to, pair.leased_until = account.id, at + LEASE
        pair.wanted = max(pair.wanted, 1)

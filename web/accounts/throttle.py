"""Guessing is slowed without letting a stranger lock anybody out.

Every try is written down before the password is looked at, so that many at once are counted too, and taken back when
it succeeds. A browser that has signed in before carries a device cookie for that account, and is counted by itself:
whatever others do, its owner gets in. Without one, a try counts against the account at this address, against the
address, and against the account; the last only spaces tries out, it never shuts the door.
The scheme is OWASP's "device cookies". All worker processes share the counts, since they are in SQL.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from web.accounts.secrets import hashed
from web.models import Attempt

WINDOW = timedelta(minutes=15)
_KEPT = timedelta(days=1)


@dataclass(frozen=True)
class Rule:
    """At most ``tries`` in ``WINDOW`` against ``bucket``; past that ``every`` apart, or not at all when None."""

    bucket: str
    tries: int
    every: timedelta | None = None


def rules(name: str, address: str, device: str) -> list[Rule]:
    """What a try to sign in as ``name`` counts against; ``device`` is '' without a valid device cookie."""
    account, address = hashed(name)[:16], network(address)
    if device:
        return [Rule(f"device:{account}:{device}", 10)]
    return [
        Rule(f"pair:{account}:{address}", 5),
        Rule(f"address:{address}", 50),
        Rule(f"account:{account}", 20, every=timedelta(seconds=20)),
    ]


def network(address: str) -> str:
    """An IPv4 address, or the /64 of an IPv6 one: whoever has one such address has all of them."""
    try:
        found = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((found, 64), strict=False)) if found.version == 6 else address


def second_factor_rules(account_id: int) -> list[Rule]:
    """What a code of the second factor counts against; whoever gets here knows the password."""
    return [Rule(f"totp:{account_id}", 10)]


def take(sql: Session, tries: list[Rule], now: datetime) -> list[int] | None:
    """Write a try down; the numbers to give ``forgive``, or None when it is one too many (then nothing is counted)."""
    for rule in tries:
        count, last = sql.execute(
            select(func.count(), func.max(Attempt.at)).where(Attempt.bucket == rule.bucket, Attempt.at > now - WINDOW)
        ).one()
        if count >= rule.tries and (rule.every is None or last > now - rule.every):
            return None
    written = [Attempt(bucket=rule.bucket, at=now) for rule in tries]
    sql.add_all(written)
    sql.execute(delete(Attempt).where(Attempt.at < now - _KEPT))
    sql.flush()
    return [attempt.id for attempt in written]


def forgive(sql: Session, taken: list[int]) -> None:
    """Take a try back: it succeeded."""
    sql.execute(delete(Attempt).where(Attempt.id.in_(taken)))

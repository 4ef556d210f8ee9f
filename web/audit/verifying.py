"""Whether the chain holds: every record as it was signed, none left out, none cut off at the end."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from web.accounts.keys import Key
from web.audit import anchor, chain
from web.audit.actions import Action
from web.audit.anchor import Head
from web.models import AuditRecord

_AT_ONCE = 1_000


class Fault(StrEnum):
    """What can be wrong with a record."""

    ALTERED = "altered"
    MISSING = "missing"
    MISPLACED = "misplaced"
    CUT = "cut"
    REWRITTEN = "rewritten"
    NO_ANCHOR = "no-anchor"


SAID = {
    Fault.ALTERED: "was altered, or the key here is not the one it was signed with",
    Fault.MISSING: "is missing",
    Fault.MISPLACED: "does not follow the record before it",
    Fault.CUT: "and what followed were cut off: the anchor outside the database knows of them",
    Fault.REWRITTEN: "is not the one that was anchored outside the database",
    Fault.NO_ANCHOR: "is the last, but the anchor outside the database is gone, so later ones may have been cut off",
}


@dataclass(frozen=True)
class Verdict:
    """How many records were looked at, from which to which, and the first bad one with its fault, or None."""

    records: int
    first: int
    last: int
    bad: int | None = None
    fault: Fault | None = None

    def text(self) -> str:
        """One line for the terminal."""
        if self.fault is not None:
            return f"audit record {self.bad} {SAID[self.fault]}"
        return f"{self.records} records, {self.first} to {self.last}: all hold" if self.records else "no records yet"


def verify(sql: Session, since: int = 1) -> Verdict:
    """Look at every record from number ``since`` on. The anchor is read first: others may be writing meanwhile."""
    anchored = anchor.read(anchor.path(sql.get_bind().engine.url))
    wanted = select(AuditRecord).where(AuditRecord.number >= since).order_by(AuditRecord.number)
    walk = _Walk(chain.signing(), since, anchored)
    return walk.along(sql.scalars(wanted.execution_options(yield_per=_AT_ONCE)))


def newest(sql: Session, count: int) -> Verdict:
    """Look at the last ``count`` records only."""
    first, last = sql.execute(select(func.min(AuditRecord.number), func.max(AuditRecord.number))).one()
    return verify(sql, max(last - count + 1, 1) if first is not None and last - count >= first else 1)


@dataclass
class _Walk:
    """The way along the chain: the head so far, what the anchor says, which pruning is on record.

    ``keys`` are those not yet left behind: once a newer key has signed, an older one is worth nothing any more.
    """

    keys: list[Key]
    since: int
    anchored: Head | None
    head: Head = field(default_factory=lambda: Head(0, chain.START))
    first: AuditRecord | None = None
    count: int = 0
    #: Number of the last record that a pruning took away -> its mac.
    pruned: dict[int, str] = field(default_factory=dict)

    def along(self, records: Iterable[AuditRecord]) -> Verdict:
        for record in records:
            fault = self._fault(record)
            if fault is not None:
                bad = self.head.number + 1 if fault is Fault.MISSING else record.number
                return self._verdict(bad, fault)
            self._step(record)
        return self._begun_rightly() or self._ended_rightly() or self._verdict()

    def _fault(self, record: AuditRecord) -> Fault | None:
        if self.first is not None and record.number != self.head.number + 1:
            return Fault.MISSING
        if not self._signed(record):
            return Fault.ALTERED
        if self.first is not None and record.previous != self.head.mac:
            return Fault.MISPLACED
        if record.number == 1 and record.previous != chain.START:
            return Fault.MISPLACED
        if self.anchored and self.anchored.number == record.number and self.anchored.mac != record.mac:
            return Fault.REWRITTEN
        return None

    def _signed(self, record: AuditRecord) -> bool:
        for place, key in enumerate(self.keys):
            if hmac.compare_digest(chain.sign(record, key), record.mac):
                self.keys = self.keys[place:]
                return True
        return False

    def _step(self, record: AuditRecord) -> None:
        self.first = self.first or record
        self.head, self.count = Head(record.number, record.mac), self.count + 1
        if record.action == Action.AUDIT_PRUNED:
            detail = json.loads(record.detail)
            self.pruned[detail["to"]] = detail["mac"]

    def _begun_rightly(self) -> Verdict | None:
        """Records before the first are missing, unless a pruning that is itself on record took them away."""
        if self.first is None or self.first.number == self.since:
            return None
        if self.since > 1:
            return self._verdict(self.since, Fault.MISSING)
        before = self.first.number - 1
        if self.pruned.get(before) == self.first.previous:
            return None
        return self._verdict(max((to for to in self.pruned if to < before), default=0) + 1, Fault.MISSING)

    def _ended_rightly(self) -> Verdict | None:
        if self.anchored is None:
            return self._verdict(self.head.number, Fault.NO_ANCHOR) if self.count else None
        if self.anchored.number > self.head.number and self.anchored.number >= self.since:
            return self._verdict(self.head.number + 1, Fault.CUT)
        return None

    def _verdict(self, bad: int | None = None, fault: Fault | None = None) -> Verdict:
        return Verdict(self.count, self.first.number if self.first else 0, self.head.number, bad, fault)
